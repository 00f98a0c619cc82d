//! The parameters of a path or of an operation, by how they are sent.

use std::collections::BTreeSet;

use super::Run;
use super::view::View;

/// Parameters, by how they are sent.
#[derive(Clone, Default)]
pub(super) struct Inputs<'d> {
    /// In the URL or the head, as they stand: perhaps references.
    pub(super) others: Vec<View<'d>>,
    /// The body.
    pub(super) bodies: Vec<Given<'d>>,
    /// Fields of a form.
    pub(super) fields: Vec<View<'d>>,
}

/// A parameter, and what it leads to where it is a reference.
#[derive(Clone)]
pub(super) struct Given<'d> {
    /// As it stands.
    pub(super) view: View<'d>,
    /// What is meant.
    pub(super) target: View<'d>,
}

impl<'d> Inputs<'d> {
    /// The parameters in a list.
    pub(super) fn of(run: &Run<'d>, parameters: Option<View<'d>>) -> Self {
        let mut inputs = Self::default();
        for view in parameters.iter().flat_map(View::items) {
            let target = run.resolve(&view);
            match (target.as_ref().and_then(|target| target.text("in")), target) {
                (Some("body"), Some(target)) => inputs.bodies.push(Given { view, target }),
                (Some("formData" | "formdata"), Some(target)) => inputs.fields.push(target),
                _ => inputs.others.push(view),
            }
        }
        inputs
    }

    /// Those of an operation, together with those of its path that are sent in the body. A parameter of the operation takes the
    /// place of the one with the same name and way of the path; there is one body.
    pub(super) fn with_bodies_of(mut self, path: &Self) -> Self {
        if !self.bodies.is_empty() {
            return self;
        }
        if self.fields.is_empty() {
            self.bodies.clone_from(&path.bodies);
        }
        let names: BTreeSet<Option<&str>> = self.fields.iter().map(|field| field.text("name")).collect();
        let of_path = path.fields.iter().filter(|field| !names.contains(&field.text("name"))).cloned();
        self.fields = of_path.chain(self.fields.clone()).collect();
        self
    }
}
