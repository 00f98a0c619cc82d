//! The client is in proportion to its document: beyond that, what is still to be made is any JSON, or left out.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Types;
use crate::diagnostic::{Diagnostic, Place};
use crate::ir::{Operation, Type, TypeDef, TypeShape};
use crate::model::{Api, Called, Fault, Operation as Read};
use crate::pointer::Pointer;
use crate::schema::Budget;

/// The code of what is too much.
const CODE: &str = "lower::too-large";

/// What the client may weigh, and what each part of the document weighs.
pub(super) struct Bounds {
    budget: Budget,
    is_exceeded: bool,
    weights: HashMap<Pointer, usize>,
}

impl Bounds {
    /// For the client of an API.
    pub(super) fn of(api: &Api) -> Self {
        Self { budget: Budget::of(api.size), is_exceeded: false, weights: HashMap::new() }
    }

    /// How much is left.
    pub(super) fn left(&self) -> usize {
        self.budget.left()
    }

    fn excess(&self) -> String {
        format!("what is made of this document is more than {} names, types and texts", self.budget.most())
    }

    /// The report of it, once: everything that follows is too much as well.
    fn told(&mut self, place: Place) -> Option<Diagnostic> {
        if std::mem::replace(&mut self.is_exceeded, true) {
            return None;
        }
        let message = format!("{}: types are any JSON from here on, and operations are left out", self.excess());
        let heaviest = self.weights.iter().max_by_key(|(pointer, weight)| (**weight, Reverse((*pointer).clone())));
        let help = match heaviest {
            Some((pointer, weight)) => format!(
                "`{pointer}` alone has {weight} of them: refer to components in place of copies, or generate a part of the document \
                 with `[filter]` in codegen.toml"
            ),
            None => "generate a part of the document with `[filter]` in codegen.toml".to_owned(),
        };
        Some(Diagnostic::error(CODE, place, message).help(help))
    }
}

impl Types<'_> {
    /// A definition as far as it can be afforded, of a schema at a pointer; else its name stands for any JSON.
    pub(super) fn afforded(&mut self, def: TypeDef, place: &Place, pointer: &Pointer) -> TypeDef {
        match self.take(def.weight(), Some(part(pointer)), place) {
            Ok(()) => def,
            Err(_) => TypeDef { shape: TypeShape::Alias(Type::Json), ..def },
        }
    }

    /// Refuses an operation that cannot be afforded.
    pub(in crate::lower) fn afford_operation(&mut self, made: &Operation, read: &Read) -> Result<(), Fault> {
        self.take(made.weight(), Some(read.pointer.clone()), &read.place)
    }

    /// Refuses a webhook that cannot be afforded.
    pub(in crate::lower) fn afford_called(&mut self, weight: usize, read: &Called) -> Result<(), Fault> {
        self.take(weight, None, &read.place)
    }

    fn take(&mut self, weight: usize, part: Option<Pointer>, place: &Place) -> Result<(), Fault> {
        if let Some(part) = part {
            *self.bounds.weights.entry(part).or_default() += weight;
        }
        if self.bounds.budget.take(weight) {
            return Ok(());
        }
        if let Some(told) = self.bounds.told(place.clone()) {
            self.report(told);
        }
        Err(Fault { code: CODE, reason: self.bounds.excess() })
    }
}

/// The component that a schema stands in, or its own pointer.
fn part(pointer: &Pointer) -> Pointer {
    match pointer.tokens() {
        [components, kind, name, ..] if components == "components" => Pointer::root().join([components, kind, name]),
        [paths, path, method, ..] if paths == "paths" => Pointer::root().join([paths, path, method]),
        _ => pointer.clone(),
    }
}
