//! Which schemas allow null beside what else they allow: told by themselves, by all parts of an `allOf`, or by one branch.

use crate::model::{Api, Schema, SchemaId};

/// For each schema, whether null is one of its values. Schemas that lead to each other in a circle add nothing.
pub(crate) struct Nulls(Vec<bool>);

impl Nulls {
    /// Begins with the schemas that say so, and follows everything that refers to them.
    pub(crate) fn of(api: &Api) -> Self {
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); api.schemas.len()];
        for (index, schema) in api.schemas.iter().enumerate() {
            let parts = schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of);
            parts.for_each(|part| users.get_mut(part.0).expect("an edge of the model").push(index));
        }
        let mut nulls = Self(api.schemas.iter().map(|schema| schema.nullable).collect());
        let mut queue: Vec<usize> = (0..nulls.0.len()).filter(|&index| nulls.0[index]).collect();
        while let Some(index) = queue.pop() {
            for &user in &users[index] {
                if !nulls.0[user] && nulls.follows(api.schema(SchemaId(user))) {
                    nulls.0[user] = true;
                    queue.push(user);
                }
            }
        }
        nulls
    }

    /// Adds the next schema that lowering made, of schemas that are known.
    pub(crate) fn add(&mut self, schema: &Schema) {
        self.0.push(schema.nullable || self.follows(schema));
    }

    /// Whether null is one of a schema's values.
    pub(crate) fn allows(&self, id: SchemaId) -> bool {
        self.0.get(id.0) == Some(&true)
    }

    fn follows(&self, schema: &Schema) -> bool {
        let allows = |part: &SchemaId| self.allows(*part);
        let every = !schema.all_of.is_empty() && schema.all_of.iter().all(allows);
        schema.types.is_empty() && (every || schema.one_of.iter().chain(&schema.any_of).any(allows))
    }
}
