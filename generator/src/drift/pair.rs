//! Two schemas that stand in the same place → what changed in them, and the pairs that they are made of.

use super::kinds::{Kind, Way};
use super::owners::Owners;
use super::policy::State;
use super::shape::{Shape, Shapes};
use super::{branches, limits, parts, values};
use std::collections::BTreeSet;

use crate::model::{Additional, Counted, Limit, SchemaId, SimpleType};

/// How something was and is, in the words of the document.
pub(super) type Words = (Option<String>, Option<String>);

/// What is known of both sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'a> {
    pub(super) old: &'a Shapes<'a>,
    pub(super) new: &'a Shapes<'a>,
    pub(super) owners: &'a (Owners, Owners),
}

/// What a pair says.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) told: Vec<Told>,
    pub(super) edges: Vec<Edge>,
}

/// Something that changed.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) kind: Kind,
    pub(super) way: Way,
    pub(super) subject: String,
    pub(super) words: Words,
    /// The property that it is about, where it is about one of an object's.
    pub(super) property: Option<String>,
    /// What was announced of it, where it is gone.
    pub(super) was: Option<State>,
    /// The pair that it is about, where this one only holds that one.
    pub(super) of: Option<(SchemaId, SchemaId)>,
}

/// A pair that belongs to this one.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) pair: (SchemaId, SchemaId),
    pub(super) way: Way,
    pub(super) label: String,
    /// The property that holds it, where one does.
    pub(super) property: Option<String>,
}

/// A pair while it is compared.
pub(super) struct Look<'a> {
    pub(super) sides: Sides<'a>,
    pub(super) way: Way,
    pub(super) label: &'a str,
    pub(super) old: &'a Shape,
    pub(super) new: &'a Shape,
    outcome: Outcome,
}

/// Compares a pair that is called `label`. What holds of it because it refers to a component is told of the component.
pub(super) fn compare(sides: Sides<'_>, pair: (SchemaId, SchemaId), way: Way, label: &str) -> Outcome {
    let mut outcome = compare_whole(sides, pair, way, label);
    if !(outcome.told.is_empty() && outcome.edges.is_empty()) {
        parts::attribute(sides, pair, way, &mut outcome);
    }
    outcome
}

/// Compares a pair with all that its parts say.
pub(super) fn compare_whole(sides: Sides<'_>, pair: (SchemaId, SchemaId), way: Way, label: &str) -> Outcome {
    let (old, new) = (sides.old.of(pair.0), sides.new.of(pair.1));
    let mut look = Look { sides, way, label, old, new, outcome: Outcome::default() };
    look.flags();
    if look.types(pair) {
        look.value_lists(pair);
        look.properties();
        look.additional();
        look.items();
        limits::compare(&mut look);
    }
    branches::compare(&mut look);
    if old.xml != new.xml {
        look.tell(Kind::XmlChanged, (None, None));
    }
    if old.default != new.default {
        look.tell(Kind::DefaultChanged, (old.default.clone(), new.default.clone()));
    }
    look.outcome
}

impl<'a> Look<'a> {
    /// Tells what changed in the pair itself.
    pub(super) fn tell(&mut self, kind: Kind, words: Words) {
        let told =
            Told { kind, way: self.way, subject: self.label.to_owned(), words, property: None, was: None, of: None };
        self.outcome.told.push(told);
    }

    /// Hands on a pair that belongs to this one.
    pub(super) fn edge(&mut self, pair: (SchemaId, SchemaId), label: String) {
        self.outcome.edges.push(Edge { pair, way: self.way, label, property: None });
    }

    fn flags(&mut self) {
        let (old, new) = (self.old, self.new);
        let flags = [
            (old.nullable, new.nullable, Kind::BecameNullable, Kind::BecameNotNullable),
            (old.state.deprecated, new.state.deprecated, Kind::Deprecated, Kind::Reactivated),
            (old.read_only, new.read_only, Kind::ReadOnlyChanged, Kind::ReadOnlyChanged),
            (old.write_only, new.write_only, Kind::WriteOnlyChanged, Kind::WriteOnlyChanged),
        ];
        for (_, now, set, cleared) in flags.into_iter().filter(|(before, now, ..)| before != now) {
            let kind = if now { set } else { cleared };
            // What says nothing of its values allows null, too: that it says something now is told as its types.
            if matches!(kind, Kind::BecameNullable | Kind::BecameNotNullable) && (old.is_any() || new.is_any()) {
                continue;
            }
            let words = match kind {
                Kind::ReadOnlyChanged if now => (None, Some("read-only".to_owned())),
                Kind::ReadOnlyChanged => (Some("read-only".to_owned()), None),
                Kind::WriteOnlyChanged if now => (None, Some("write-only".to_owned())),
                Kind::WriteOnlyChanged => (Some("write-only".to_owned()), None),
                _ => (None, None),
            };
            self.tell(kind, words);
        }
    }

    /// Compares the types; whether the parts are worth comparing.
    fn types(&mut self, pair: (SchemaId, SchemaId)) -> bool {
        let (old, new) = (self.old, self.new);
        if old.never != new.never {
            let words = |shape: &Shape| Some(if shape.never { "nothing".to_owned() } else { shape.type_words() });
            self.tell(if new.never { Kind::TypeNarrowed } else { Kind::TypeWidened }, (words(old), words(new)));
            return false;
        }
        let (Some(before), Some(now)) = (old.plain_types(self.sides.old), new.plain_types(self.sides.new)) else {
            // A union says its types in its branches.
            return old.types == new.types;
        };
        if before != now {
            let kind = if self.way == Way::Text { self.text_change(&before, &now) } else { type_change(&before, &now) };
            let words = (Some(old.words_of(&before)), Some(new.words_of(&now)));
            self.tell(kind, words);
            // A single value is a list of one: what is said of items holds of it.
            let item = new.items.filter(|item| self.way == Way::Text && self.sides.new.of(*item).types == before);
            if let (Kind::TypeWidened, Some(item)) = (kind, item) {
                self.edge((pair.0, item), format!("{}[]", self.label));
            }
            return before.iter().any(|one| now.contains(one));
        }
        if old.format != new.format {
            let words = (Some(old.type_words()), Some(new.type_words()));
            let way = if is_same_to_clients(old, new) { Way::Unsent } else { self.way };
            let (kind, subject) = (format_change(old, new), self.label.to_owned());
            self.outcome.told.push(Told { kind, way, subject, words, property: None, was: None, of: None });
        }
        true
    }

    /// As text, each number is a text too, and each single value a list of one.
    fn text_change(&self, before: &[SimpleType], now: &[SimpleType]) -> Kind {
        let scalar = |types: &[SimpleType]| {
            !types.is_empty() && !types.iter().any(|one| matches!(one, SimpleType::Array | SimpleType::Object))
        };
        let takes = |taker: &Shape, types: &[SimpleType], given: &[SimpleType]| {
            let any = taker.format.is_none() && taker.values.is_none() && taker.limits.is_empty();
            given.iter().all(|one| types.contains(one)) || any && types.contains(&SimpleType::String)
        };
        let is_wider = |taker: &Shape, shapes: &Shapes, types: &[SimpleType], given: &[SimpleType]| {
            let item = taker.items.map(|id| shapes.of(id)).filter(|_| types == [SimpleType::Array]);
            scalar(given)
                && !requires_several(taker)
                && item.map_or_else(|| takes(taker, types, given), |item| takes(item, &item.types, given))
        };
        if is_wider(self.new, self.sides.new, now, before) {
            Kind::TypeWidened
        } else if is_wider(self.old, self.sides.old, before, now) {
            Kind::TypeNarrowed
        } else {
            type_change(before, now)
        }
    }

    fn value_lists(&mut self, pair: (SchemaId, SchemaId)) {
        let (old, new) = (self.old, self.new);
        if old.constant && old.values != new.values {
            let known =
                old.values.iter().flatten().all(|value| new.values.as_ref().is_none_or(|all| all.contains(value)));
            let words =
                |shape: &Shape| Some(shape.values.as_ref().map_or_else(|| "any".to_owned(), |all| all.join(", ")));
            let kind = if known { Kind::ConstantLoosened } else { Kind::ConstantChanged };
            return self.tell(kind, (words(old), words(new)));
        }
        // What the client knows of the values comes first: it has those that only a description tells, and names.
        let owners = self.sides.owners;
        let told = (owners.0.values(pair.0), owners.1.values(pair.1));
        // Values that only a description tells are known where the client has the schema on both sides.
        let only_told = old.values.is_none() && new.values.is_none();
        if only_told && !(owners.0.reaches(pair.0) && owners.1.reaches(pair.1)) {
            return;
        }
        let words =
            |all: &[(String, String)]| Some(all.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(", "));
        match (values::known(told.0, old), values::known(told.1, new)) {
            (Some(before), Some(now)) => {
                for (kind, before, now) in values::compare(&before, &now) {
                    self.tell(kind, (before, now));
                }
            }
            (None, Some(now)) => self.tell(Kind::BecameEnum, (None, words(&now))),
            (Some(before), None) => self.tell(Kind::NoLongerEnum, (words(&before), None)),
            (None, None) => {}
        }
    }

    /// Compares what objects have. Of other values it says nothing (JSON Schema 2020-12 validation, section 6.5).
    fn properties(&mut self) {
        let (old, new) = (self.old, self.new);
        let is_object = |shape: &Shape| shape.types.is_empty() || shape.types.contains(&SimpleType::Object);
        if !(is_object(old) && is_object(new)) {
            return;
        }
        if old.is_free_form() && !new.properties.is_empty() {
            let names = new.properties.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            self.tell(Kind::FreeFormGainedProperties, (None, Some(names)));
            for name in new.required.iter().filter(|name| !old.requires(name) && new.properties.contains_key(*name)) {
                self.tell_property(name, Kind::PropertyBecameRequired, (None, None));
            }
            return;
        }
        for (name, before) in &old.properties {
            let needed = (self.needs(self.sides.old, old, name), self.needs(self.sides.new, new, name));
            let Some(now) = new.properties.get(name) else {
                let kind = if needed.0 { Kind::RequiredPropertyRemoved } else { Kind::OptionalPropertyRemoved };
                self.tell_property(name, kind, (Some(self.sides.old.of(*before).type_words()), None));
                continue;
            };
            match needed {
                (false, true) => self.tell_property(name, Kind::PropertyBecameRequired, (None, None)),
                (true, false) => {
                    self.tell_property(name, Kind::PropertyBecameOptional, (None, None));
                    // A property that is no longer answered at all was always there until now.
                    if let Some(told) = self.outcome.told.last_mut().filter(|_| self.way == Way::Answer) {
                        told.way = Way::Answer;
                    }
                }
                _ => {}
            }
            let (way, label) = (self.way_of(name), format!("{}.{name}", self.label));
            self.outcome.edges.push(Edge { pair: (*before, *now), way, label, property: Some(name.clone()) });
        }
        self.bare_names();
        for (name, now) in new.properties.iter().filter(|(name, _)| !old.properties.contains_key(*name)) {
            let needed = self.needs(self.sides.new, new, name);
            let kind = if needed { Kind::RequiredPropertyAdded } else { Kind::OptionalPropertyAdded };
            self.tell_property(name, kind, (None, Some(self.sides.new.of(*now).type_words())));
        }
    }

    /// Names that must be there, of which nothing else is said.
    fn bare_names(&mut self) {
        let (old, new) = (self.old, self.new);
        let all: BTreeSet<&String> = old.required.iter().chain(&new.required).collect();
        for name in all.into_iter().filter(|name| old.requires(name) != new.requires(name)) {
            if old.properties.contains_key(name) || new.properties.contains_key(name) {
                continue;
            }
            let kind = if new.requires(name) { Kind::PropertyBecameRequired } else { Kind::PropertyBecameOptional };
            self.tell_property(name, kind, (None, None));
        }
    }

    fn tell_property(&mut self, name: &str, kind: Kind, words: Words) {
        let (way, subject) = (self.way_of(name), format!("{}.{name}", self.label));
        let gone = matches!(kind, Kind::OptionalPropertyRemoved | Kind::RequiredPropertyRemoved);
        let was = self.old.properties.get(name).filter(|_| gone).map(|id| self.sides.old.of(*id).state.clone());
        self.outcome.told.push(Told { kind, way, subject, words, property: Some(name.to_owned()), was, of: None });
    }

    /// Whether a property has to be there in what is sent this way.
    fn needs(&self, shapes: &Shapes<'_>, shape: &Shape, name: &str) -> bool {
        let kept = |id: &SchemaId| is_kept_back(shapes.of(*id), self.way);
        shape.requires(name) && !shape.properties.get(name).is_some_and(kept)
    }

    /// The way of a property: none where it is (or, where it is gone, was) not sent this way.
    fn way_of(&self, name: &str) -> Way {
        let old = self.old.properties.get(name).map(|id| self.sides.old.of(*id));
        let shape = self.new.properties.get(name).map(|id| self.sides.new.of(*id)).or(old);
        if shape.is_some_and(|shape| is_kept_back(shape, self.way)) { Way::Unsent } else { self.way }
    }

    fn additional(&mut self) {
        let rank = |additional| match additional {
            Additional::Forbidden => 0,
            Additional::Of(_) => 1,
            Additional::Any | Additional::Unsaid => 2,
        };
        let (old, new) = (self.old.additional, self.new.additional);
        match (old, new) {
            (Additional::Of(before), Additional::Of(now)) => self.edge((before, now), format!("{}.*", self.label)),
            _ if rank(old) < rank(new) => self.tell(Kind::MorePropertiesAllowed, (None, None)),
            _ if rank(old) > rank(new) => self.tell(Kind::FewerPropertiesAllowed, (None, None)),
            _ => {}
        }
    }

    /// Compares lists item by item: what stands before `items` is compared with `items` where the other side has nothing
    /// of its own there.
    fn items(&mut self) {
        let (old, new) = (self.old, self.new);
        match (old.items, new.items) {
            (Some(before), Some(now)) => self.edge((before, now), format!("{}[]", self.label)),
            (None, None) => {}
            _ => self.tell(Kind::ItemsChanged, (None, None)),
        }
        let (before, now) = (&old.prefix_items, &new.prefix_items);
        let mut unknown = false;
        for index in 0..before.len().max(now.len()) {
            let pair = (before.get(index).or(old.items.as_ref()), now.get(index).or(new.items.as_ref()));
            match pair {
                (Some(before), Some(now)) => self.edge((*before, *now), format!("{}[{index}]", self.label)),
                _ => unknown = true,
            }
        }
        if unknown {
            let words = |items: &[SchemaId]| Some(format!("{} items", items.len()));
            self.tell(Kind::ItemsChanged, (words(before), words(now)));
        }
    }
}

/// Whether a list must have more than one item.
fn requires_several(shape: &Shape) -> bool {
    let several =
        |limit: &Limit| matches!(limit, Limit::Least { of: Counted::Items, value, .. } if value.value() > 1.0);
    shape.limits.iter().any(several)
}

fn is_kept_back(shape: &Shape, way: Way) -> bool {
    match way {
        Way::Request | Way::Text => shape.read_only,
        Way::Answer => shape.write_only,
        Way::Unsent => false,
    }
}

fn type_change(old: &[SimpleType], new: &[SimpleType]) -> Kind {
    let number = |one: &SimpleType| if *one == SimpleType::Integer { SimpleType::Number } else { *one };
    let within = |one: &[SimpleType], other: &[SimpleType]| {
        other.is_empty() || !one.is_empty() && one.iter().all(|ty| other.contains(ty) || other.contains(&number(ty)))
    };
    match (within(old, new), within(new, old), old.len() == new.len()) {
        (true, _, true) => Kind::IntegerBecameNumber,
        (true, ..) => Kind::TypeWidened,
        (_, true, true) => Kind::NumberBecameInteger,
        (_, true, _) => Kind::TypeNarrowed,
        _ => Kind::TypeChanged,
    }
}

/// Formats in pairs of which the second has all values of the first.
const WIDER: &[(&str, &str)] = &[("int32", "int64"), ("float", "double")];

/// Formats of which no text has two, as a date is no date-time (JSON Schema 2020-12 validation, section 7.3).
const APART: &[&str] = &["date", "date-time", "time", "duration", "uuid", "email", "ipv4", "ipv6", "uri"];

/// Formats that say what a client takes the type for in any case.
const IMPLIED: &[&str] = &["int64", "double"];

/// Whether the released client sends and reads the same numbers.
fn is_same_to_clients(old: &Shape, new: &Shape) -> bool {
    let implied = |shape: &Shape| shape.format.as_deref().is_none_or(|format| IMPLIED.contains(&format));
    implied(old) && implied(new)
}

fn format_change(old: &Shape, new: &Shape) -> Kind {
    let is_wider = |one: &Shape, other: &Shape| match (&one.format, &other.format) {
        (Some(_), None) => true,
        (Some(one), Some(other)) => WIDER.contains(&(one, other)),
        _ => false,
    };
    if is_wider(old, new) {
        Kind::FormatWidened
    } else if is_wider(new, old) {
        Kind::FormatNarrowed
    } else if [old, new].iter().all(|shape| shape.format.as_deref().is_some_and(|format| APART.contains(&format))) {
        Kind::FormatReplaced
    } else {
        Kind::FormatChanged
    }
}
