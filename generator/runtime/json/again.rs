//! The second reading of a text that is not as documented: it goes on behind each deviation, so that all of them are found, and
//! reads over those that are tolerated. The first reading knows none of it, and so costs nothing more.

use std::borrow::Cow;

use super::DecodeError;
use super::deviations::Deviations;
use super::deviations::Mark;
use super::error::Deviation;
use super::error::Step;
use super::fields::Slot;
use super::kind::Kind;
use super::numbers::Number;
use super::problem::LEFT_OUT;
use super::problem::Problems;
use super::reader::Reader;
use super::tolerance::Tolerance;

/// A step on the way to a place of a text: the offset of a key, or an index.
enum Crumb {
    Key(usize),
    Index(usize),
}

/// The values that one of them is the empty one of a type that has one.
const EMPTY: &[&str] = &["null", "[]", "{}", "\"\"", "0", "false"];

const AS_EMPTY: &str = "read as the empty value";
const AS_NULL: &str = "read as null";
const AS_NUMBER: &str = "read as the number in it";

impl<'a> Reader<'a> {
    /// The reader for the next reading of the same text, after this one failed.
    ///
    /// # Errors
    /// When there is none: all that is wrong was found.
    #[cold]
    pub(super) fn again(mut self, nodes: usize, error: DecodeError) -> Result<Self, DecodeError> {
        if self.deviations.again {
            if error.is_limit() {
                return Err(error);
            }
            self.deviations.note(0, error, None);
            let (deviations, count) = self.located();
            return Err(DecodeError::all(deviations, count));
        }
        if let Some(syntax) = super::not_json(self.text) {
            return Err(syntax);
        }
        if error.is_limit() {
            return Err(error);
        }
        let mut reader = Self::new(self.text, nodes).tolerating(self.deviations.tolerance);
        reader.deviations.again = true;
        Ok(reader)
    }

    /// The same reader, which tolerates that.
    pub(super) fn tolerating(mut self, tolerance: Tolerance) -> Self {
        self.deviations.tolerance = tolerance;
        self
    }

    /// What was tolerated.
    pub(super) fn tolerated(&mut self) -> Problems {
        if self.deviations.count == 0 {
            return Problems::default();
        }
        let (deviations, count) = self.located();
        Problems { listed: deviations.iter().map(Deviation::problem).collect(), count }
    }

    pub(super) fn mark(&self) -> Mark {
        let Deviations { found, count, .. } = &self.deviations;
        Mark { at: self.at, depth: self.depth, nodes: self.nodes, found: found.len(), count: *count }
    }

    /// Goes back to where it was, and keeps what it found since.
    pub(super) fn back(&mut self, mark: &Mark) {
        (self.at, self.depth, self.nodes) = (mark.at, mark.depth, mark.nodes);
    }

    /// Reads null in place of a list or map, if that is next and tolerated; returns whether it was.
    pub(super) fn null_for(&mut self, expected: &str) -> Result<bool, DecodeError> {
        let Deviations { tolerance, again, .. } = &self.deviations;
        if !(*again && tolerance.null_collections) || self.peek() != Some(b'n') {
            return Ok(false);
        }
        let at = self.at;
        self.literal("null")?;
        self.deviations.note(at, DecodeError::expected(expected, "null"), Some(AS_EMPTY));
        Ok(true)
    }

    /// Reads a number in quotes, if that is next and tolerated.
    #[cold]
    pub(super) fn quoted_number(&mut self, expected: &str) -> Option<Number<'a>> {
        let Deviations { tolerance, again, .. } = &self.deviations;
        if !(*again && tolerance.quoted_numbers) || self.peek() != Some(b'"') {
            return None;
        }
        let at = self.at;
        let number = match self.string() {
            Ok(Cow::Borrowed(text)) => Number::of(text),
            _ => None,
        };
        match number {
            Some(_) => self.deviations.note(at, DecodeError::expected(expected, "a string"), Some(AS_NUMBER)),
            None => self.at = at,
        }
        number
    }

    /// Reads the value of a slot; returns whether it has one now.
    pub(super) fn member_again(&mut self, slot: &mut dyn Slot) -> Result<bool, DecodeError> {
        self.kind()?;
        let mark = self.mark();
        let Err(error) = slot.read(self) else { return Ok(true) };
        if error.is_limit() {
            return Err(error);
        }
        self.back(&mark);
        let text = self.raw()?;
        let Tolerance { missing_keys, empty_texts, .. } = self.deviations.tolerance;
        let remedy = match text {
            "null" if missing_keys && slot.key().required && fill(slot) => Some(AS_EMPTY),
            "\"\"" if empty_texts && slot.read(&mut Reader::new("null", 1)).is_ok() => Some(AS_NULL),
            _ => None,
        };
        self.deviations.note(mark.at, error, remedy);
        Ok(remedy.is_some())
    }

    /// Reads an item or entry; returns whether it was read or may be missing.
    pub(super) fn item_again(
        &mut self,
        may_lack: bool,
        read: &mut dyn FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<bool, DecodeError> {
        self.kind()?;
        let mark = self.mark();
        let Err(error) = read(self) else { return Ok(true) };
        if error.is_limit() {
            return Err(error);
        }
        self.back(&mark);
        self.skip()?;
        self.deviations.note(mark.at, error, None);
        let left_out = may_lack && self.deviations.tolerance.unreadable_items;
        if left_out {
            self.deviations.settle(&mark, LEFT_OUT);
        }
        Ok(left_out)
    }

    /// Gives the slots of an object at `at` that were not found an empty value; returns whether they all have one now.
    pub(super) fn missing_again(&mut self, at: usize, slots: &mut [&mut dyn Slot], found: &[bool]) -> bool {
        let mut sound = true;
        for (slot, _) in slots.iter_mut().zip(found).filter(|(slot, found)| !**found && slot.key().required) {
            let error = super::fields::missing(slot.key().text);
            let filled = self.deviations.tolerance.missing_keys && fill(*slot);
            self.deviations.note(at, error, filled.then_some(AS_EMPTY));
            sound &= filled;
        }
        sound
    }

    /// What was found, each with its path, in the order of the text.
    fn located(&mut self) -> (Vec<Deviation>, usize) {
        let mut found = std::mem::take(&mut self.deviations.found);
        found.sort_by_key(|found| found.at);
        let places: Vec<usize> = found.iter().map(|found| found.at).collect();
        let mut paths = Vec::new();
        let mut reader = Reader::new(self.text, 0);
        // A text that was read before is JSON; the steps that are missing otherwise are no harm.
        let _ = reader.paths(&places, &mut Vec::new(), &mut paths);
        let paths = paths.into_iter().chain(std::iter::repeat_with(Vec::new));
        let located = found.into_iter().zip(paths).map(|(found, path)| found.deviation.below(path));
        (located.collect(), self.deviations.count)
    }

    /// The paths to the values that begin at these offsets, which are sorted.
    fn paths(
        &mut self,
        places: &[usize],
        crumbs: &mut Vec<Crumb>,
        paths: &mut Vec<Vec<Step>>,
    ) -> Result<(), DecodeError> {
        let kind = self.kind()?;
        while places.get(paths.len()).is_some_and(|place| *place <= self.at) {
            paths.push(crumbs.iter().map(|crumb| self.step(crumb)).collect());
        }
        match kind {
            Kind::Array => {
                let mut index = 0;
                self.each(b'[', |reader| {
                    crumbs.push(Crumb::Index(index));
                    index += 1;
                    let below = reader.paths(places, crumbs, paths);
                    crumbs.pop();
                    below
                })
            }
            Kind::Object => self.members(|reader| {
                reader.peek();
                crumbs.push(Crumb::Key(reader.at));
                let below = reader.skip_key().and_then(|()| reader.paths(places, crumbs, paths));
                crumbs.pop();
                below
            }),
            _ => self.skip(),
        }
    }

    fn step(&self, crumb: &Crumb) -> Step {
        match crumb {
            Crumb::Index(index) => Step::Index(*index),
            Crumb::Key(at) => {
                let mut reader = Reader::new(self.text.get(*at..).unwrap_or_default(), 0);
                Step::Key(reader.string().map(Cow::into_owned).unwrap_or_default())
            }
        }
    }
}

/// Gives a slot the empty value of its type, or the only one that it can have; returns whether there is one.
fn fill(slot: &mut dyn Slot) -> bool {
    let constant = slot.constant();
    let only = constant.as_slice();
    let texts = if only.is_empty() { EMPTY } else { only };
    texts.iter().any(|text| slot.read(&mut Reader::new(text, 1)).is_ok())
}
