//! The walk: each object of the document once, parents first, in a list instead of on the stack. Then the references
//! are turned to where their targets stand.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::faults::{is_faulty, is_mark};
use crate::document::index::Index;
use crate::document::normalise::node::{self, Changes, Memory, Node, Surroundings};
use crate::document::normalise::{Rule, definitions, early_rules, fit, inline, rules};
use crate::document::position::Position;
use crate::document::size::size;
use crate::document::{Document, Fault};
use crate::pointer::Pointer;

struct Pass<'p> {
    minor: u8,
    input: &'p Document,
    index: &'p Index,
    output: Document,
    diags: &'p mut Diagnostics,
    memory: Memory,
    open: Vec<Item>,
    seen: BTreeSet<Pointer>,
    /// Where the objects stand that rules have moved: asked for one by one, never listed.
    moves: HashMap<Pointer, Pointer>,
    references: Vec<Reference>,
}

struct Item {
    at: Pointer,
    position: Position,
    base: usize,
}

/// A text of the result that refers to a node of the input.
struct Reference {
    at: Pointer,
    position: Position,
}

/// Rewrites a document of OpenAPI 3.`minor`.
pub(super) fn run(input: &Document, minor: u8, diags: &mut Diagnostics) -> Document {
    let Some(index) = Index::of(&input.value) else { return input.clone() };
    let mut pass = Pass {
        minor,
        input,
        index: &index,
        output: input.clone(),
        diags,
        memory: Memory { size: size(&input.value, usize::MAX), ..Memory::default() },
        open: Vec::new(),
        seen: BTreeSet::new(),
        moves: HashMap::new(),
        references: Vec::new(),
    };
    pass.enter(Pointer::root(), Position::Document, 0);
    pass.walk();
    pass.follow();
    pass.turn();
    pass.output
}

impl Pass<'_> {
    fn enter(&mut self, at: Pointer, position: Position, base: usize) {
        if self.seen.insert(at.clone()) {
            self.open.push(Item { at, position, base });
        }
    }

    fn walk(&mut self) {
        while let Some(item) = self.open.pop() {
            self.visit(item);
        }
    }

    /// References may lead to what no position leads to (`#/definitions/…`, an extension): these are objects, too.
    fn follow(&mut self) {
        let mut from = 0;
        while from < self.references.len() {
            let fresh: Vec<(Pointer, Position)> =
                self.references[from..].iter().filter_map(|found| self.target(found)).collect();
            from = self.references.len();
            for (target, position) in fresh {
                self.enter(target, position, 0);
            }
            self.walk();
        }
    }

    fn target(&self, reference: &Reference) -> Option<(Pointer, Position)> {
        let text = reference.at.get(&self.output.value)?.as_str()?;
        let mut all = Pointer::of_reference(text).map(|target| self.translated(&target));
        let target = all.find(|target| target.get(&self.output.value).is_some_and(Value::is_object))?;
        // What holds objects of known positions is no object itself (`#/components/schemas`).
        let next = self.seen.range::<Pointer, _>(&target..).next();
        let known = next.is_some_and(|seen| seen.tokens().starts_with(target.tokens()));
        (!known).then_some((target, reference.position))
    }

    /// Turns every reference to where its target stands now.
    fn turn(&mut self) {
        for reference in std::mem::take(&mut self.references) {
            let Some(Value::String(text)) = reference.at.get(&self.output.value) else { continue };
            let moved = |target: Pointer| Some(self.translated(&target)).filter(|moved| *moved != target);
            let Some(target) = Pointer::of_reference(text).find_map(moved) else { continue };
            if let Some(slot) = reference.at.get_mut(&mut self.output.value) {
                *slot = Value::String(target.to_reference());
            }
        }
    }

    fn translated(&self, pointer: &Pointer) -> Pointer {
        if self.moves.is_empty() {
            return pointer.clone();
        }
        pointer.tokens().iter().fold(Pointer::root(), |so_far, token| {
            let next = so_far.child(token);
            self.moves.get(&next).cloned().unwrap_or(next)
        })
    }

    fn visit(&mut self, Item { at, position, base }: Item) {
        let Some(slot) = at.get_mut(&mut self.output.value) else { return };
        let value = slot.take();
        let id = value.get("$id").and_then(Value::as_str).filter(|_| position == Position::Schema);
        let base = id.map_or(base, |id| self.index.enter(id, base));
        let value = match value {
            Value::Object(map) => self.object(map, &at, position, base),
            other => match self.bare(other, &at, position) {
                Some(map) => self.object(map, &at, position, base),
                None => self.not_an_object(&at, position),
            },
        };
        if let Some(slot) = at.get_mut(&mut self.output.value) {
            *slot = value;
        }
        self.descend(&at, position, base);
    }

    /// What stands for a value that is not an object; `None` when it has no meaning.
    fn bare(&mut self, value: Value, at: &Pointer, position: Position) -> Option<Map<String, Value>> {
        let place = self.output.origins.place(at);
        match (position, value) {
            (Position::Schema, Value::Bool(true)) => Some(Map::new()),
            (Position::Schema, Value::Bool(false)) => json!({ "x-crategen-never": true }).as_object().cloned(),
            (position, Value::Null) if may_be_empty(position) && position != Position::SecurityRequirement => {
                node::null(self.diags, &mut self.memory.nulls, place);
                Some(Map::new())
            }
            (position, Value::Array(items)) if items.is_empty() && may_be_empty(position) => {
                let message = "an empty list where OpenAPI has an object: taken for an empty object";
                self.diags.push(Diagnostic::warning("document::empty-list", place, message));
                Some(Map::new())
            }
            (Position::Example, value) => {
                let message = "an example is an object with a `value`; this was read as the value";
                self.diags.push(Diagnostic::warning("document::examples", place, message));
                Some(Map::from_iter([("value".to_owned(), value)]))
            }
            _ => None,
        }
    }

    fn not_an_object(&mut self, at: &Pointer, position: Position) -> Value {
        let place = self.output.origins.place(at);
        let reason = format!("{position:?} is an object in OpenAPI, but this is not");
        let fault = Fault { code: "document::not-an-object", reason: reason.clone() };
        let told = Diagnostic::error(fault.code, place.clone(), reason);
        self.diags.push(told.help("write it as an object, or remove it"));
        let mark = fault.mark();
        self.output.faults.add(place, fault);
        mark
    }

    fn object(&mut self, map: Map<String, Value>, at: &Pointer, position: Position, base: usize) -> Value {
        let surroundings = Surroundings {
            minor: self.minor,
            input: self.input,
            index: self.index,
            origins: &self.output.origins,
            diags: &mut *self.diags,
            memory: &mut self.memory,
        };
        let mut node = Node::new(map, at, position, base, surroundings);
        if !is_mark(&node.map) {
            rewrite(&mut node);
        }
        let (value, changes) = node.finish();
        self.commit(at, changes, base);
        value
    }

    fn commit(&mut self, at: &Pointer, changes: Changes, base: usize) {
        let Changes { fault, faulty, moved, placed, hoisted } = changes;
        let mut places: Vec<_> = moved.iter().map(|(from, to)| (to.clone(), self.output.origins.place(from))).collect();
        places.extend(placed);
        for (name, from, schema) in hoisted {
            let place = self.output.origins.place(&from);
            let to = definitions::keep(&mut self.output.value, &name, schema);
            self.moves.insert(from, to.clone());
            places.push((to.clone(), place));
            self.enter(to, Position::Schema, base);
        }
        self.moves.extend(moved);
        for (to, place) in places {
            self.output.origins.set(to, place);
        }
        for (at, fault) in faulty.into_iter().chain(fault.map(|fault| (at.clone(), fault))) {
            self.output.faults.add(self.output.origins.place(&at), fault);
        }
    }

    fn descend(&mut self, at: &Pointer, position: Position, base: usize) {
        let Some(value) = at.get(&self.output.value) else { return };
        if is_faulty(value) {
            return;
        }
        self.references.extend(references(value, at, position));
        let mut children = if value.get("$ref").is_some() { Vec::new() } else { position.children(value) };
        // The last is visited first: components before what refers to them, the rest as written.
        children.reverse();
        children.sort_by_key(|(_, position)| *position == Position::Components);
        for (tokens, position) in children {
            self.enter(at.join(tokens), position, base);
        }
    }
}

fn rewrite(node: &mut Node<'_>) {
    fit::drop_nulls(node);
    inline::references(node);
    if node.changes.fault.is_some() || (node.has("$ref") && node.position != Position::Schema) {
        return;
    }
    let fit: &[Rule] = &[fit::fit];
    for rule in early_rules(node.position).iter().chain(fit).chain(rules(node.position)) {
        rule(node);
        if node.changes.fault.is_some() {
            return;
        }
    }
}

/// Positions where nothing is as good as an empty object.
fn may_be_empty(position: Position) -> bool {
    use Position::{Callback, Components, Encoding, Example, Flow, Flows, Header, Info, MediaType, Operation};
    use Position::{Link, PathItem, Paths, Response, Responses, Schema, SecurityRequirement, Xml};
    match position {
        Callback | Components | Encoding | Example | Flow | Flows | Header | Info | Link | MediaType | PathItem
        | Paths | Response | Responses | Schema | SecurityRequirement | Xml => true,
        Operation | Position::Document | Position::Contact | Position::License | Position::Server => false,
        Position::ServerVariable | Position::Tag | Position::ExternalDocs | Position::Parameter => false,
        Position::RequestBody | Position::Discriminator | Position::SecurityScheme => false,
    }
}

/// The texts of a rewritten object that refer to others.
fn references(value: &Value, at: &Pointer, position: Position) -> Vec<Reference> {
    match position {
        Position::Discriminator => {
            let mapping = value.get("mapping").and_then(Value::as_object);
            let keys = mapping.into_iter().flat_map(Map::keys);
            keys.map(|key| Reference { at: at.join(["mapping", key]), position: Position::Schema }).collect()
        }
        position if value.get("$ref").is_some() => vec![Reference { at: at.child("$ref"), position }],
        _ => Vec::new(),
    }
}
