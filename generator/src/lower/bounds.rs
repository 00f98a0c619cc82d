//! The client is in proportion to its document: beyond that, what is still to be made is any JSON, or left out.

use std::cmp::Reverse;

use super::{Fault, Lower};
use crate::diagnostic::{Diagnostic, Place};
use crate::ir::{Operation, Type, TypeDef, TypeShape};
use crate::model;
use crate::pointer::Pointer;

/// The code of what is too much.
const CODE: &str = "lower::too-large";

impl Lower<'_> {
    /// A definition as far as it can be afforded, of a schema at a pointer; else its name stands for any JSON.
    pub(super) fn afforded(&mut self, def: TypeDef, place: &Place, pointer: &Pointer) -> TypeDef {
        let weight = def.weight();
        *self.weights.entry(part(pointer)).or_default() += weight;
        if self.budget.take(weight) {
            return def;
        }
        self.tell_excess(place.clone());
        TypeDef { shape: TypeShape::Alias(Type::Json), ..def }
    }

    /// Refuses an operation that cannot be afforded.
    pub(super) fn afford_operation(&mut self, made: &Operation, read: &model::Operation) -> Result<(), Fault> {
        let weight = made.weight();
        *self.weights.entry(read.pointer.clone()).or_default() += weight;
        if self.budget.take(weight) {
            return Ok(());
        }
        self.tell_excess(read.place.clone());
        Err(Fault { code: CODE, reason: self.excess() })
    }

    /// Refuses a webhook that cannot be afforded.
    pub(super) fn afford_called(&mut self, weight: usize, read: &model::Called) -> Result<(), Fault> {
        if self.budget.take(weight) {
            return Ok(());
        }
        self.tell_excess(read.place.clone());
        Err(Fault { code: CODE, reason: self.excess() })
    }

    fn excess(&self) -> String {
        format!("what is made of this document is more than {} names, types and texts", self.budget.most())
    }

    /// Reports it once: everything that follows is too much as well.
    fn tell_excess(&mut self, place: Place) {
        if std::mem::replace(&mut self.exceeded, true) {
            return;
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
        self.diagnostics.push(Diagnostic::error(CODE, place, message).help(help));
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
