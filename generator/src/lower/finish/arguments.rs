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
    let types = Arguing::of(&client.types);
    for operation in client.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        operation.arguments = types.arguments(operation);
    }
    for def in client.types.values() {
        scopes.of(def.module.as_ref()).take(&def.name);
    }
    let is_by_name = |def: &TypeDef| def.sent && !types.are_clear(&types.required(def));
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Literal {
    Text,
    Number,
    Flag,
}

/// How values of types can be told apart where they are arguments.
struct Arguing<'t> {
    types: Definitions<'t>,
    /// Of each enum and union, what can be made into it by `impl Into`.
    made: BTreeMap<TypeId, BTreeSet<Literal>>,
}

impl<'t> Arguing<'t> {
    fn of(types: &'t BTreeMap<TypeId, TypeDef>) -> Self {
        let types = Definitions(types);
        let made = types.0.iter().map(|(id, def)| (*id, made(&def.shape, types))).collect();
        Self { types, made }
    }

    fn arguments(&self, operation: &Operation) -> Arguments {
        let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
        let mut taken: Vec<Taken> = required.map(|param| Taken::Value(self.types.resolved(&param.ty))).collect();
        if operation.body.as_ref().is_some_and(|body| body.presence == Presence::Required) {
            taken.push(Taken::Body);
        }
        if self.are_clear(&taken) { Arguments::Positional } else { Arguments::Struct }
    }

    /// Whether a call reads well one after the other: up to three, of which no two neighbours have one type or can be the same
    /// literal; swapped ones would compile.
    fn are_clear(&self, taken: &[Taken]) -> bool {
        let swap = |(a, b): (&Taken, &Taken)| a == b || !self.literals(a).is_disjoint(&self.literals(b));
        taken.len() <= POSITIONAL && !taken.iter().zip(taken.iter().skip(1)).any(swap)
    }

    /// The literals that an argument takes, by itself or by `impl Into`.
    fn literals(&self, taken: &Taken) -> BTreeSet<Literal> {
        match taken {
            Taken::Value(Type::Nullable(ty)) => self.of_value(ty),
            Taken::Value(ty) => self.of_value(ty),
            Taken::File | Taken::Body => BTreeSet::new(),
        }
    }

    fn of_value(&self, ty: &Type) -> BTreeSet<Literal> {
        match ty {
            Type::Named(id) => self.made.get(id).cloned().unwrap_or_default(),
            ty => simple(ty),
        }
    }

    /// What the constructor of a type takes.
    fn required(&self, def: &TypeDef) -> Vec<Taken> {
        match &def.shape {
            TypeShape::Struct(structure) => {
                let fields = structure.fields.iter().filter(|field| field.constant.is_none() && field.only.is_none());
                let required = fields.filter(|field| field.presence == Presence::Required);
                required.map(|field| Taken::Value(self.types.resolved(&field.ty))).collect()
            }
            TypeShape::Form(form) => {
                let required = form.fields.iter().filter(|field| field.presence == Presence::Required);
                required.map(|field| self.part(field)).collect()
            }
            TypeShape::Enum(_) | TypeShape::Union(_) | TypeShape::Alias(_) | TypeShape::Newtype(_) => Vec::new(),
        }
    }

    fn part(&self, field: &FormField) -> Taken {
        match &field.part {
            FormPart::Value(ty, _) => Taken::Value(self.types.resolved(ty)),
            FormPart::Text(_) => Taken::Value(Type::String),
            FormPart::File(_) | FormPart::Content(_) | FormPart::Files(_) | FormPart::FilesOr(..) => Taken::File,
        }
    }
}

/// The literals of a type without a name.
fn simple(ty: &Type) -> BTreeSet<Literal> {
    match ty {
        Type::Bool => BTreeSet::from([Literal::Flag]),
        Type::Int(_) | Type::Float(_) => BTreeSet::from([Literal::Number]),
        Type::String | Type::Secret => BTreeSet::from([Literal::Text]),
        Type::Json => BTreeSet::from([Literal::Text, Literal::Number, Literal::Flag]),
        _ => BTreeSet::new(),
    }
}

/// What can be made into a type. A union has `From` for the types of its variants, and for text where one of them is an enum of texts.
fn made(shape: &TypeShape, types: Definitions<'_>) -> BTreeSet<Literal> {
    match shape {
        TypeShape::Enum(values) => of_enum(values.repr),
        TypeShape::Union(union) => {
            union.variants.iter().flat_map(|variant| of_variant(&types.resolved(&variant.ty), types)).collect()
        }
        _ => BTreeSet::new(),
    }
}

fn of_variant(ty: &Type, types: Definitions<'_>) -> BTreeSet<Literal> {
    match ty {
        Type::Named(id) => match types.shape(*id) {
            Some(TypeShape::Enum(values)) => of_enum(values.repr),
            _ => BTreeSet::new(),
        },
        Type::Json => BTreeSet::new(),
        ty => simple(ty),
    }
}

fn of_enum(repr: Repr) -> BTreeSet<Literal> {
    match repr {
        Repr::Text | Repr::Decimal => BTreeSet::from([Literal::Text]),
        Repr::IntegerText => BTreeSet::from([Literal::Text, Literal::Number]),
        Repr::Integer => BTreeSet::from([Literal::Number]),
    }
}
