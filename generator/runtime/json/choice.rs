//! The choice among the variants of a union, by the text of a value.

use std::borrow::Cow;

use super::Decode;
use super::DecodeError;
use super::deviations::Deviations;
use super::deviations::Mark;
use super::kind::Kind;
use super::reader::DEFAULT_NODES;
use super::reader::Reader;
use super::tolerance::Tolerance;
use super::tree::Tree;

/// A set of kinds. The number 1 is an integer and a number, 1.5 is only a number, 1.0 both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

/// What tells a variant of a union apart before it is tried.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The kinds that the variant can be.
    pub kinds: Kinds,
    /// The JSON texts of the only values that the variant can have; none: any.
    pub values: &'static [&'static str],
    /// Keys that must be there, each with the JSON texts of the only values that it can have; none: any.
    pub required: &'static [(&'static str, &'static [&'static str])],
    /// All keys that the variant knows; `None`: any key.
    pub known: Option<&'static [&'static str]>,
}

/// What a reader goes back to after the trial of a variant.
struct Trial {
    mark: Mark,
    tolerance: Tolerance,
    again: bool,
    /// How many trials behind this one are strict.
    strict_trials: usize,
}

/// How well an object fits a shape.
#[derive(Clone, Default)]
struct Fit {
    /// For each required key, whether it was there with a value that it can have.
    required: Vec<bool>,
    /// How many keys the shape does not know.
    unknown: usize,
}

impl Kinds {
    /// No kind at all.
    pub const NONE: Self = Self(0);
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOL: Self = Self(2);
    /// A number without a fraction.
    pub const INTEGER: Self = Self(4);
    /// Any number.
    pub const NUMBER: Self = Self(8);
    /// A string.
    pub const STRING: Self = Self(16);
    /// An array.
    pub const ARRAY: Self = Self(32);
    /// An object.
    pub const OBJECT: Self = Self(64);
    /// Every kind.
    pub const ANY: Self = Self(127);

    /// The kinds of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a kind.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds that the value of a text is.
    #[inline]
    fn of(text: &str) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(text, 0);
        Ok(match reader.kind()? {
            Kind::Null => Self::NULL,
            Kind::Bool => Self::BOOL,
            Kind::String => Self::STRING,
            Kind::Array => Self::ARRAY,
            Kind::Object => Self::OBJECT,
            Kind::Number if reader.number()?.whole().is_some() => Self::INTEGER.or(Self::NUMBER),
            Kind::Number => Self::NUMBER,
        })
    }
}

impl<'a> Reader<'a> {
    /// The text under `key` of the object that is next, which is not read yet; `None` where it is absent or not a string. Of
    /// equal keys the last one counts, as in [`fields`](Self::fields).
    ///
    /// # Errors
    /// When the next value is not an object.
    #[inline]
    pub fn tag(&mut self, key: &str) -> Result<Option<Cow<'a, str>>, DecodeError> {
        let (start, depth) = (self.at, self.depth);
        let mut tag = None;
        self.members(|reader| {
            if reader.key()? != key {
                return reader.skip();
            }
            tag = match reader.kind()? {
                Kind::String => Some(reader.string()?),
                // Tags are compared as text (OpenAPI 3.2.0, section 4.25.2).
                Kind::Number | Kind::Bool => Some(Cow::Borrowed(reader.raw()?)),
                _ => reader.skip().map(|()| None)?,
            };
            Ok(())
        })?;
        (self.at, self.depth) = (start, depth);
        Ok(tag)
    }

    /// The variants that the next value can be, by their index: those whose kind, required keys and constants fit; the one that
    /// leaves the fewest keys of the value unknown first, then in the order of the document. The value is not read yet.
    ///
    /// Each is tried as it is documented, and where none fits, each again with what is tolerated without loss.
    ///
    /// # Errors
    /// When it is not JSON.
    #[inline]
    pub fn candidates(&mut self, shapes: &[Shape]) -> Result<Vec<usize>, DecodeError> {
        let (start, depth) = (self.at, self.depth);
        let text = self.raw()?;
        let read = self.at - start;
        (self.at, self.depth) = (start, depth);
        self.pay(read);
        let kinds = Kinds::of(text)?;
        let possible = shapes.iter().enumerate().filter(|(_, shape)| shape.kinds.meets(kinds));
        if kinds != Kinds::OBJECT {
            let fitting = possible.filter(|(_, shape)| is_one_of(text, shape.values));
            return Ok(self.rounds(fitting.map(|(index, _)| index).collect()));
        }
        let possible: Vec<(usize, &Shape)> = possible.collect();
        let fits = fits(text, &possible)?;
        let mut fitting: Vec<(usize, usize)> = possible
            .iter()
            .zip(fits)
            .filter(|(_, fit)| fit.required.iter().all(|found| *found))
            .map(|((index, _), fit)| (fit.unknown, *index))
            .collect();
        fitting.sort_unstable();
        Ok(self.rounds(fitting.into_iter().map(|(_, index)| index).collect()))
    }

    #[inline]
    fn rounds(&mut self, mut candidates: Vec<usize>) -> Vec<usize> {
        self.deviations.strict_trials = candidates.len();
        if self.deviations.tolerance.lossless() != Tolerance::NONE {
            candidates.extend_from_within(..);
        }
        candidates
    }

    /// Tries to read the next value as one variant. `None` when it does not fit, or when the budget of failed trials is spent;
    /// the value is not read then.
    #[inline]
    pub fn attempt<T: Decode>(&mut self) -> Option<T> {
        if self.trials == 0 {
            return None;
        }
        let trial = self.begin();
        let decoded = T::decode(self).ok();
        self.finish(trial, decoded.is_some());
        decoded
    }

    #[inline]
    fn begin(&mut self) -> Trial {
        let mark = self.mark();
        let deviations = &mut self.deviations;
        let Deviations { tolerance, again, strict_trials, .. } = *deviations;
        let is_strict = strict_trials > 0;
        deviations.again = !is_strict;
        deviations.tolerance = if is_strict { Tolerance::NONE } else { tolerance.lossless() };
        Trial { mark, tolerance, again, strict_trials: strict_trials.saturating_sub(1) }
    }

    #[inline]
    fn finish(&mut self, trial: Trial, fits: bool) {
        let Trial { mark, tolerance, again, strict_trials } = trial;
        let deviations = &mut self.deviations;
        (deviations.tolerance, deviations.again, deviations.strict_trials) = (tolerance, again, strict_trials);
        if !fits {
            deviations.forget(&mark);
            self.pay((self.at - mark.at).saturating_add(1));
            self.back(&mark);
        }
    }

    #[inline]
    fn pay(&mut self, bytes: usize) {
        self.trials = self.trials.saturating_sub(bytes as u64);
    }
}

/// Reads the keys of an object once for all shapes.
#[inline]
fn fits(text: &str, shapes: &[(usize, &Shape)]) -> Result<Vec<Fit>, DecodeError> {
    let blank = |(_, shape): &(usize, &Shape)| Fit { required: vec![false; shape.required.len()], unknown: 0 };
    let mut fits: Vec<Fit> = shapes.iter().map(blank).collect();
    Reader::new(text, 0).members(|reader| {
        let key = reader.key()?;
        let value = reader.raw()?;
        for ((_, shape), fit) in shapes.iter().zip(&mut fits) {
            if let Some(place) = shape.required.iter().position(|(wanted, _)| *wanted == key) {
                let values = shape.required.get(place).map_or(&[][..], |(_, values)| *values);
                fit.required.get_mut(place).into_iter().for_each(|found| *found = is_one_of(value, values));
            }
            let known = shape.known.is_none_or(|known| known.contains(&key.as_ref()));
            fit.unknown += usize::from(!known);
        }
        Ok(())
    })?;
    Ok(fits)
}

#[inline]
fn is_one_of(text: &str, values: &[&str]) -> bool {
    values.is_empty() || values.iter().any(|value| is_constant(text, value))
}

/// Whether two JSON texts are the same value: `1` and `1.0` are the same number, `"a"` and `"\u0061"` the same string.
#[inline]
pub(super) fn is_constant(text: &str, constant: &str) -> bool {
    let tree = |text| Tree::read(&mut Reader::new(text, DEFAULT_NODES)).ok();
    text == constant || tree(text).is_some_and(|found| tree(constant).is_some_and(|wanted| found.is_same(&wanted)))
}
