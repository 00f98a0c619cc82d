//! What the server calls: webhooks and callbacks (OpenAPI 3.1.1, "Callback Object"). Of such a request only what a receiver reads
//! is kept: its body, and what is said of it.

use super::Fault;
use super::reader::Reader;
use super::{Called, Operation, Part};
use crate::pointer::Pointer;
use crate::standard::METHODS_OF_3_0 as METHODS;

/// The key that webhooks stand under.
const WEBHOOKS: &str = "webhooks";

impl Reader<'_> {
    pub(super) fn webhooks(&mut self) {
        let all = Pointer::root().child(WEBHOOKS);
        for name in self.object_at(&all).keys() {
            let item = all.child(name);
            let label = || name.clone();
            let called = self.path_item(name, None, &item, (Part::Webhook, &label));
            self.api.webhooks.extend(called);
        }
    }

    /// The requests of the callbacks of an operation, which stands at `at`.
    pub(super) fn callbacks(&mut self, operation: &mut Operation, at: &Pointer) {
        let of = operation.label();
        let all = at.child("callbacks");
        for name in self.object_at(&all).keys().filter(|name| !name.starts_with("x-")) {
            let label = || format!("{name} of {of}");
            let callback = match self.readable(&all.child(name)) {
                Ok(callback) => callback,
                Err(fault) => {
                    self.leave_out(Part::Callback, label(), &all.child(name), fault);
                    continue;
                }
            };
            for expression in self.object_at(&callback).keys().filter(|key| !key.starts_with("x-")) {
                let item = callback.child(expression);
                let called = self.path_item(name, Some(expression), &item, (Part::Callback, &label));
                operation.callbacks.extend(called);
            }
        }
    }

    /// What a reference leads to, where that can be read.
    fn readable(&mut self, at: &Pointer) -> Result<Pointer, Fault> {
        let at = self.resolve(at)?;
        self.usable(&at).map(|()| at)
    }

    /// The requests of a path item; what cannot be read is left out.
    fn path_item(
        &mut self,
        name: &str,
        expression: Option<&str>,
        item: &Pointer,
        (part, label): (Part, &dyn Fn() -> String),
    ) -> Vec<Called> {
        let found = match self.readable(item) {
            Ok(found) => found,
            Err(fault) => {
                self.leave_out(part, label(), item, fault);
                return Vec::new();
            }
        };
        let mut all = Vec::new();
        for method in METHODS {
            let at = found.child(method);
            if !self.object_at(&found).contains_key(method) || !self.selection.takes(&at) {
                continue;
            }
            match self.called(name, expression, method, &at) {
                Ok(called) => all.push(called),
                Err(fault) => self.leave_out(part, label(), &at, fault),
            }
        }
        all
    }

    fn called(&mut self, name: &str, expression: Option<&str>, method: &str, at: &Pointer) -> Result<Called, Fault> {
        self.usable(at)?;
        Ok(Called {
            place: self.place(at),
            name: name.to_owned(),
            expression: expression.map(str::to_owned),
            method: method.to_uppercase(),
            summary: self.text_at(at, "summary"),
            description: self.text_at(at, "description"),
            deprecated: self.object_at(at).get("deprecated").and_then(serde_json::Value::as_bool).unwrap_or(false),
            body: self.body(&at.child("requestBody"))?,
        })
    }
}
