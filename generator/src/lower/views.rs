//! Which schemas are read and written differently: those from which a `readOnly` or `writeOnly` property is reached.

use std::collections::{BTreeMap, HashSet};

use super::prune::needed;
use super::{Lower, Slot, View};
use crate::ir::{TypeId, TypeShape, Webhooks};
use crate::model::{Additional, Api, Schema, SchemaId};
use crate::names::TypeName;

/// For each schema, whether it has two views.
pub(crate) struct Views {
    marked: Vec<bool>,
    /// How many of them the document has; the others are made.
    written: usize,
}

impl Views {
    /// Marks the owners of such properties, then everything that reaches them.
    pub(crate) fn of(api: &Api) -> Self {
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); api.schemas.len()];
        for (index, schema) in api.schemas.iter().enumerate() {
            edges(schema).for_each(|edge| users.get_mut(edge.0).expect("an edge of the model").push(index));
        }
        let differs = |id: &SchemaId| api.schema(*id).read_only || api.schema(*id).write_only;
        let owners = |schema: &Schema| schema.properties.values().any(differs);
        let mut marked: Vec<bool> = api.schemas.iter().map(owners).collect();
        let mut queue: Vec<usize> = (0..marked.len()).filter(|&index| marked[index]).collect();
        while let Some(index) = queue.pop() {
            for &user in &users[index] {
                if !std::mem::replace(&mut marked[user], true) {
                    queue.push(user);
                }
            }
        }
        let written = marked.len();
        Self { marked, written }
    }

    /// Whether the schema has two views. Schemas that lowering made refer to those that were there before them, so each is asked
    /// for its parts once, and not by every way that leads to it.
    pub(crate) fn differ(&mut self, id: SchemaId, made: &[Schema]) -> bool {
        for schema in made.get(self.marked.len() - self.written..).unwrap_or_default() {
            let differs = edges(schema).any(|part| self.marked.get(part.0) == Some(&true));
            self.marked.push(differs);
        }
        self.marked.get(id.0) == Some(&true)
    }
}

/// The schemas that a schema refers to.
fn edges(schema: &Schema) -> impl Iterator<Item = SchemaId> + '_ {
    let additional = match schema.additional {
        Additional::Of(id) => Some(id),
        _ => None,
    };
    let lists = schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of).chain(&schema.prefix_items);
    let mapped = schema.discriminator.iter().flat_map(|discriminator| discriminator.mapping.values());
    let single = schema.items.into_iter().chain(additional);
    schema.properties.values().chain(lists).chain(mapped).copied().chain(single)
}

impl Lower<'_> {
    /// Drops the views that no operation uses where it uses another one of the same schema, and gives the plain name to the view
    /// that is left, or to that of requests.
    pub(super) fn drop_unused_views(&mut self) {
        let mut views: BTreeMap<SchemaId, BTreeMap<View, TypeId>> = BTreeMap::new();
        // A form is made for its operation, beside the views of its schema.
        let is_form = |slot: &Slot| matches!(&slot.made, Some(def) if matches!(def.shape, TypeShape::Form(_)));
        for (index, slot) in self.slots.iter().enumerate().filter(|(_, slot)| !is_form(slot)) {
            views.entry(slot.schema).or_default().insert(slot.site.view, TypeId(index));
        }
        let called = self.client.webhooks.iter().flat_map(Webhooks::ids);
        let used = self.reached(self.client.operations().flat_map(needed).chain(called).collect());
        let is_idle = |of: &BTreeMap<View, TypeId>| !of.values().any(|id| used.contains(id));
        let idle = views.values().filter(|of| is_idle(of)).filter_map(|of| of.get(&View::Read)).copied();
        let idle = idle.filter(|id| self.schema(self.slots[id.0].schema).component.is_some()).collect();
        let needed = self.reached(idle);
        for of in views.into_values() {
            let left = of.iter().filter(|(_, id)| used.contains(id) || needed.contains(id)).map(|(_, id)| *id);
            let (left, read) = (left.collect::<Vec<TypeId>>(), of.get(&View::Read).copied());
            if let (Some(read), Some(&first)) = (read, left.first())
                && first != read
            {
                self.unused_views.insert(read);
                self.rename(first, read);
            }
        }
    }

    /// Types with all that they hold.
    fn reached(&self, mut open: Vec<TypeId>) -> HashSet<TypeId> {
        let mut reached = HashSet::new();
        while let Some(id) = open.pop() {
            let made = self.slots.get(id.0).and_then(|slot| slot.made.as_ref());
            if let (true, Some(def)) = (reached.insert(id), made) {
                open.extend(def.ids());
            }
        }
        reached
    }

    /// Gives a type the name of another one of its module.
    fn rename(&mut self, id: TypeId, other: TypeId) {
        let name = self.slots[other.0].name.clone();
        let was = std::mem::replace(&mut self.slots[id.0].name, name.clone());
        let module = self.slots[id.0].site.module.clone();
        if let Some(def) = &mut self.slots[id.0].made {
            def.name = name.clone();
        }
        let renamed = |known: &mut TypeName| *known = if *known == was { name.clone() } else { known.clone() };
        self.derives.iter_mut().filter(|(_, of, _)| *of == module).for_each(|(_, _, known)| renamed(known));
        if let Some(short) = self.short.remove(&(module.clone(), was.clone())) {
            self.short.insert((module, name.clone()), short);
        }
    }
}
