//! Operations: what a call sends and receives.

use super::modules::{Module, Named};
use super::paging::PAGED_CALL;
use super::params::CALL;
use super::servers::server;
use super::{Fault, Lower, Site, View, docs};
use crate::ir::{Arguments, Body, Docs, Operation, OperationId, Param, Presence, Reply, Resource};
use crate::model::{self, LeftOut, Part};
use crate::names::{ConstName, FieldName, MethodName, ModuleName, Scope, TypeName};

impl<'a> Lower<'a> {
    /// The handles, one for each module that has operations.
    pub(super) fn resources(&mut self, modules: Vec<Module<'a>>) {
        for module in modules {
            let resource = self.resource(module);
            if !resource.operations.is_empty() {
                self.client.resources.push(resource);
            }
        }
    }

    fn resource(&mut self, module: Module<'a>) -> Resource {
        let Module { name: module, words, docs, operations } = module;
        let (name, _) = self.scopes.of(Some(&module)).claim(TypeName::new(&words), []);
        let mut constants = Scope::default();
        let mut lowered = Vec::new();
        for Named { id, read, name } in operations {
            match name.and_then(|name| self.operation(id, read, name, &module, &mut constants)) {
                Ok(operation) => lowered.push(operation),
                Err(fault) => self.leave_out(read, fault),
            }
        }
        Resource { module, name, docs, operations: lowered, feature: None }
    }

    fn leave_out(&mut self, operation: &model::Operation, fault: Fault) {
        let (name, at) = (operation.label(), operation.place.clone());
        self.left_out.push(LeftOut { kind: Part::Operation, name, at, code: fault.code, reason: fault.reason });
    }

    fn operation(
        &mut self,
        origin: OperationId,
        read: &'a model::Operation,
        name: MethodName,
        module: &ModuleName,
        constants: &mut Scope,
    ) -> Result<Operation, Fault> {
        let scope = self.scopes.of(Some(module));
        let others = ["operation", "call", "arguments"].map(|suffix| TypeName::of(&[name.as_str(), suffix]));
        let (marker, _) = scope.claim(TypeName::new(name.as_str()), others);
        // A marker in capitals (`X`) would be the static's name, too: both are values.
        let of_marker = Some(ConstName::new(marker.as_str())).filter(|name| name.as_str() != marker.as_str());
        let (constant, _) =
            constants.claim(of_marker.unwrap_or_else(|| ConstName::of(&[marker.as_str(), "operation"])), []);
        let site = |view| Site { module: Some(module.clone()), words: marker.stem().to_owned(), param: None, view };
        let needs = self.security.needs(origin).clone();
        let params = self.params(read, &needs, &site(View::Write))?;
        let path = self.path(read, &params)?;
        let body = self.body(read, &site(View::Write), &marker)?;
        let wanted = self.wanted(read);
        let (mut success, offers) = self.successes(read, &wanted, &site(View::Read));
        let mut taken = setters(&params, body.as_ref());
        let mut views = self.views_of(read, &mut success, &offers, &mut taken, &wanted);
        views.extend(self.undocumented_stream(read, &wanted, &views, &mut taken, &site(View::Read))?);
        let failures = self.failures(read, &site(View::Read));
        let scope = self.scopes.of(Some(module));
        let differ = success.iter().any(|one| success.first().is_some_and(|first| one.reply != first.reply));
        let output = differ.then(|| scope.claim(TypeName::of(&[marker.stem(), "output"]), []).0);
        let failure = failures.iter().any(|failure| failure.reply != Reply::Empty);
        let failure = failure.then(|| scope.claim(TypeName::of(&[marker.stem(), "error"]), []).0);
        let callbacks = self.callbacks(read, module, &marker);
        let accept = self.accept(read, &wanted, None);
        let headers = self.response_headers(read, &site(View::Read), &marker);
        let made = Operation {
            name,
            marker,
            file: None,
            constant,
            origin,
            id: read.key(),
            docs: operation_docs(read, body.as_ref()),
            deprecated: read.deprecated,
            method: read.method.clone(),
            path,
            params,
            arguments: Arguments::Positional,
            body,
            success,
            views,
            fields: Vec::new(),
            stream_end: wanted.streaming.and_then(|rule| rule.end.clone()),
            output,
            failures,
            other_failure: None,
            failure,
            headers,
            accept,
            auth: needs.requirements,
            servers: read.servers.iter().map(server).collect(),
            constants: self.rules.constants(read.description.as_deref().unwrap_or_default()),
            paging: None,
            callbacks,
        };
        self.afford_operation(&made, read)?;
        Ok(made)
    }
}

/// The docs of an operation: what it does, and what is called on the wire.
fn operation_docs(read: &model::Operation, body: Option<&Body>) -> Docs {
    let mut all = docs(&[read.summary.as_deref(), read.description.as_deref()]);
    if !all.0.is_empty() {
        all.0.push(String::new());
    }
    let call = crate::docs::code(&format!("{} {}", read.method, read.path));
    all.0.push(match &read.id {
        Some(id) => format!("{call} ({})", crate::docs::code(id)),
        None => call,
    });
    if let Some((argument, range)) = body.and_then(|body| Some((body.media_type.as_ref()?, body.contents.first()?))) {
        let range = crate::docs::code(&range.media_type);
        all.0.extend([String::new(), format!("`{argument}` is the media type of the body, one of {range}.")]);
    }
    all
}

/// The names that views of a call cannot have: those of its own methods and its setters.
fn setters(params: &[Param], body: Option<&Body>) -> Scope {
    let optional = params.iter().filter(|param| param.presence == Presence::Optional).map(|param| &param.name);
    let setters = optional.chain(body.map(|body| &body.name)).map(FieldName::as_str);
    Scope::with(CALL.into_iter().chain(PAGED_CALL).chain(setters))
}
