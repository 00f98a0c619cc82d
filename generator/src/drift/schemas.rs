//! Pairs of schemas that stand in the same place: each pair is compared once for each way that it goes, and what is found
//! there is told once, with all operations that reach it.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::Way;
use super::levels::Levels;
use super::pair::{self, Edge, Outcome, Sides, Told};
use super::policy::Policy;
use super::shape::Shapes;
use super::{Found, Part, Touch};
use crate::config::Stability;
use crate::model::SchemaId;

/// All pairs.
pub(super) struct Pairs<'a> {
    sides: Sides<'a>,
    nodes: Vec<Node>,
    index: BTreeMap<(SchemaId, SchemaId, Way), usize>,
    compared: usize,
    called: bool,
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
    pub(super) fn new(sides: Sides<'a>, called: bool) -> Self {
        let (nodes, index, roots) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Self { sides, nodes, index, compared: 0, called, roots }
    }

    /// What is compared.
    pub(super) fn sides(&self) -> Sides<'a> {
        self.sides
    }

    /// Whether they belong to what the server calls.
    pub(super) fn called(&self) -> bool {
        self.called
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
    pub(super) fn finish(mut self, policy: Option<Policy<'_>>, levels: &Levels) -> Vec<Found> {
        self.compare_all();
        let known: BTreeSet<SchemaId> = self.nodes.iter().map(|node| node.pair.1).collect();
        // All components are those of the API itself.
        let called = self.called;
        for (name, id) in self.sides.new.api.components.iter().filter(|_| !called) {
            if let Some(before) = self.sides.old.api.components.get(name).filter(|_| !known.contains(id)) {
                self.node((*before, *id), Way::Unsent, name.clone());
            }
        }
        self.compare_all();
        let operations = self.operations();
        let mut all = Vec::new();
        for (index, operations) in operations.into_iter().enumerate() {
            if let Some(policy) = policy {
                self.announced(index, policy, levels.strictest(&operations, policy));
            }
            let touches = self.touches(index);
            let Some(node) = self.nodes.get_mut(index) else { continue };
            for mut found in std::mem::take(&mut node.found) {
                found.operations.clone_from(&operations);
                if found.touches.is_empty() || found.touches.iter().all(|touch| touch.part == Part::All) {
                    found.touches.extend(touches.iter().cloned());
                }
                all.push(found);
            }
        }
        merged(all)
    }

    /// What a policy says of the announcements of a pair, and of the properties that are gone.
    fn announced(&mut self, index: usize, policy: Policy<'_>, level: Option<Stability>) {
        let Some(node) = self.nodes.get_mut(index) else { return };
        for found in &mut node.found {
            if let Some((was, way)) = &found.was
                && let Some((kind, words)) = policy.removal(was, level)
            {
                (found.kind, found.words, found.wire) = (kind, words, kind.wire(*way));
            }
        }
        let (old, new) = (self.sides.old.of(node.pair.0), self.sides.new.of(node.pair.1));
        for (kind, words) in policy.changes(&old.state, &new.state, level) {
            let told =
                Told { kind, way: node.way, subject: node.label.clone(), words, property: None, was: None, of: None };
            node.found.push(found(self.sides, node.pair, told));
        }
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
        let label = self.sides.new.schema(pair.1).component.clone().unwrap_or(label);
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
                if (!node.found.is_empty() || self.is_announced(node.pair))
                    && let Some(reached) = reached.get_mut(index)
                {
                    reached.insert(operation.to_owned());
                }
            }
        }
        reached
    }

    /// Whether something else is announced of a pair, or is invalid.
    fn is_announced(&self, pair: (SchemaId, SchemaId)) -> bool {
        self.sides.old.of(pair.0).state != self.sides.new.of(pair.1).state
    }

    /// The public items that change with a pair: its types, or the fields and arguments that hold it.
    fn touches(&self, index: usize) -> Vec<Touch> {
        let Some(node) = self.nodes.get(index).filter(|node| !node.found.is_empty()) else { return Vec::new() };
        let (before, now) = self.sides.owners;
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

    /// Compares a pair, and hands on those that it is made of.
    fn compare(&mut self, at: usize) {
        let Some(Node { pair, way, label, .. }) = self.nodes.get(at) else { return };
        let (pair, sides) = (*pair, self.sides);
        let Outcome { told, edges } = pair::compare(sides, pair, *way, label);
        for Edge { pair, way, label, property } in edges {
            let to = self.node(pair, way, label);
            if let Some(node) = self.nodes.get_mut(at) {
                node.edges.push(to);
            }
            if let Some(node) = self.nodes.get_mut(to) {
                node.parents.push((at, property));
            }
        }
        let found: Vec<Found> = told.into_iter().map(|told| found(sides, pair, told)).collect();
        if let Some(node) = self.nodes.get_mut(at) {
            node.found = found;
        }
    }
}

fn found(sides: Sides<'_>, pair: (SchemaId, SchemaId), told: Told) -> Found {
    let Told { kind, way, subject, words, property, was, of } = told;
    let about = of.unwrap_or(pair);
    let place = |shapes: &Shapes<'_>, id: SchemaId| {
        let property = property.as_ref().and_then(|name| shapes.of(id).properties.get(name));
        Some(shapes.schema(*property.unwrap_or(&id)).place.clone())
    };
    let owners = sides.owners;
    let mut touches: Vec<Touch> = match &property {
        Some(name) => [pair, about]
            .into_iter()
            .flat_map(|pair| [owners.0.of_property(pair.0, name), owners.1.of_property(pair.1, name)].concat())
            .collect(),
        None => of.iter().flat_map(|of| [owners.0.of_schema(of.0), owners.1.of_schema(of.1)].concat()).collect(),
    };
    touches.sort();
    touches.dedup();
    Found {
        kind,
        wire: kind.wire(way),
        subject,
        words,
        at: (place(sides.old, about.0), place(sides.new, about.1)),
        operations: BTreeSet::new(),
        touches,
        was: was.map(|was| (was, way)),
        excuse: None,
        outside: false,
    }
}

/// What is found both ways is told once, with the graver verdict.
pub(super) fn merged(all: Vec<Found>) -> Vec<Found> {
    let mut by_subject: BTreeMap<_, Found> = BTreeMap::new();
    for found in all {
        let key = (found.subject.clone(), found.kind, found.words.clone());
        match by_subject.get_mut(&key) {
            Some(known) => {
                known.wire = known.wire.max(found.wire);
                known.operations.extend(found.operations);
                known.touches.extend(found.touches);
                known.outside &= found.outside;
                known.excuse = known.excuse.take().filter(|_| found.excuse.is_some());
            }
            None => drop(by_subject.insert(key, found)),
        }
    }
    by_subject.into_values().collect()
}
