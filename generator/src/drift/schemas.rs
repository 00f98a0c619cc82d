//! Pairs of schemas that stand in the same place: each pair is compared once for each way that it goes, and what is found
//! there is told once, with all operations that reach it.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{Kind, Way};
use super::owners::Owners;
use super::shape::Shape;
use super::{Found, Touch, values};
use crate::model::{Additional, Api, SchemaId, SimpleType};

/// All pairs.
pub(super) struct Pairs<'a> {
    old: &'a Api,
    new: &'a Api,
    owners: &'a (Owners, Owners),
    nodes: Vec<Node>,
    index: BTreeMap<(SchemaId, SchemaId, Way), usize>,
    compared: usize,
    roots: BTreeMap<usize, Vec<(String, Vec<Touch>)>>,
}

struct Node {
    pair: (SchemaId, SchemaId),
    way: Way,
    label: String,
    edges: Vec<usize>,
    parents: Vec<(usize, Option<String>)>,
    found: Vec<Found>,
}

/// How far up the owners of a change are looked for, and in how many places.
const CLIMB: usize = 64;

impl<'a> Pairs<'a> {
    /// No pairs yet.
    pub(super) fn new(old: &'a Api, new: &'a Api, owners: &'a (Owners, Owners)) -> Self {
        let (nodes, index, roots) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Self { old, new, owners, nodes, index, compared: 0, roots }
    }

    /// A pair that an operation has; `touches` are the public items that change with it where it is no type of its own.
    pub(super) fn root(
        &mut self,
        pair: (SchemaId, SchemaId),
        way: Way,
        label: String,
        operation: &str,
        touches: Vec<Touch>,
    ) {
        let node = self.node(pair, way, label);
        self.roots.entry(node).or_default().push((operation.to_owned(), touches));
    }

    /// Compares all pairs, and those of components that no operation has.
    pub(super) fn finish(mut self) -> Vec<Found> {
        self.compare_all();
        let known: BTreeSet<SchemaId> = self.nodes.iter().map(|node| node.pair.1).collect();
        for (name, id) in &self.new.components {
            if let Some(before) = self.old.components.get(name).filter(|_| !known.contains(id)) {
                self.node((*before, *id), Way::Answer, name.clone());
            }
        }
        self.compare_all();
        let operations = self.operations();
        let mut all = Vec::new();
        for (index, operations) in operations.into_iter().enumerate() {
            let touches = self.touches(index);
            let Some(node) = self.nodes.get_mut(index) else { continue };
            for mut found in std::mem::take(&mut node.found) {
                found.operations.clone_from(&operations);
                if found.touches.is_empty() || found.touches.iter().all(|touch| touch.member.is_none()) {
                    found.touches.extend(touches.iter().cloned());
                }
                all.push(found);
            }
        }
        merged(all)
    }

    fn compare_all(&mut self) {
        while self.compared < self.nodes.len() {
            self.compare(self.compared);
            self.compared += 1;
        }
    }

    fn node(&mut self, pair: (SchemaId, SchemaId), way: Way, label: String) -> usize {
        if let Some(&known) = self.index.get(&(pair.0, pair.1, way)) {
            return known;
        }
        let label = self.new.schema(pair.1).component.clone().unwrap_or(label);
        self.index.insert((pair.0, pair.1, way), self.nodes.len());
        self.nodes.push(Node { pair, way, label, edges: Vec::new(), parents: Vec::new(), found: Vec::new() });
        self.nodes.len() - 1
    }

    /// The operations that reach each pair with findings.
    fn operations(&self) -> Vec<BTreeSet<String>> {
        let mut reached = vec![BTreeSet::new(); self.nodes.len()];
        let mut by_operation: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (node, roots) in &self.roots {
            roots.iter().for_each(|(operation, _)| by_operation.entry(operation).or_default().push(*node));
        }
        let mut last_seen = vec![usize::MAX; self.nodes.len()];
        for (turn, (operation, mut stack)) in by_operation.into_iter().enumerate() {
            while let Some(index) = stack.pop() {
                let (Some(seen), Some(node)) = (last_seen.get_mut(index), self.nodes.get(index)) else { continue };
                if std::mem::replace(seen, turn) == turn {
                    continue;
                }
                stack.extend(&node.edges);
                if !node.found.is_empty()
                    && let Some(reached) = reached.get_mut(index)
                {
                    reached.insert(operation.to_owned());
                }
            }
        }
        reached
    }

    /// The public items that change with a pair: its types, or the fields and arguments that hold it.
    fn touches(&self, index: usize) -> Vec<Touch> {
        let Some(node) = self.nodes.get(index).filter(|node| !node.found.is_empty()) else { return Vec::new() };
        let (before, now) = self.owners;
        let mut touches: Vec<Touch> = [before.of_schema(node.pair.0), now.of_schema(node.pair.1)].concat();
        let (mut stack, mut seen) = (vec![index], BTreeSet::new());
        while let Some(at) = stack.pop().filter(|_| seen.len() < CLIMB) {
            let Some(node) = self.nodes.get(at).filter(|_| seen.insert(at)) else { continue };
            for (parent, property) in node.parents.iter().take(CLIMB) {
                let Some(above) = self.nodes.get(*parent) else { continue };
                let members = property.iter().flat_map(|property| {
                    [before.of_property(above.pair.0, property), now.of_property(above.pair.1, property)].concat()
                });
                let before_len = touches.len();
                touches.extend(members);
                if touches.len() == before_len {
                    stack.push(*parent);
                }
            }
            let roots = self.roots.get(&at).into_iter().flatten().take(CLIMB);
            touches.extend(roots.flat_map(|(_, touches)| touches.iter().cloned()));
        }
        touches.sort();
        touches.dedup();
        touches
    }

    fn edge(&mut self, from: usize, pair: (SchemaId, SchemaId), label: String, property: Option<&str>) {
        let Some(way) = self.nodes.get(from).map(|node| node.way) else { return };
        let to = self.node(pair, way, label);
        if let Some(node) = self.nodes.get_mut(from) {
            node.edges.push(to);
        }
        if let Some(node) = self.nodes.get_mut(to) {
            node.parents.push((from, property.map(str::to_owned)));
        }
    }

    fn tell(&mut self, at: usize, kind: Kind, subject: String, words: (Option<String>, Option<String>)) {
        let (old, new) = (self.old, self.new);
        let Some(node) = self.nodes.get_mut(at) else { return };
        let places = (Some(old.schema(node.pair.0).place.clone()), Some(new.schema(node.pair.1).place.clone()));
        node.found.push(Found {
            kind,
            wire: kind.wire(node.way),
            subject,
            words,
            at: places,
            operations: BTreeSet::new(),
            touches: Vec::new(),
        });
    }

    fn compare(&mut self, at: usize) {
        let Some(Node { pair, label, .. }) = self.nodes.get(at) else { return };
        let (pair, label) = (*pair, label.clone());
        let (old, new) = (Shape::of(self.old, pair.0), Shape::of(self.new, pair.1));
        self.null_and_access(at, &label, &old, &new);
        if self.types(at, &label, &old, &new) {
            self.value_lists(at, &label, pair, &old, &new);
            self.properties(at, &label, pair, &old, &new);
            self.additional(at, &label, &old, &new);
            self.items(at, &label, &old, &new);
        }
        self.branches(at, &label, &old, &new);
        self.constraints(at, &label, &old, &new);
        if old.default != new.default {
            self.tell(at, Kind::DefaultChanged, label.clone(), (old.default.clone(), new.default.clone()));
        }
    }

    fn null_and_access(&mut self, at: usize, label: &str, old: &Shape, new: &Shape) {
        let flags = [
            (old.nullable, new.nullable, Kind::BecameNullable, Kind::BecameNotNullable),
            (old.deprecated, new.deprecated, Kind::Deprecated, Kind::Reactivated),
        ];
        for (before, now, set, cleared) in flags {
            if before != now {
                self.tell(at, if now { set } else { cleared }, label.to_owned(), (None, None));
            }
        }
        if old.access != new.access {
            let words = |access: (bool, bool)| match access {
                (true, false) => Some("read only".to_owned()),
                (false, true) => Some("write only".to_owned()),
                _ => Some("read and written".to_owned()),
            };
            self.tell(at, Kind::AccessChanged, label.to_owned(), (words(old.access), words(new.access)));
        }
    }

    /// Compares the types; whether the parts are worth comparing.
    fn types(&mut self, at: usize, label: &str, old: &Shape, new: &Shape) -> bool {
        let words = (Some(old.type_words()), Some(new.type_words()));
        if old.types != new.types {
            // A union says its types in its branches.
            let said_below = |shape: &Shape| shape.types.is_empty() && !shape.branches.is_empty();
            if !said_below(old) && !said_below(new) {
                self.tell(at, type_change(&old.types, &new.types), label.to_owned(), words);
            }
            return false;
        }
        if old.format != new.format {
            self.tell(at, Kind::FormatChanged, label.to_owned(), words);
        }
        true
    }

    fn value_lists(&mut self, at: usize, label: &str, pair: (SchemaId, SchemaId), old: &Shape, new: &Shape) {
        // What the client knows of the values comes first: it has those that only a description tells, and names.
        let told = (self.owners.0.values(pair.0), self.owners.1.values(pair.1));
        let plain = |values: &[String]| -> Vec<(String, String)> {
            values.iter().map(|value| (value.trim_matches('"').to_owned(), String::new())).collect()
        };
        let list = |told: Option<&[(String, String)]>, shape: &Shape| match (told, &shape.values) {
            (Some(told), values) => Some(named(told, values.is_some())),
            (None, Some(values)) => Some(plain(values)),
            (None, None) => None,
        };
        let words = |values: &[(String, String)]| {
            Some(values.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(", "))
        };
        // Values that only a description tells are known where the client has the schema on both sides.
        let only_told = old.values.is_none() && new.values.is_none();
        if only_told && !(self.owners.0.reaches(pair.0) && self.owners.1.reaches(pair.1)) {
            return;
        }
        match (list(told.0, old), list(told.1, new)) {
            (Some(before), Some(now)) => {
                for (kind, before, now) in values::compare(&before, &now) {
                    self.tell(at, kind, label.to_owned(), (before, now));
                }
            }
            (None, Some(now)) => self.tell(at, Kind::BecameEnum, label.to_owned(), (None, words(&now))),
            (Some(before), None) => self.tell(at, Kind::NoLongerEnum, label.to_owned(), (words(&before), None)),
            (None, None) => {}
        }
    }

    fn properties(&mut self, at: usize, label: &str, pair: (SchemaId, SchemaId), old: &Shape, new: &Shape) {
        if old.is_free_form() && !new.properties.is_empty() {
            let names = new.properties.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            return self.tell(at, Kind::FreeFormGainedProperties, label.to_owned(), (None, Some(names)));
        }
        for (name, before) in &old.properties {
            let below = format!("{label}.{name}");
            let Some(now) = new.properties.get(name) else {
                let kind =
                    if old.requires(name) { Kind::RequiredPropertyRemoved } else { Kind::OptionalPropertyRemoved };
                let words = (Some(Shape::of(self.old, *before).type_words()), None);
                self.tell_property(at, kind, below, words, (pair.0, pair.1, name));
                continue;
            };
            match (old.requires(name), new.requires(name)) {
                (false, true) => self.tell_property(
                    at,
                    Kind::PropertyBecameRequired,
                    below.clone(),
                    (None, None),
                    (pair.0, pair.1, name),
                ),
                (true, false) => self.tell_property(
                    at,
                    Kind::PropertyBecameOptional,
                    below.clone(),
                    (None, None),
                    (pair.0, pair.1, name),
                ),
                _ => {}
            }
            self.edge(at, (*before, *now), below, Some(name));
        }
        for (name, now) in new.properties.iter().filter(|(name, _)| !old.properties.contains_key(*name)) {
            let kind = if new.requires(name) { Kind::RequiredPropertyAdded } else { Kind::OptionalPropertyAdded };
            let words = (None, Some(Shape::of(self.new, *now).type_words()));
            self.tell_property(at, kind, format!("{label}.{name}"), words, (pair.0, pair.1, name));
        }
    }

    fn tell_property(
        &mut self,
        at: usize,
        kind: Kind,
        subject: String,
        words: (Option<String>, Option<String>),
        (old, new, name): (SchemaId, SchemaId, &str),
    ) {
        let touches = [self.owners.0.of_property(old, name), self.owners.1.of_property(new, name)].concat();
        let before = Shape::of(self.old, old).properties.get(name).map(|id| self.old.schema(*id).place.clone());
        let now = Shape::of(self.new, new).properties.get(name).map(|id| self.new.schema(*id).place.clone());
        self.tell(at, kind, subject, words);
        if let Some(found) = self.nodes.get_mut(at).and_then(|node| node.found.last_mut()) {
            found.touches = touches;
            found.at = (before.or(found.at.0.take()), now.or(found.at.1.take()));
        }
    }

    fn additional(&mut self, at: usize, label: &str, old: &Shape, new: &Shape) {
        match (old.additional, new.additional) {
            (Additional::Of(before), Additional::Of(now)) => self.edge(at, (before, now), format!("{label}.*"), None),
            (before, now) => {
                let rank = |additional| match additional {
                    Additional::Forbidden => 0,
                    Additional::Of(_) => 1,
                    Additional::Any | Additional::Unsaid => 2,
                };
                let kind = match rank(before).cmp(&rank(now)) {
                    std::cmp::Ordering::Less => Kind::MorePropertiesAllowed,
                    std::cmp::Ordering::Greater => Kind::FewerPropertiesAllowed,
                    std::cmp::Ordering::Equal => return,
                };
                self.tell(at, kind, label.to_owned(), (None, None));
            }
        }
    }

    fn items(&mut self, at: usize, label: &str, old: &Shape, new: &Shape) {
        match (old.items, new.items) {
            (Some(before), Some(now)) => self.edge(at, (before, now), format!("{label}[]"), None),
            (None, None) => {}
            _ => self.tell(at, Kind::ItemsChanged, label.to_owned(), (None, None)),
        }
        for (index, (before, now)) in old.prefix_items.iter().zip(&new.prefix_items).enumerate() {
            self.edge(at, (*before, *now), format!("{label}[{index}]"), None);
        }
        if old.prefix_items.len() != new.prefix_items.len() {
            let words = |shape: &Shape| Some(format!("{} items", shape.prefix_items.len()));
            self.tell(at, Kind::ItemsChanged, label.to_owned(), (words(old), words(new)));
        }
    }

    fn branches(&mut self, at: usize, label: &str, old: &Shape, new: &Shape) {
        if old.branches.is_empty() != new.branches.is_empty() {
            return self.tell(
                at,
                Kind::UnionChanged,
                label.to_owned(),
                (Some(old.type_words()), Some(new.type_words())),
            );
        }
        let name = |api: &Api, id: SchemaId| {
            let schema = api.schema(id);
            schema.component.clone().or_else(|| schema.title.clone()).unwrap_or_else(|| outline(api, id))
        };
        let mut left: Vec<(String, SchemaId)> = old.branches.iter().map(|id| (name(self.old, *id), *id)).collect();
        let mut added = Vec::new();
        for now in &new.branches {
            let wanted = name(self.new, *now);
            match left.iter().position(|(name, _)| *name == wanted) {
                Some(index) => {
                    let (_, before) = left.remove(index);
                    self.edge(at, (before, *now), format!("{label} ({wanted})"), None);
                }
                None => added.push((wanted, *now)),
            }
        }
        // One inline branch that became another one is a change of it.
        if let ([(_, before)], [(wanted, now)]) = (left.as_slice(), added.as_slice())
            && self.old.schema(*before).component.is_none()
            && self.new.schema(*now).component.is_none()
        {
            return self.edge(at, (*before, *now), format!("{label} ({wanted})"), None);
        }
        for (gone, _) in left {
            self.tell(at, Kind::BranchRemoved, label.to_owned(), (Some(gone), None));
        }
        for (there, _) in added {
            self.tell(at, Kind::BranchAdded, label.to_owned(), (None, Some(there)));
        }
        let words = |discriminator: &Option<crate::model::Discriminator>| {
            let discriminator = discriminator.as_ref()?;
            let mut values: Vec<&str> = discriminator.mapping.keys().map(String::as_str).collect();
            values.sort_unstable();
            Some(format!("{} ({})", discriminator.property, values.join(", ")))
        };
        let (before, now) = (words(&old.discriminator), words(&new.discriminator));
        let mapped = |one: &Option<crate::model::Discriminator>, other: &Option<crate::model::Discriminator>| {
            one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| {
                one.property == other.property
                    && one.mapping.keys().filter(|key| !other.mapping.contains_key(*key)).count() == 0
            })
        };
        // Values that come with a new branch belong to it.
        if before != now && !mapped(&old.discriminator, &new.discriminator) {
            self.tell(at, Kind::DiscriminatorChanged, label.to_owned(), (before, now));
        }
    }

    fn constraints(&mut self, at: usize, label: &str, old: &Shape, new: &Shape) {
        let gone = old.constraints.iter().filter(|words| !new.constraints.contains(words)).cloned().collect::<Vec<_>>();
        let there =
            new.constraints.iter().filter(|words| !old.constraints.contains(words)).cloned().collect::<Vec<_>>();
        if gone.is_empty() && there.is_empty() {
            return;
        }
        let looser = there.iter().all(|now| gone.iter().any(|before| is_looser(before, now)));
        let kind = if looser { Kind::ConstraintLoosened } else { Kind::ConstraintTightened };
        let words = |all: Vec<String>| (!all.is_empty()).then(|| all.join(", "));
        self.tell(at, kind, label.to_owned(), (words(gone), words(there)));
    }
}

/// The values that a client knows; names that are made of the values say nothing.
fn named(told: &[(String, String)], in_enum: bool) -> Vec<(String, String)> {
    let name = |name: &String| if in_enum { String::new() } else { name.clone() };
    told.iter().map(|(value, said)| (value.clone(), name(said))).collect()
}

fn type_change(old: &[SimpleType], new: &[SimpleType]) -> Kind {
    let within = |one: &[SimpleType], other: &[SimpleType]| {
        other.is_empty()
            || !one.is_empty()
                && one
                    .iter()
                    .all(|ty| other.contains(ty) || *ty == SimpleType::Integer && other.contains(&SimpleType::Number))
    };
    if within(old, new) {
        Kind::TypeWidened
    } else if within(new, old) {
        Kind::TypeNarrowed
    } else {
        Kind::TypeChanged
    }
}

/// What a branch without a name looks like.
fn outline(api: &Api, id: SchemaId) -> String {
    let shape = Shape::of(api, id);
    if shape.properties.is_empty() {
        return shape.type_words();
    }
    format!("{{{}}}", shape.properties.keys().map(String::as_str).collect::<Vec<_>>().join(", "))
}

/// Whether a bound in words allows all that another one allowed.
fn is_looser(before: &str, now: &str) -> bool {
    let parts = |words: &str| {
        let number = words.split(' ').find_map(|word| word.parse::<f64>().ok())?;
        let rest: Vec<&str> = words.split(' ').filter(|word| word.parse::<f64>().is_err()).collect();
        Some((number, rest.join(" ").replace("more than", "at least").replace("less than", "at most")))
    };
    let (Some((before, what)), Some((now, same))) = (parts(before), parts(now)) else { return false };
    what == same && (what.starts_with("at least") && now < before || what.starts_with("at most") && now > before)
}

/// What is found both ways is told once, with the graver verdict.
fn merged(all: Vec<Found>) -> Vec<Found> {
    let mut by_subject: BTreeMap<_, Found> = BTreeMap::new();
    for found in all {
        let key = (found.subject.clone(), found.kind, found.words.clone());
        match by_subject.get_mut(&key) {
            Some(known) => {
                known.wire = known.wire.max(found.wire);
                known.operations.extend(found.operations);
                known.touches.extend(found.touches);
            }
            None => drop(by_subject.insert(key, found)),
        }
    }
    by_subject.into_values().collect()
}
