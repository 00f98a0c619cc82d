//! `allOf` merged into what it says together (JSON Schema 2020-12 core, section 10.2.1.1).

use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Number, Value};

use super::{MOST, Schemas, limits};
use crate::diagnostic::Diagnostic;
use crate::model::{Additional, Discriminator, Fault, Limit, Schema, SchemaId, SimpleType};

/// How deep `allOf` may nest before it counts as a mistake.
const DEPTH: usize = 200;

/// How many values an enum may have.
const VALUES: usize = 5_000;

/// A schema with its `allOf` merged in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merged {
    /// `None`: any.
    pub(crate) types: Option<Vec<SimpleType>>,
    pub(crate) format: Option<String>,
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) value_names: Vec<String>,
    pub(crate) value_docs: Vec<String>,
    pub(crate) constant: bool,
    pub(crate) properties: IndexMap<String, SchemaId>,
    pub(crate) required: IndexSet<String>,
    pub(crate) additional: Additional,
    pub(crate) items: Option<SchemaId>,
    pub(crate) prefix_items: Vec<SchemaId>,
    pub(crate) closed: bool,
    /// Each once, by however many ways `allOf` leads to it.
    pub(crate) groups: IndexSet<Rc<Group>>,
    pub(crate) never: bool,
    pub(crate) null_only: bool,
    /// The limits of all parts: of each kind the strictest.
    pub(crate) limits: Vec<Limit>,
    /// What each keyword says that restricts values beyond type and limits, by part.
    pub(crate) rules: IndexMap<String, IndexMap<SchemaId, Value>>,
}

/// A `oneOf` or `anyOf`.
#[derive(Debug)]
pub(crate) struct Group {
    /// The schema that has it.
    pub(crate) owner: SchemaId,
    pub(crate) choice: Choice,
    pub(crate) branches: Vec<SchemaId>,
    pub(crate) discriminator: Option<Discriminator>,
}

/// How many branches of a group a value satisfies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Choice {
    /// `oneOf`
    One,
    /// `anyOf`
    Any,
}

/// A schema has at most one group of each kind.
impl PartialEq for Group {
    fn eq(&self, other: &Self) -> bool {
        (self.owner, self.choice) == (other.owner, other.choice)
    }
}

impl Eq for Group {}

impl Hash for Group {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.owner, self.choice).hash(state);
    }
}

impl Merged {
    /// Whether it says something about objects beside its groups.
    pub(crate) fn says_object(&self) -> bool {
        !self.properties.is_empty() || matches!(self.additional, Additional::Of(_))
    }

    /// The one type, if there is one, or the one that its keywords imply.
    pub(crate) fn one_type(&self) -> Option<SimpleType> {
        match self.types.as_deref() {
            Some([one]) => Some(*one),
            Some(_) => None,
            None if self.says_object() || self.additional == Additional::Any => Some(SimpleType::Object),
            None if self.items.is_some() || !self.prefix_items.is_empty() => Some(SimpleType::Array),
            None => None,
        }
    }
}

impl Schemas<'_> {
    /// A schema with its `allOf` merged in.
    ///
    /// # Errors
    /// It cannot be read, contains itself, or its parts have no type in common.
    pub(crate) fn merged(&mut self, id: SchemaId) -> Result<Rc<Merged>, Fault> {
        self.followed(id, &mut Vec::new())
    }

    fn followed(&mut self, id: SchemaId, trail: &mut Vec<SchemaId>) -> Result<Rc<Merged>, Fault> {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        if trail.contains(&id) || trail.len() > DEPTH {
            return Err(self.fault(
                "lower::all-of-cycle",
                id,
                "this `allOf` contains itself: no value can be told from it",
            ));
        }
        trail.push(id);
        let merged = self.merge(id, trail).map(Rc::new);
        trail.pop();
        self.known.insert(id, merged.clone());
        merged
    }

    fn merge(&mut self, id: SchemaId, trail: &mut Vec<SchemaId>) -> Result<Merged, Fault> {
        let schema = self.schema(id).clone();
        if let Some(invalid) = schema.invalid {
            return Err(invalid);
        }
        let mut merged = Merged::default();
        for &member in &schema.all_of {
            let other = self.followed(member, trail)?;
            self.copied(id, member, other.weight())?;
            self.absorb(id, &mut merged, &other)?;
        }
        self.absorb(id, &mut merged, &own(id, &schema))?;
        // A choice of those that extend its owner holds for each of them: it is itself one of the branches.
        merged.groups.retain(|group| group.owner == id || !group.branches.contains(&id));
        self.drop_endless_values(id, &mut merged);
        Ok(merged)
    }

    /// Counts a part that is copied into another one: every schema of a chain has all that those before it have.
    fn copied(&mut self, id: SchemaId, part: SchemaId, weight: usize) -> Result<(), Fault> {
        let copies = self.copies.entry(part).or_default();
        *copies += weight;
        if self.budget.take(weight) {
            return Ok(());
        }
        let reason = format!(
            "the parts of `allOf` that are copied into others are more than {} names and values",
            self.budget.most()
        );
        if !std::mem::replace(&mut self.exceeded, true) {
            let place = self.schema(id).place.clone();
            let most = self.copies.iter().max_by_key(|(part, weight)| (**weight, std::cmp::Reverse(part.0)));
            let most = most.map(|(part, _)| self.schema(*part).place.clone());
            let told =
                Diagnostic::error("lower::too-large", place, format!("{reason}: any JSON is taken from here on"))
                    .help("let fewer schemas extend each other, or refer to the part that they share in a property");
            self.report(most.into_iter().fold(told, |told, most| told.related(most, "this is copied most")));
        }
        Err(Fault { code: "lower::too-large", reason })
    }

    /// An enum of very many values is the type of its values: nobody reads a variant for each, and rustc would take minutes.
    fn drop_endless_values(&mut self, id: SchemaId, merged: &mut Merged) {
        let Some(values) = merged.values.take_if(|values| values.len() > VALUES) else { return };
        if merged.types.is_none() && values.iter().all(Value::is_string) {
            merged.types = Some(vec![SimpleType::String]);
        }
        let place = self.schema(id).place.clone();
        let message = format!("{} values are too many for an enum", values.len());
        self.report(Diagnostic::note("lower::large-enum", place, message));
    }

    /// Merges what another member of an `allOf` says.
    fn absorb(&mut self, id: SchemaId, merged: &mut Merged, other: &Merged) -> Result<(), Fault> {
        merged.types = self.both_types(id, merged.types.take(), other.types.as_ref())?;
        self.both_formats(id, merged, other.format.as_ref());
        self.both_values(id, merged, other);
        merged.constant |= other.constant;
        for (name, &property) in &other.properties {
            let both = match merged.properties.get(name) {
                Some(&earlier) => self.both_properties(id, name, earlier, property),
                None => property,
            };
            merged.properties.insert(name.clone(), both);
        }
        merged.required.extend(other.required.iter().cloned());
        merged.additional = match (merged.additional, other.additional) {
            (Additional::Of(a), Additional::Of(b)) => Additional::Of(self.both(id, " value", a, b)),
            (Additional::Of(a), _) | (_, Additional::Of(a)) => Additional::Of(a),
            (Additional::Any, _) | (_, Additional::Any) => Additional::Any,
            (Additional::Forbidden, _) | (_, Additional::Forbidden) => Additional::Forbidden,
            (Additional::Unsaid, Additional::Unsaid) => Additional::Unsaid,
        };
        merged.items = match (merged.items, other.items) {
            (Some(a), Some(b)) => Some(self.both(id, " item", a, b)),
            (a, b) => a.or(b),
        };
        if merged.prefix_items.is_empty() {
            merged.prefix_items.clone_from(&other.prefix_items);
        }
        merged.closed |= other.closed;
        merged.groups.extend(other.groups.iter().cloned());
        limits::intersect(&mut merged.limits, &other.limits);
        for (keyword, rules) in &other.rules {
            let known = merged.rules.entry(keyword.clone()).or_default();
            known.extend(rules.iter().map(|(owner, rule)| (*owner, rule.clone())));
        }
        merged.never |= other.never;
        merged.null_only |= other.null_only;
        Ok(())
    }

    /// Two schemas for one property. What only a condition says restricts nothing that another part says without one; two
    /// conditions need not hold together.
    fn both_properties(&mut self, owner: SchemaId, name: &str, a: SchemaId, b: SchemaId) -> SchemaId {
        match (self.schema(a).conditional, self.schema(b).conditional) {
            (false, false) => self.both(owner, &format!("/{name}"), a, b),
            (false, true) => a,
            (true, false) => b,
            (true, true) if a == b => a,
            (true, true) => {
                let either = self.make(vec![a, b, a, b], |schemas| {
                    let second = schemas.schema(b);
                    Schema {
                        any_of: vec![a, b],
                        conditional: true,
                        ..Schema::blank(second.place.clone(), second.pointer.clone(), None)
                    }
                });
                self.steps.entry(either).or_insert_with(|| (owner, format!("/{name}")));
                either
            }
        }
    }

    /// Two schemas for one thing: both hold. Equal ones are one; else a schema is made that is an `allOf` of both.
    fn both(&mut self, owner: SchemaId, step: &str, a: SchemaId, b: SchemaId) -> SchemaId {
        if a == b || self.accepts_any(b) {
            return a;
        }
        if self.accepts_any(a) {
            return b;
        }
        if self.synthetic.len() > MOST {
            return b;
        }
        // What contradicts itself is reported once.
        if let Some(&known) = self.by_parts.get(&[a, b][..]) {
            return known;
        }
        let (first, second) = (self.parts(a), self.parts(b));
        let further = second.iter().filter(|part| !first.contains(part));
        let all: Vec<SchemaId> = first.iter().chain(further).copied().collect();
        if all.len() == first.len() {
            return a;
        }
        if all.len() == second.len() {
            return b;
        }
        let (key, all_of) = if self.contradict(a, b) { (vec![a, b], Vec::new()) } else { (all.clone(), all) };
        let both = self.make(key, |schemas| {
            let (first, second) = (schemas.schema(a), schemas.schema(b));
            Schema {
                all_of,
                description: second.description.clone().or_else(|| first.description.clone()),
                nullable: false,
                read_only: first.read_only || second.read_only,
                write_only: first.write_only || second.write_only,
                deprecated: first.deprecated || second.deprecated,
                lifecycle: second.lifecycle.or(&first.lifecycle),
                default: second.default.clone().or_else(|| first.default.clone()),
                ..Schema::blank(second.place.clone(), second.pointer.clone(), None)
            }
        });
        self.steps.entry(both).or_insert_with(|| (owner, step.to_owned()));
        both
    }

    /// The schemas of the document that a schema holds at once, none twice: itself, or what it was put together of. In a circle of
    /// schemas these are soon the same ones.
    fn parts(&self, id: SchemaId) -> Vec<SchemaId> {
        let all_of = &self.schema(id).all_of;
        if self.steps.contains_key(&id) && !all_of.is_empty() { all_of.clone() } else { vec![id] }
    }

    /// Whether two schemas for one property have types with nothing in common. That is told, and any JSON is taken: the
    /// rest of the object is as good as before.
    fn contradict(&mut self, a: SchemaId, b: SchemaId) -> bool {
        let (first, second) = (self.said_types(a), self.said_types(b));
        if first.is_empty() || second.is_empty() || !common_types(&first, &second).is_empty() {
            return false;
        }
        let (place, other) = (self.schema(b).place.clone(), self.schema(a).place.clone());
        let (first, second) = (listed(&first), listed(&second));
        let message = format!("this is {second}, but another part of the `allOf` says {first}: any JSON is taken");
        let told = Diagnostic::error("lower::all-of-conflict", place, message).related(other, "the other part");
        self.report(told.help("correct one of them; an overlay can do so"));
        true
    }

    /// The types that a schema says, be it through one that it only wraps.
    pub(crate) fn said_types(&self, id: SchemaId) -> Vec<SimpleType> {
        let mut id = id;
        for _ in 0..DEPTH {
            match self.wrapped(id) {
                Some(inner) => id = inner,
                None => break,
            }
        }
        self.schema(id).types.clone()
    }

    /// Whether a schema says nothing of types: at most it restricts which of their values are allowed.
    pub(crate) fn says_nothing(&self, id: SchemaId) -> bool {
        let schema = self.schema(id);
        schema.invalid.is_none() && own(id, schema).is_any() && schema.all_of.is_empty()
    }

    /// Whether any value satisfies a schema.
    fn accepts_any(&self, id: SchemaId) -> bool {
        let schema = self.schema(id);
        self.says_nothing(id) && schema.limits.is_empty() && schema.rules.is_empty()
    }

    fn both_types(
        &mut self,
        id: SchemaId,
        a: Option<Vec<SimpleType>>,
        b: Option<&Vec<SimpleType>>,
    ) -> Result<Option<Vec<SimpleType>>, Fault> {
        let (Some(a), Some(b)) = (&a, b) else { return Ok(a.or(b.cloned())) };
        let common = common_types(a, b);
        if common.is_empty() {
            let message = format!("the parts of this `allOf` contradict each other: {} and {}", listed(a), listed(b));
            return Err(self.fault("lower::all-of-conflict", id, message));
        }
        Ok(Some(common))
    }

    /// Two formats: the wider type, which is the one without a format, holds both.
    fn both_formats(&mut self, id: SchemaId, merged: &mut Merged, other: Option<&String>) {
        match (&merged.format, other) {
            (Some(a), Some(b)) if a != b => {
                let message = format!("the parts of this `allOf` have the formats `{a}` and `{b}`; neither is used");
                let place = self.schema(id).place.clone();
                self.report(Diagnostic::warning("lower::all-of-format", place, message));
                merged.format = None;
            }
            (None, other) => merged.format = other.cloned(),
            _ => {}
        }
    }

    /// Two lists of values: what both allow. Where that is nothing, the last was written to override the others, and an
    /// enum takes values that it does not know anyway.
    fn both_values(&mut self, id: SchemaId, merged: &mut Merged, other: &Merged) {
        let Some(others) = &other.values else { return };
        let common: Option<Vec<Value>> = merged.values.as_ref().map(|values| {
            let known: HashSet<Value> = others.iter().map(by_value).collect();
            values.iter().filter(|value| known.contains(&by_value(value))).cloned().collect()
        });
        match common {
            Some(common) if !common.is_empty() => {
                let values = merged.values.replace(common).unwrap_or_default();
                let common: HashSet<&Value> = merged.values.iter().flatten().collect();
                for said in [&mut merged.value_names, &mut merged.value_docs] {
                    let kept = values.iter().zip(said.iter()).filter(|(value, _)| common.contains(value));
                    *said = kept.map(|(_, said)| said.clone()).collect();
                }
                return;
            }
            Some(_) if merged.values.as_ref().is_some_and(|values| !values.is_empty()) => {
                let place = self.schema(id).place.clone();
                let message = "the parts of this `allOf` have no value in common; those of the last part are taken";
                self.report(Diagnostic::warning("lower::all-of-values", place, message));
            }
            _ => {}
        }
        merged.values = Some(others.clone());
        (merged.value_names, merged.value_docs) = (other.value_names.clone(), other.value_docs.clone());
    }
}

/// A value as it is compared: numbers are equal by value, however they are written (JSON Schema 2020-12 core, section 4.2.2).
pub(crate) fn by_value(value: &Value) -> Value {
    match value {
        Value::Number(number) => whole(number).map_or_else(|| value.clone(), Value::from),
        Value::Array(items) => items.iter().map(by_value).collect(),
        Value::Object(members) => {
            let sorted: BTreeMap<&String, &Value> = members.iter().collect();
            sorted.into_iter().map(|(key, value)| (key.clone(), by_value(value))).collect()
        }
        other => other.clone(),
    }
}

/// The whole number that a number is, within the range where `f64` tells whole numbers apart.
pub(crate) fn whole(number: &Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the exact range")]
        (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
    })
}

impl Merged {
    /// How much a copy of it is: names, values, branches.
    fn weight(&self) -> usize {
        let values = self.values.as_ref().map_or(0, Vec::len) + self.value_names.len() + self.value_docs.len();
        let rules: usize = self.rules.values().map(IndexMap::len).sum();
        1 + self.properties.len() + self.required.len() + values + self.groups.len() + self.limits.len() + rules
    }

    fn is_any(&self) -> bool {
        self.types.is_none()
            && self.format.is_none()
            && self.values.is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.additional == Additional::Unsaid
            && self.items.is_none()
            && self.prefix_items.is_empty()
            && self.groups.is_empty()
            && !self.never
            && !self.null_only
    }
}

/// What a schema says itself.
fn own(owner: SchemaId, schema: &Schema) -> Merged {
    let group = |choice, branches: &Vec<SchemaId>| {
        let discriminator = schema.discriminator.clone();
        (!branches.is_empty()).then(|| Rc::new(Group { owner, choice, branches: branches.clone(), discriminator }))
    };
    Merged {
        types: (!schema.types.is_empty()).then(|| schema.types.clone()),
        format: schema.format.clone(),
        values: schema.values.clone(),
        value_names: schema.value_names.clone(),
        value_docs: schema.value_docs.clone(),
        constant: schema.constant,
        properties: schema.properties.clone(),
        required: schema.required.iter().cloned().collect(),
        additional: schema.additional,
        items: schema.items,
        prefix_items: schema.prefix_items.clone(),
        closed: schema.closed,
        groups: group(Choice::One, &schema.one_of).into_iter().chain(group(Choice::Any, &schema.any_of)).collect(),
        never: schema.never,
        null_only: schema.null_only,
        limits: schema.limits.clone(),
        rules: schema
            .rules
            .iter()
            .map(|(keyword, rule)| (keyword.clone(), IndexMap::from([(owner, rule.clone())])))
            .collect(),
    }
}

/// The types that both allow; a whole number is a number, too.
pub(crate) fn common_types(a: &[SimpleType], b: &[SimpleType]) -> Vec<SimpleType> {
    let allows = |types: &[SimpleType], one: &SimpleType| {
        types.contains(one) || *one == SimpleType::Integer && types.contains(&SimpleType::Number)
    };
    let mut common: Vec<SimpleType> = a.iter().filter(|one| allows(b, one)).copied().collect();
    common.extend(b.iter().filter(|one| allows(a, one) && !a.contains(one)));
    common
}

fn listed(types: &[SimpleType]) -> String {
    types.iter().map(|one| format!("`{}`", format!("{one:?}").to_lowercase())).collect::<Vec<_>>().join(" or ")
}
