//! Operations: what a call sends and receives.

mod bodies;
mod called;
mod failures;
mod forms;
mod headers;
mod media;
mod params;
mod path_template;
mod paths;
mod representations;
mod responses;
mod setters;
mod statuses;
mod streams;
mod wanted;
mod xml;

use super::modules::{Module, Named};
use super::rules::Rules;
use super::security::Security;
use super::servers::server;
use super::types::Types;
use super::{Site, View, docs};
use crate::config::Config;
use crate::diagnostic::Place;
use crate::ir::{Arguments, Body, Docs, Operation, OperationId, Resource, Webhooks, XmlTable};
use crate::model::{self, Api, Fault, LeftOut, Part};
use crate::names::{ConstName, MethodName, ModuleName, Scope, TypeName};

pub(super) use called::TAKEN;
use called::callbacks;
use setters::setters;
pub(super) use setters::{CALL, PAGED_CALL};
pub(super) use streams::is_stream;
use xml::Tables;

/// The operations of a client, with types that are not defined yet.
pub(super) struct Calls {
    /// The handles, one for each module that has operations.
    pub(super) resources: Vec<Resource>,
    /// The webhooks.
    pub(super) webhooks: Option<Webhooks>,
    /// How their bodies are written in XML.
    pub(super) xml: Vec<XmlTable>,
    /// The operations that have no Rust.
    pub(super) left_out: Vec<LeftOut>,
}

/// Lowers the operations of all modules, and the webhooks; what they need is issued in `types`.
pub(super) fn lower<'a>(
    config: &'a Config,
    api: &'a Api,
    security: &Security<'a>,
    modules: Vec<Module<'a>>,
    types: &mut Types<'a>,
) -> Calls {
    let rules = types.names.meanings.rules;
    let (xml, deep_objects, left_out) = (Tables::default(), None, Vec::new());
    let mut operations = Operations { config, rules, security, types, xml, deep_objects, left_out };
    let mut resources: Vec<Resource> = modules.into_iter().map(|module| operations.resource(module)).collect();
    resources.retain(|resource| !resource.operations.is_empty());
    operations.report_deep_objects();
    let Operations { types, xml, mut left_out, .. } = operations;
    let (webhooks, unusable) = called::webhooks(config, api, &resources, types);
    left_out.extend(unusable);
    Calls { resources, webhooks, xml: xml.tables, left_out }
}

/// Operations while they are lowered.
struct Operations<'o, 'a> {
    config: &'a Config,
    rules: &'a Rules<'a>,
    security: &'o Security<'a>,
    types: &'o mut Types<'a>,
    xml: Tables,
    /// Where `deepObject` is first used for more than it is defined for, and at how many other places.
    deep_objects: Option<(Place, usize)>,
    left_out: Vec<LeftOut>,
}

impl<'a> Operations<'_, 'a> {
    fn resource(&mut self, module: Module<'a>) -> Resource {
        let Module { name: module, words, docs, operations } = module;
        let (name, _) = self.types.scope(Some(&module)).claim(TypeName::new(&words), []);
        let mut constants = Scope::default();
        let mut lowered = Vec::new();
        for Named { id, read, name } in operations {
            match name.and_then(|name| self.operation(id, read, name, &module, &mut constants)) {
                Ok(operation) => lowered.push(operation),
                Err(Fault { code, reason }) => {
                    let (name, at) = (read.label(), read.place.clone());
                    self.left_out.push(LeftOut { kind: Part::Operation, name, at, code, reason });
                }
            }
        }
        Resource { module, name, docs, operations: lowered, feature: None }
    }

    fn operation(
        &mut self,
        origin: OperationId,
        read: &'a model::Operation,
        name: MethodName,
        module: &ModuleName,
        constants: &mut Scope,
    ) -> Result<Operation, Fault> {
        let (marker, constant) = self.marker(&name, module, constants);
        let site = |view| Site { module: Some(module.clone()), words: marker.stem().to_owned(), param: None, view };
        let needs = self.security.needs(origin).clone();
        let params = self.params(read, &needs, &site(View::Write))?;
        let path = self.path(read, &params)?;
        let body = self.body(read, &site(View::Write), &marker)?;
        let responses = self.responses(read, setters(&params, body.as_ref()), &site(View::Read))?;
        let callbacks = callbacks(read, module, &marker, self.types);
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
            success: responses.success,
            views: responses.views,
            fields: Vec::new(),
            stream_end: responses.stream_end,
            output: responses.output,
            failures: responses.failures,
            other_failure: None,
            failure: responses.failure,
            shared_failures: None,
            headers,
            accept: responses.accept,
            auth: needs.requirements,
            servers: read.servers.iter().map(server).collect(),
            constants: self.rules.constants(read.description.as_deref().unwrap_or_default()),
            paging: None,
            callbacks,
        };
        self.types.afford_operation(&made, read)?;
        Ok(made)
    }

    /// The names of an operation's type and of its table.
    fn marker(&mut self, name: &MethodName, module: &ModuleName, constants: &mut Scope) -> (TypeName, ConstName) {
        let others = ["operation", "call", "arguments"].map(|suffix| TypeName::of(&[name.as_str(), suffix]));
        let (marker, _) = self.types.scope(Some(module)).claim(TypeName::new(name.as_str()), others);
        // A marker in capitals (`X`) would be the static's name, too: both are values.
        let of_marker = Some(ConstName::new(marker.as_str())).filter(|name| name.as_str() != marker.as_str());
        let constant = of_marker.unwrap_or_else(|| ConstName::of(&[marker.as_str(), "operation"]));
        (marker, constants.claim(constant, []).0)
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
