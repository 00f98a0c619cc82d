//! Which schemas are read and written differently: those from which a `readOnly` or `writeOnly` property is reached.

use crate::model::{Additional, Api, Schema, SchemaId};

/// For each schema, whether it has two views.
pub(super) struct Views {
    marked: Vec<bool>,
    /// For each schema, whether it is read or written only.
    one_way: Vec<bool>,
    /// How many of them the document has; the others are made.
    written: usize,
}

impl Views {
    /// Marks the owners of such properties, then everything that reaches them.
    pub(super) fn of(api: &Api) -> Self {
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); api.schemas.len()];
        for (index, schema) in api.schemas.iter().enumerate() {
            edges(schema).for_each(|edge| users.get_mut(edge.0).expect("an edge of the model").push(index));
        }
        let one_way: Vec<bool> = api.schemas.iter().map(is_one_way).collect();
        let mut marked: Vec<bool> = api.schemas.iter().map(|schema| owns(schema, &one_way)).collect();
        let mut queue: Vec<usize> = (0..marked.len()).filter(|&index| marked[index]).collect();
        while let Some(index) = queue.pop() {
            for &user in &users[index] {
                if !std::mem::replace(&mut marked[user], true) {
                    queue.push(user);
                }
            }
        }
        let written = marked.len();
        Self { marked, one_way, written }
    }

    /// Whether the schema has two views. Schemas that lowering made refer to those that were there before them, so each is asked
    /// for its parts once, and not by every way that leads to it.
    pub(super) fn differ(&mut self, id: SchemaId, made: &[Schema]) -> bool {
        for schema in made.get(self.marked.len() - self.written..).unwrap_or_default() {
            self.one_way.push(is_one_way(schema));
            let differs = edges(schema).any(|part| self.marked.get(part.0) == Some(&true));
            self.marked.push(differs || owns(schema, &self.one_way));
        }
        self.marked.get(id.0) == Some(&true)
    }
}

fn is_one_way(schema: &Schema) -> bool {
    schema.read_only || schema.write_only
}

/// Whether a schema has a property that is read or written only.
fn owns(schema: &Schema, one_way: &[bool]) -> bool {
    schema.properties.values().any(|property| one_way.get(property.0) == Some(&true))
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
