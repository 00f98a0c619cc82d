//! Which schemas allow null: all parts of an `allOf` have to allow it, and a part that says nothing of types refuses nothing.

use crate::model::{Api, Schema, SchemaId};

/// What a schema says of null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Null {
    /// It is one of its values.
    Allowed,
    /// It is none of them.
    Refused,
    /// The schema says nothing of types: whatever else holds decides.
    Unsaid,
}

/// How often what a schema says may change while others become known: from nothing to something, and to another thing.
const MOST_CHANGES: u8 = 3;

/// What each schema says of null. Schemas that lead to each other in a circle add nothing.
pub(super) struct Nulls(Vec<Null>);

impl Nulls {
    /// Begins with what schemas say themselves, and follows everything that refers to them.
    pub(super) fn of(api: &Api) -> Self {
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); api.schemas.len()];
        for (index, schema) in api.schemas.iter().enumerate() {
            let parts = schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of);
            parts.for_each(|part| users.get_mut(part.0).expect("an edge of the model").push(index));
        }
        let mut nulls = Self(vec![Null::Unsaid; api.schemas.len()]);
        let mut queue: Vec<usize> = (0..nulls.0.len()).collect();
        let mut changes = vec![0_u8; nulls.0.len()];
        while let Some(index) = queue.pop() {
            let said = nulls.said(api.schema(SchemaId(index)));
            // In a circle what is said could change for ever.
            if nulls.0[index] == said || changes[index] == MOST_CHANGES {
                continue;
            }
            nulls.0[index] = said;
            changes[index] += 1;
            queue.extend(&users[index]);
        }
        nulls
    }

    /// Adds the next synthetic schema, of schemas that are known.
    pub(super) fn add(&mut self, schema: &Schema) {
        let said = self.said(schema);
        self.0.push(said);
    }

    /// Whether null is one of a schema's values.
    pub(super) fn allows(&self, id: SchemaId) -> bool {
        self.0.get(id.0) == Some(&Null::Allowed)
    }

    fn said(&self, schema: &Schema) -> Null {
        if schema.nullable || schema.null_only {
            // `null_only` as a type of its own is decided where types are made.
            return if schema.null_only { Null::Refused } else { Null::Allowed };
        }
        if !schema.types.is_empty() || schema.values.is_some() || schema.never {
            return Null::Refused;
        }
        let of = |part: &SchemaId| self.0.get(part.0).copied().unwrap_or(Null::Unsaid);
        let choice = |branches: &[SchemaId]| {
            let any = |wanted: Null| branches.iter().any(|branch| of(branch) == wanted);
            if any(Null::Allowed) {
                Null::Allowed
            } else if branches.is_empty() || any(Null::Unsaid) {
                Null::Unsaid
            } else {
                Null::Refused
            }
        };
        let parts = schema.all_of.iter().map(of).chain([choice(&schema.one_of), choice(&schema.any_of)]);
        let parts: Vec<Null> = parts.filter(|part| *part != Null::Unsaid).collect();
        match parts.as_slice() {
            [] => Null::Unsaid,
            parts if parts.contains(&Null::Refused) => Null::Refused,
            _ => Null::Allowed,
        }
    }
}
