//! How required values are taken, by a method or by the constructor of a type: one after the other, or by name in a struct.
//! Decided when all types are known, because aliases of one type are one type.

use std::collections::BTreeSet;

use super::definitions::Definitions;
use crate::ir::{Arguments, Client, FormField, FormPart, Operation, Presence, Type, TypeDef, TypeId, TypeShape};
use crate::lower::scopes::Scopes;
use crate::names::TypeName;

/// How many arguments stand one after the other at most.
const POSITIONAL: usize = 3;

/// Decides for all operations, and for all types that are sent. `scopes`: the names that are taken in each module.
pub(super) fn decide(client: &mut Client, scopes: &mut Scopes) {
    let types = Definitions(&client.types);
    for operation in client.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        operation.arguments = arguments(operation, types);
    }
    for def in client.types.values() {
        scopes.of(def.module.as_ref()).take(&def.name);
    }
    let is_by_name = |def: &TypeDef| def.sent && !are_clear(&required(def, types));
    let by_name: BTreeSet<TypeId> = client.types.iter().filter(|(_, def)| is_by_name(def)).map(|(id, _)| *id).collect();
    for (_, def) in client.types.iter_mut().filter(|(id, _)| by_name.contains(id)) {
        let suffixed = |suffix| TypeName::of(&[def.name.as_str(), suffix]);
        let scope = scopes.of(def.module.as_ref());
        def.required = Some(scope.claim(suffixed("required"), ["required fields"].map(suffixed)).0);
    }
}

fn arguments(operation: &Operation, types: Definitions<'_>) -> Arguments {
    let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
    let mut taken: Vec<Taken> = required.map(|param| Taken::Value(types.resolved(&param.ty))).collect();
    if operation.body.as_ref().is_some_and(|body| body.presence == Presence::Required) {
        taken.push(Taken::Body);
    }
    if are_clear(&taken) { Arguments::Positional } else { Arguments::Struct }
}

/// What an argument is to the compiler.
#[derive(PartialEq)]
enum Taken {
    /// A value.
    Value(Type),
    /// A file or files.
    File,
    /// The body, which is like nothing else.
    Body,
}

/// Whether a call reads well one after the other: up to three, of which no two neighbours have one type; swapped ones would
/// compile.
fn are_clear(taken: &[Taken]) -> bool {
    let neighbours = taken.iter().zip(taken.iter().skip(1)).any(|(a, b)| a == b);
    taken.len() <= POSITIONAL && !neighbours
}

/// What the constructor of a type takes.
fn required(def: &TypeDef, types: Definitions<'_>) -> Vec<Taken> {
    match &def.shape {
        TypeShape::Struct(structure) => {
            let fields = structure.fields.iter().filter(|field| field.constant.is_none());
            let required = fields.filter(|field| field.presence == Presence::Required);
            required.map(|field| Taken::Value(types.resolved(&field.ty))).collect()
        }
        TypeShape::Form(form) => {
            let required = form.fields.iter().filter(|field| field.presence == Presence::Required);
            required.map(|field| part(field, types)).collect()
        }
        TypeShape::Enum(_) | TypeShape::Union(_) | TypeShape::Alias(_) | TypeShape::Newtype(_) => Vec::new(),
    }
}

fn part(field: &FormField, types: Definitions<'_>) -> Taken {
    match &field.part {
        FormPart::Value(ty, _) => Taken::Value(types.resolved(ty)),
        FormPart::Text(_) => Taken::Value(Type::String),
        FormPart::File(_) | FormPart::Content(_) | FormPart::Files(_) | FormPart::FilesOr(..) => Taken::File,
    }
}
