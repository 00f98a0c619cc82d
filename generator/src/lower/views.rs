//! Which schemas are read and written differently: those from which a `readOnly` or `writeOnly` property is reached.

use crate::model::{Additional, Api, Schema, SchemaId};

/// For each schema, whether it has two views.
pub(crate) struct Views(Vec<bool>);

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
        Self(marked)
    }

    /// Whether the schema has two views; schemas that lowering made are asked through their parts.
    pub(crate) fn differ(&self, id: SchemaId, made: &[Schema]) -> bool {
        match self.0.get(id.0) {
            Some(&marked) => marked,
            None => made
                .get(id.0 - self.0.len())
                .is_some_and(|schema| edges(schema).any(|edge| edge != id && self.differ(edge, made))),
        }
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
