//! Operations: their names, handles and arguments.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::groups::Groups;
use super::paging::PAGED_CALL;
use super::params::CALL;
use super::servers::server;
use super::{Fault, Lower, Site, View, docs};
use crate::diagnostic::Diagnostic;
use crate::ir::{Arguments, Body, Constant, Docs, Operation, OperationId, Param, Presence, Reply, Resource};
use crate::model::{self, LeftOut, Part};
use crate::names::{Claim, ConstName, FieldName, MethodName, ModuleName, Scope, TypeName};

impl<'a> Lower<'a> {
    /// The handles, one per tag, or per first segment of a path where the document has no tags.
    pub(super) fn resources(&mut self) {
        if !self.config.package.types_only {
            self.check_servers();
        }
        self.client.servers = self.api.servers.iter().map(server).collect();
        let mut groups: IndexMap<&str, Vec<(OperationId, &'a model::Operation)>> = IndexMap::new();
        let by = Groups::of(self.api);
        for (index, operation) in self.api.operations.iter().enumerate() {
            groups.entry(by.group(operation)).or_default().push((OperationId(index), operation));
        }
        let mut modules = Scope::with(self.config.keep.iter().map(|keep| keep.module.as_str()));
        for (tag, operations) in groups {
            let wanted = self.rules.rename(&format!("tags/{tag}")).unwrap_or_else(|| tag.to_owned());
            let choices = ["api", "resource"].map(|suffix| ModuleName::of(&[wanted.as_str(), suffix]));
            let (module, _) = modules.claim(ModuleName::new(&wanted), choices);
            let described = self.api.tags.get(tag).cloned().unwrap_or_default();
            let docs = docs(&[described.summary.as_deref(), described.description.as_deref()]);
            let resource = self.resource(tag, &wanted, module, docs, &operations);
            if !resource.operations.is_empty() {
                self.client.resources.push(resource);
            }
        }
    }

    fn resource(
        &mut self,
        tag: &str,
        wanted: &str,
        module: ModuleName,
        docs: Docs,
        operations: &[(OperationId, &'a model::Operation)],
    ) -> Resource {
        let scope = self.scopes.entry(Some(module.clone())).or_default();
        let (name, _) = scope.claim(TypeName::new(wanted), []);
        let shorter = Shorter::of(operations.iter().map(|(_, operation)| *operation));
        let mut methods = Scope::with(["new"]);
        let mut constants = Scope::default();
        let mut lowered = Vec::new();
        for (origin, operation) in operations {
            match self.operation(tag, &module, operation, &shorter, &mut methods, &mut constants) {
                Ok(lower) => lowered.push(Operation { origin: *origin, ..lower }),
                Err(fault) => self.leave_out(operation, fault),
            }
        }
        Resource { module, name, docs, operations: lowered, feature: None }
    }

    pub(super) fn leave_out(&mut self, operation: &model::Operation, fault: Fault) {
        let (name, at) = (operation.label(), operation.place.clone());
        self.left_out.push(LeftOut { kind: Part::Operation, name, at, code: fault.code, reason: fault.reason });
    }

    fn operation(
        &mut self,
        tag: &str,
        module: &ModuleName,
        read: &'a model::Operation,
        shorter: &Shorter,
        methods: &mut Scope,
        constants: &mut Scope,
    ) -> Result<Operation, Fault> {
        let name = self.operation_name(tag, read, shorter, methods)?;
        let scope = self.scopes.entry(Some(module.clone())).or_default();
        let others = ["operation", "call", "arguments"].map(|suffix| TypeName::of(&[name.as_str(), suffix]));
        let (marker, _) = scope.claim(TypeName::new(name.as_str()), others);
        // A marker in capitals (`X`) would be the static's name, too: both are values.
        let of_marker = Some(ConstName::new(marker.as_str())).filter(|name| name.as_str() != marker.as_str());
        let (constant, _) =
            constants.claim(of_marker.unwrap_or_else(|| ConstName::of(&[marker.as_str(), "operation"])), []);
        let site = |view| Site { module: Some(module.clone()), words: marker.stem().to_owned(), param: None, view };
        let needs = self.needs(read);
        let params = self.params(read, &needs, &site(View::Write))?;
        let path = self.path(read, &params)?;
        let body = self.body(read, &site(View::Write), &marker)?;
        let wanted = self.wanted(read);
        let (mut success, offers) = self.successes(read, &wanted, &site(View::Read));
        let mut taken = setters(&params, body.as_ref());
        let mut views = self.views_of(read, &mut success, &offers, &mut taken, &wanted);
        views.extend(self.undocumented_stream(read, &wanted, &views, &mut taken, &site(View::Read))?);
        let failures = self.failures(read, &site(View::Read));
        let scope = self.scopes.entry(Some(module.clone())).or_default();
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
            origin: OperationId::default(),
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
            shared_failures: None,
            headers,
            accept,
            auth: needs.requirements,
            servers: read.servers.iter().map(server).collect(),
            constants: self.constants(read),
            paging: None,
            callbacks,
        };
        self.afford_operation(&made, read)?;
        Ok(made)
    }

    /// The method's name: a rule's, the operationId after the patterns, or the method and path.
    fn operation_name(
        &mut self,
        tag: &str,
        read: &model::Operation,
        shorter: &Shorter,
        methods: &mut Scope,
    ) -> Result<MethodName, Fault> {
        let by_path =
            || MethodName::of(&[&format!("{} {}", read.method.to_lowercase(), read.path.replace('{', " by "))]);
        let Some(id) = read.id.as_deref().filter(|id| !id.trim().is_empty()) else {
            return Ok(methods.claim(by_path(), []).0);
        };
        let renamed = self.rules.rename(&format!("operations/{id}"));
        let by_pattern = renamed.clone().unwrap_or_else(|| self.rules.operation_id(id, read, tag));
        let by_rule = by_pattern != id;
        let rewritten = if by_rule { by_pattern } else { shorter.name(read).unwrap_or(id).to_owned() };
        let full = MethodName::new(&rewritten);
        let short = if renamed.is_some() { full.clone() } else { MethodName::new(without_tag(tag, &rewritten)) };
        let (name, claim) = methods.claim(short.clone(), [full, by_path()]);
        if claim == Claim::First {
            return Ok(name);
        }
        let message = format!("`{id}` comes to the name `{short}`, which another operation has");
        if by_rule {
            let mut diagnostic = Diagnostic::error("names::operation-clash", read.place.clone(), message.clone());
            if let Some((other, id)) = self.namesake(tag, read, &short) {
                diagnostic = diagnostic.related(other.place.clone(), format!("`{id}` has it"));
            }
            self.diagnostics.push(diagnostic.help("change the pattern or rename one of them in codegen.toml"));
            return Err(Fault { code: "names::operation-clash", reason: message });
        }
        let told = format!("{message}; this one is called `{name}`");
        self.diagnostics.push(Diagnostic::note("names::operation-clash", read.place.clone(), told));
        Ok(name)
    }

    /// The other operation under a tag whose id comes to this name, and its id.
    fn namesake(
        &mut self,
        tag: &str,
        read: &model::Operation,
        name: &MethodName,
    ) -> Option<(&'a model::Operation, &'a str)> {
        let (api, by) = (self.api, Groups::of(self.api));
        let others = api.operations.iter().filter(|other| other.place != read.place);
        let mut named = others.filter_map(|other| Some((other, other.id.as_deref()?)));
        named.find(|(other, id)| {
            let rewritten = self.rules.operation_id(id, other, tag);
            by.group(other) == tag && MethodName::new(without_tag(tag, &rewritten)) == *name
        })
    }

    fn constants(&mut self, read: &model::Operation) -> Vec<Constant> {
        let description = read.description.clone().unwrap_or_default();
        self.rules.constants(&description)
    }
}

/// The ids of a module's operations without the path and method that frameworks put behind them, where what is left is one
/// operation's: `create_bed_beds_post` of `POST /beds` is `create_bed`.
struct Shorter(HashMap<String, usize>);

impl Shorter {
    fn of<'o>(operations: impl Iterator<Item = &'o model::Operation>) -> Self {
        let mut counts = HashMap::new();
        for operation in operations {
            let name = without_route(operation).or(operation.id.as_deref()).unwrap_or_default();
            *counts.entry(MethodName::new(name).to_string()).or_default() += 1;
        }
        Self(counts)
    }

    fn name<'o>(&self, operation: &'o model::Operation) -> Option<&'o str> {
        let name = without_route(operation)?;
        (self.0.get(&MethodName::new(name).to_string()) == Some(&1)).then_some(name)
    }
}

/// An operationId without the path and the method behind it, as FastAPI makes them: each character of the path that is no
/// letter, digit or `_` is `_`.
fn without_route(operation: &model::Operation) -> Option<&str> {
    let route = operation.path.chars().map(|char| if char.is_alphanumeric() { char } else { '_' });
    let end = format!("{}_{}", route.collect::<String>(), operation.method.to_lowercase());
    let name = operation.id.as_deref()?.strip_suffix(end.as_str())?;
    name.chars().any(char::is_alphabetic).then_some(name)
}

/// An operationId without the tag before it: `repos/list` under the tag `repos` is `list`.
fn without_tag<'i>(tag: &str, id: &'i str) -> &'i str {
    let rest = id.get(..tag.len()).filter(|head| head.eq_ignore_ascii_case(tag)).and_then(|_| id.get(tag.len()..));
    match rest.and_then(|rest| rest.strip_prefix(['/', '.', '_', '-', ':'])) {
        Some(rest) if rest.starts_with(|c: char| c.is_alphabetic()) => rest,
        _ => id,
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
