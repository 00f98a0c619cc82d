//! How required values are taken, by a method or by the constructor of a type: one after the other, or by name in a struct.
//! Decided when all types are known, because aliases of one type are one type.

use std::collections::{BTreeMap, BTreeSet};

use super::definitions::Definitions;
use crate::ir::{Arguments, Client, FormField, FormPart, Operation, Presence, Repr, Type, TypeDef, TypeId, TypeShape};
use crate::lower::scopes::Scopes;
use crate::names::{TypeName, VariantName};

/// How many arguments stand one after the other at most.
const POSITIONAL: usize = 3;

/// Decides for all operations, and for all types that are sent. `scopes`: the names that are taken in each module.
pub(super) fn decide(client: &mut Client, scopes: &mut Scopes) {
    set_only_values(client);
    let types = Definitions(&client.types);
    for operation in client.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        operation.arguments = arguments(operation, types);
    }
    for def in client.types.values() {
        scopes.of(def.module.as_ref()).take(&def.name);
    }
    let is_by_name = |def: &TypeDef| def.sent && !are_clear(&required(def, types), types);
    let by_name: BTreeSet<TypeId> = client.types.iter().filter(|(_, def)| is_by_name(def)).map(|(id, _)| *id).collect();
    for (_, def) in client.types.iter_mut().filter(|(id, _)| by_name.contains(id)) {
        let suffixed = |suffix| TypeName::of(&[def.name.as_str(), suffix]);
        let scope = scopes.of(def.module.as_ref());
        def.required = Some(scope.claim(suffixed("required"), ["required fields"].map(suffixed)).0);
    }
}

/// A required field of an enum with one value: callers have nothing to decide. It stays a field, because a server may send another
/// value.
fn set_only_values(client: &mut Client) {
    let only = |(id, def): (&TypeId, &TypeDef)| match &def.shape {
        TypeShape::Enum(values) => match values.variants.as_slice() {
            [one] => Some((*id, one.name.clone())),
            _ => None,
        },
        _ => None,
    };
    let only: BTreeMap<TypeId, VariantName> = client.types.iter().filter_map(only).collect();
    for def in client.types.values_mut() {
        let TypeShape::Struct(structure) = &mut def.shape else { continue };
        for field in structure.fields.iter_mut().filter(|field| field.presence == Presence::Required) {
            if let Type::Named(id) = &field.ty {
                field.only = only.get(id).cloned();
            }
        }
    }
}

fn arguments(operation: &Operation, types: Definitions<'_>) -> Arguments {
    let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
    let mut taken: Vec<Taken> = required.map(|param| Taken::Value(types.resolved(&param.ty))).collect();
    if operation.body.as_ref().is_some_and(|body| body.presence == Presence::Required) {
        taken.push(Taken::Body);
    }
    if are_clear(&taken, types) { Arguments::Positional } else { Arguments::Struct }
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

/// What a value can be written as without the name of its type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Literal {
    Text,
    Number,
    Flag,
}

/// Whether a call reads well one after the other: up to three, of which no two neighbours have one type or can be the same literal;
/// swapped ones would compile.
fn are_clear(taken: &[Taken], types: Definitions<'_>) -> bool {
    let literals = |one: &Taken| match one {
        Taken::Value(ty) => literals(ty, types),
        Taken::File | Taken::Body => Vec::new(),
    };
    let swap = |(a, b): (&Taken, &Taken)| {
        let others = literals(b);
        a == b || literals(a).iter().any(|literal| others.contains(literal))
    };
    taken.len() <= POSITIONAL && !taken.iter().zip(taken.iter().skip(1)).any(swap)
}

/// The literals that an argument of a type takes, by itself or by `impl Into`.
fn literals(ty: &Type, types: Definitions<'_>) -> Vec<Literal> {
    match ty {
        Type::Bool => vec![Literal::Flag],
        Type::Int(_) | Type::Float(_) => vec![Literal::Number],
        Type::String | Type::Secret => vec![Literal::Text],
        Type::Json => vec![Literal::Text, Literal::Number, Literal::Flag],
        Type::Nullable(inner) => literals(inner, types),
        Type::Named(id) => match types.shape(*id) {
            Some(TypeShape::Enum(values)) => literals_of_enum(values.repr),
            Some(TypeShape::Union(union)) => {
                let variants = union.variants.iter().map(|variant| types.resolved(&variant.ty));
                variants.flat_map(|ty| literals_of_variant(&ty, types)).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A union has `From` for the types of its variants, and for text where one of them is an enum of texts.
fn literals_of_variant(ty: &Type, types: Definitions<'_>) -> Vec<Literal> {
    match ty {
        Type::Named(id) => match types.shape(*id) {
            Some(TypeShape::Enum(values)) => literals_of_enum(values.repr),
            _ => Vec::new(),
        },
        Type::Json | Type::Nullable(_) => Vec::new(),
        ty => literals(ty, types),
    }
}

fn literals_of_enum(repr: Repr) -> Vec<Literal> {
    match repr {
        Repr::Text | Repr::Decimal => vec![Literal::Text],
        Repr::IntegerText => vec![Literal::Text, Literal::Number],
        Repr::Integer => vec![Literal::Number],
    }
}

/// What the constructor of a type takes.
fn required(def: &TypeDef, types: Definitions<'_>) -> Vec<Taken> {
    match &def.shape {
        TypeShape::Struct(structure) => {
            let fields = structure.fields.iter().filter(|field| field.constant.is_none() && field.only.is_none());
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
