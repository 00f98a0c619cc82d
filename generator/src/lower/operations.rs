//! Operations: their names, parameters and paths.

use indexmap::IndexMap;

use super::auth::place;
use super::described::{comma_separated, list};
use super::{Fault, Lower, Site, View, docs};
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Arguments, Constant, Docs, Form, Location, Operation, Param, Presence, Resource, Segment, Server, ServerVariable,
    Style, Type, TypeShape,
};
use crate::model::{self, LeftOut, Parameter, Part, Schema, SchemaId, SimpleType};
use crate::names::{Claim, ConstName, FieldName, MethodName, ModuleName, Scope, TypeName};

/// The calls' own methods, which a setter of an optional parameter cannot have.
const CALL: [&str; 19] = [
    "new",
    "param",
    "json",
    "text",
    "bytes",
    "form",
    "multipart",
    "multipart_as",
    "xml",
    "timeout",
    "header",
    "query",
    "no_retry",
    "base_url",
    "with_response",
    "send",
    "draft",
    "into_future",
    "body",
];

/// The handle of operations without a tag.
const UNTAGGED: &str = "operations";

impl<'a> Lower<'a> {
    /// The handles, one per tag.
    pub(super) fn resources(&mut self) {
        self.check_servers();
        self.client.servers = self.api.servers.iter().map(server).collect();
        let mut groups: IndexMap<&str, Vec<&'a model::Operation>> = IndexMap::new();
        for operation in &self.api.operations {
            let tag = operation.tags.iter().find(|tag| !tag.trim().is_empty());
            groups.entry(tag.map_or(UNTAGGED, String::as_str)).or_default().push(operation);
        }
        let mut modules = Scope::with(self.config.keep.iter().map(|keep| keep.module.as_str()));
        for (tag, operations) in groups {
            let wanted = self.rules.rename(&format!("tags/{tag}")).unwrap_or_else(|| tag.to_owned());
            let choices = ["api", "resource"].map(|suffix| ModuleName::of(&[wanted.as_str(), suffix]));
            let (module, _) = modules.claim(ModuleName::new(&wanted), choices);
            let description = self.api.tags.get(tag).and_then(Option::as_deref);
            let resource = self.resource(tag, &wanted, module, docs(&[description]), &operations);
            self.client.resources.push(resource);
        }
    }

    /// A server whose template names what has no value is none that a client can call by itself.
    fn check_servers(&mut self) {
        let api = self.api;
        for server in api.servers.iter().chain(api.operations.iter().flat_map(|operation| &operation.servers)) {
            let mut rest = server.url.as_str();
            while let Some((_, name, behind)) = next_parameter(rest) {
                if !server.variables.contains_key(name) {
                    let message = format!("the server's URL names `{name}`, which is not one of its `variables`");
                    let diagnostic = Diagnostic::warning("lower::server-variable", server.place.clone(), message);
                    self.diagnostics.push(diagnostic.help("callers have to give a base URL of their own"));
                }
                rest = behind;
            }
        }
    }

    fn resource(
        &mut self,
        tag: &str,
        wanted: &str,
        module: ModuleName,
        docs: Docs,
        operations: &[&'a model::Operation],
    ) -> Resource {
        let scope = self.scopes.entry(Some(module.clone())).or_default();
        let (name, _) = scope.claim(TypeName::new(wanted), []);
        let mut methods = Scope::with(["new"]);
        let mut constants = Scope::default();
        let mut lowered = Vec::new();
        for operation in operations {
            match self.operation(tag, &module, operation, &mut methods, &mut constants) {
                Ok(operation) => lowered.push(operation),
                Err(fault) => self.leave_out(operation, fault),
            }
        }
        Resource { module, name, docs, operations: lowered }
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
        methods: &mut Scope,
        constants: &mut Scope,
    ) -> Result<Operation, Fault> {
        let name = self.operation_name(tag, read, methods)?;
        let scope = self.scopes.entry(Some(module.clone())).or_default();
        let others = ["operation", "call", "arguments"].map(|suffix| TypeName::of(&[name.as_str(), suffix]));
        let (marker, _) = scope.claim(TypeName::new(name.as_str()), others);
        // A marker in capitals (`X`) would be the static's name, too: both are values.
        let of_marker = Some(ConstName::new(marker.as_str())).filter(|name| name.as_str() != marker.as_str());
        let (constant, _) =
            constants.claim(of_marker.unwrap_or_else(|| ConstName::of(&[marker.as_str(), "operation"])), []);
        let site = |view| Site { module: Some(module.clone()), words: marker.to_string(), view };
        let auth = self.needs(read)?;
        let params = self.params(read, &site(View::Write))?;
        let path = self.path(read, &params)?;
        let body = self.body(read, &site(View::Write), &marker)?;
        let success = self.successes(read, &site(View::Read))?;
        let failures = self.failures(read, &site(View::Read));
        let scope = self.scopes.entry(Some(module.clone())).or_default();
        let differ = success.iter().any(|one| success.first().is_some_and(|first| one.reply != first.reply));
        let output = differ.then(|| scope.claim(TypeName::of(&[marker.as_str(), "output"]), []).0);
        let failure = (!failures.is_empty()).then(|| scope.claim(TypeName::of(&[marker.as_str(), "error"]), []).0);
        let accept = super::bodies::accept(read);
        let mut operation = Operation {
            name,
            marker,
            constant,
            id: read.id.clone().unwrap_or_else(|| read.label()),
            docs: operation_docs(read),
            deprecated: read.deprecated,
            method: read.method.clone(),
            path,
            params,
            arguments: Arguments::Positional,
            body,
            success,
            output,
            failures,
            failure,
            accept,
            auth,
            servers: read.servers.iter().map(server).collect(),
            constants: self.constants(read),
        };
        operation.arguments = self.arguments(&operation);
        Ok(operation)
    }

    /// The method's name: a rule's, the operationId after the patterns, or the method and path.
    fn operation_name(&mut self, tag: &str, read: &model::Operation, methods: &mut Scope) -> Result<MethodName, Fault> {
        let by_path = || MethodName::new(&format!("{} {}", read.method.to_lowercase(), read.path.replace('{', " by ")));
        let Some(id) = read.id.as_deref().filter(|id| !id.trim().is_empty()) else {
            return Ok(methods.claim(by_path(), []).0);
        };
        let renamed = self.rules.rename(&format!("operations/{id}"));
        let rewritten = renamed.clone().unwrap_or_else(|| self.rules.operation_id(id));
        let full = MethodName::new(&rewritten);
        let short = if renamed.is_some() { full.clone() } else { MethodName::new(without_tag(tag, &rewritten)) };
        let by_rule = rewritten != id;
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
        let api = self.api;
        let others = api.operations.iter().filter(|other| other.place != read.place);
        let mut named = others.filter_map(|other| Some((other, other.id.as_deref()?)));
        named.find(|(other, id)| {
            let rewritten = self.rules.operation_id(id);
            let own = other.tags.iter().find(|tag| !tag.trim().is_empty());
            own.map_or(UNTAGGED, String::as_str) == tag && MethodName::new(without_tag(tag, &rewritten)) == *name
        })
    }

    fn params(&mut self, read: &model::Operation, site: &Site) -> Result<Vec<Param>, Fault> {
        let mut scope = Scope::default();
        let mut params = Vec::new();
        let in_path = |parameter: &&Parameter| {
            parameter.location != model::Location::Path || read.path.contains(&format!("{{{}}}", parameter.name))
        };
        for parameter in read.parameters.iter().filter(in_path) {
            let mut first = FieldName::new(&parameter.name);
            if !parameter.required && CALL.contains(&first.as_str()) {
                first = FieldName::of(&[&parameter.name, "param"]);
            }
            let suffix = format!("{:?}", parameter.location).to_lowercase();
            let others = [suffix.as_str(), "param"].map(|suffix| FieldName::of(&[&parameter.name, suffix]));
            let free = |name: &FieldName| parameter.required || !CALL.contains(&name.as_str());
            let (name, _) = scope.claim(first, others.into_iter().filter(free));
            match self.param(parameter, name, site) {
                Ok(param) => params.push(param),
                Err(fault) if parameter.required => return Err(fault),
                Err(fault) => {
                    let message = format!("the optional parameter `{}` is left out: {}", parameter.name, fault.reason);
                    let place = parameter.place.clone();
                    self.diagnostics.push(Diagnostic::warning("lower::parameter-left-out", place, message));
                }
            }
        }
        for name in undeclared(read) {
            let message = format!("the path names `{name}`, which is not a parameter: it is taken as text");
            self.diagnostics.push(Diagnostic::warning("lower::undeclared-path-parameter", read.place.clone(), message));
            let (field, _) = scope.claim(FieldName::new(&name), [FieldName::of(&[&name, "path"])]);
            params.push(text_in_path(field, name));
        }
        params.sort_by_key(|param| param.presence == Presence::Optional);
        Ok(params)
    }

    fn param(&mut self, parameter: &Parameter, name: FieldName, site: &Site) -> Result<Param, Fault> {
        if matches!(parameter.location, model::Location::Header | model::Location::Cookie) && !is_token(&parameter.name)
        {
            let reason = format!("`{}` cannot be the name of a header or cookie", parameter.name);
            return Err(self.refuse("lower::parameter-name", parameter, reason));
        }
        let words = format!("{} {}", site.words, parameter.name);
        let site = Site { words, ..site.clone() };
        let schema = self.with_description(parameter);
        let mut ty = match self.ty(schema, &site)? {
            Type::Nullable(ty) => *ty,
            ty => ty,
        };
        let mut style = self.style(parameter)?;
        let described = parameter.description.as_deref().or(self.schema(parameter.schema).description.as_deref());
        if matches!(&ty, Type::Named(_)) && schema != parameter.schema && described.is_some_and(comma_separated) {
            let flat = self.flat(parameter.schema)?;
            if flat.one_type() == Some(SimpleType::String) {
                ty = Type::List(Box::new(ty));
                style.explode = false;
            }
        }
        self.check_style(parameter, &style)?;
        let mut docs = docs(&[parameter.description.as_deref()]);
        let schema = self.schema(parameter.schema);
        let more = super::types::field_docs(schema);
        if schema.component.is_none() && docs != more {
            if !docs.0.is_empty() && !more.0.is_empty() {
                docs.0.push(String::new());
            }
            docs.0.extend(more.0);
        }
        Ok(Param {
            name,
            wire: parameter.name.clone(),
            docs,
            ty,
            presence: if parameter.required { Presence::Required } else { Presence::Optional },
            location: place(parameter.location),
            style,
            deprecated: parameter.deprecated,
        })
    }

    /// A parameter's schema with the parameter's description, where that lists the values of a scalar.
    fn with_description(&mut self, parameter: &Parameter) -> SchemaId {
        let schema = self.schema(parameter.schema);
        let listed = parameter.description.as_deref().and_then(list).is_some();
        if !listed || schema.component.is_some() || schema.description.is_some() {
            return parameter.schema;
        }
        let (id, described) =
            (parameter.schema, Schema { description: parameter.description.clone(), ..schema.clone() });
        let words = String::new();
        let made = self.make(vec![id, id, id], words, |_| described);
        // It is called by its place, as the schema itself would be.
        self.made_words.remove(&made);
        made
    }

    fn style(&mut self, parameter: &Parameter) -> Result<Style, Fault> {
        let text = self.flat(parameter.schema)?.one_type() == Some(SimpleType::String);
        let form = match (parameter.style, &parameter.content) {
            (_, Some(media_type)) if super::bodies::is_json(media_type) => Form::Content(media_type.clone()),
            // Text as text is what a string is without any content.
            (_, Some(media_type)) if !(text && media_type.starts_with("text/")) => {
                let reason = format!("a parameter of the media type `{media_type}` has no defined serialisation");
                return Err(self.refuse("lower::parameter-content", parameter, reason));
            }
            ("label", _) => Form::Label,
            ("matrix", _) => Form::Matrix,
            ("form", _) => Form::Form,
            ("spaceDelimited", _) => Form::SpaceDelimited,
            ("pipeDelimited", _) => Form::PipeDelimited,
            ("deepObject", _) => Form::DeepObject,
            _ => Form::Simple,
        };
        // `deepObject` is defined with `explode: true` only, and nobody writes it down.
        let explode = parameter.explode || form == Form::DeepObject;
        Ok(Style { form, explode, allow_reserved: parameter.allow_reserved })
    }

    /// Refuses what the standard leaves undefined (OpenAPI 3.1.1, "Style Examples").
    fn check_style(&mut self, parameter: &Parameter, style: &Style) -> Result<(), Fault> {
        let flat = self.flat(parameter.schema)?;
        let one = flat.one_type();
        let name = parameter.style;
        let refused = match (&style.form, one) {
            (Form::DeepObject, Some(SimpleType::Object) | None) => None,
            (Form::DeepObject, Some(_)) => Some(format!("the style `{name}` is defined for objects only")),
            (Form::SpaceDelimited | Form::PipeDelimited, Some(SimpleType::Array | SimpleType::Object)) => {
                style.explode.then(|| format!("the style `{name}` is not defined with `explode: true`"))
            }
            (Form::SpaceDelimited | Form::PipeDelimited, Some(_)) => {
                let message =
                    format!("the style `{name}` is defined for lists and objects; the one value is sent as it is");
                let place = parameter.place.clone();
                self.diagnostics.push(Diagnostic::warning("lower::style-of-scalar", place, message));
                None
            }
            (Form::Content(_), _) => None,
            (_, Some(SimpleType::Array)) if self.holds(flat.items, &[SimpleType::Array, SimpleType::Object]) => {
                Some(format!("the style `{name}` is not defined for lists of lists or objects"))
            }
            _ => None,
        };
        let nested = one == Some(SimpleType::Object)
            && !matches!(style.form, Form::Content(_))
            && flat.properties.values().any(|&value| self.holds(Some(value), &[SimpleType::Array, SimpleType::Object]));
        let refused = refused.or_else(|| {
            nested.then(|| format!("the style `{name}` is not defined for objects with lists or objects in them"))
        });
        match refused {
            Some(reason) => Err(self.refuse("lower::undefined-style", parameter, reason)),
            None => Ok(()),
        }
    }

    /// Whether a schema is certainly one of some types.
    fn holds(&mut self, id: Option<SchemaId>, types: &[SimpleType]) -> bool {
        let flat = id.and_then(|id| self.flat(id).ok());
        flat.and_then(|flat| flat.one_type()).is_some_and(|one| types.contains(&one))
    }

    fn refuse(&mut self, code: &'static str, parameter: &Parameter, reason: String) -> Fault {
        self.diagnostics.push(Diagnostic::error(code, parameter.place.clone(), reason.clone()));
        Fault { code, reason }
    }

    /// The path as text and parameters.
    fn path(&mut self, read: &model::Operation, params: &[Param]) -> Result<Vec<Segment>, Fault> {
        if read.path.contains(['?', '#']) || !read.path.starts_with('/') {
            let reason = "a path begins with `/` and has neither `?` nor `#`".to_owned();
            return Err(self.refuse_path(read, reason));
        }
        if read.path.split('/').any(is_dots) {
            let reason = "a path with `.` or `..` in it leads to another path than it says".to_owned();
            return Err(self.refuse_path(read, reason));
        }
        let mut segments = Vec::new();
        let mut rest = read.path.as_str();
        while let Some((literal, name, behind)) = next_parameter(rest) {
            if !literal.is_empty() {
                segments.push(Segment::Literal(encoded(literal)));
            }
            let is = |param: &Param| param.location == Location::Path && param.wire == name;
            segments.push(Segment::Param(params.iter().position(is).expect("every name of the path is a parameter")));
            rest = behind;
        }
        if !rest.is_empty() {
            segments.push(Segment::Literal(encoded(rest)));
        }
        Ok(segments)
    }

    fn refuse_path(&mut self, read: &model::Operation, reason: String) -> Fault {
        self.diagnostics.push(Diagnostic::error("lower::path", read.place.clone(), reason.clone()));
        Fault { code: "lower::path", reason }
    }

    /// One after the other: up to three, of which no two neighbours have one type. Else by name.
    fn arguments(&self, operation: &Operation) -> Arguments {
        let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
        let mut types: Vec<Option<Type>> = required.map(|param| Some(self.resolved(&param.ty))).collect();
        if operation.body.as_ref().is_some_and(|body| body.presence == Presence::Required) {
            types.push(None);
        }
        let neighbours = types.iter().zip(types.iter().skip(1)).any(|(a, b)| a == b);
        if types.len() <= 3 && !neighbours { Arguments::Positional } else { Arguments::Struct }
    }

    /// A type without its aliases, as far as they are scalars.
    fn resolved(&self, ty: &Type) -> Type {
        let Type::Named(id) = ty else { return ty.clone() };
        let slot = self.slots.get(id.0).expect("lower issued this TypeId");
        match &slot.made {
            Some(Ok(def)) => match &def.shape {
                TypeShape::Alias(inner) => self.resolved(inner),
                _ => ty.clone(),
            },
            _ if slot.schema.0 < self.api.schemas.len() => {
                let schema = self.schema(slot.schema);
                let plain = schema.values.is_none() && schema.types == [SimpleType::String] && schema.format.is_none();
                if plain { Type::String } else { ty.clone() }
            }
            _ => ty.clone(),
        }
    }

    fn constants(&mut self, read: &model::Operation) -> Vec<Constant> {
        let description = read.description.clone().unwrap_or_default();
        self.rules.constants(&description)
    }
}

/// An operationId without the tag before it: `repos/list` under the tag `repos` is `list`.
fn without_tag<'i>(tag: &str, id: &'i str) -> &'i str {
    let rest = id.get(..tag.len()).filter(|head| head.eq_ignore_ascii_case(tag)).and_then(|_| id.get(tag.len()..));
    match rest.and_then(|rest| rest.strip_prefix(['/', '.', '_', '-', ':'])) {
        Some(rest) if rest.starts_with(|c: char| c.is_alphabetic()) => rest,
        _ => id,
    }
}

/// The parameters that a path names but nothing declares.
fn undeclared(read: &model::Operation) -> Vec<String> {
    let declared = |name: &str| {
        read.parameters.iter().any(|parameter| parameter.location == model::Location::Path && parameter.name == name)
    };
    let mut names: Vec<String> = Vec::new();
    let mut rest = read.path.as_str();
    while let Some((_, name, behind)) = next_parameter(rest) {
        if !declared(name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = behind;
    }
    names
}

/// Whether a segment of a path is taken away when a URL is put together (RFC 3986, section 5.2.4; the WHATWG URL standard
/// reads `%2e` so, too).
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// Whether a text can be the name of a header or cookie (RFC 9110, section 5.6.2: `token`).
fn is_token(name: &str) -> bool {
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(of_token)
}

fn text_in_path(name: FieldName, wire: String) -> Param {
    let style = Style { form: Form::Simple, explode: false, allow_reserved: false };
    let (location, presence) = (Location::Path, Presence::Required);
    Param { name, wire, docs: Docs::default(), ty: Type::String, presence, location, style, deprecated: false }
}

/// The text before the next `{name}`, the name, and what is behind it.
fn next_parameter(path: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = path.split_once('{')?;
    let (name, behind) = rest.split_once('}')?;
    Some((literal, name, behind))
}

/// A path's text with everything percent-encoded that cannot stand in a path (RFC 3986, section 3.3).
fn encoded(literal: &str) -> String {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    let encode = |byte: u8| if allowed(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    literal.bytes().map(encode).collect()
}

fn server(server: &model::Server) -> Server {
    let variable = |(name, (default, allowed)): (&String, &(String, Vec<String>))| ServerVariable {
        name: name.clone(),
        default: default.clone(),
        allowed: allowed.clone(),
    };
    Server {
        url: server.url.clone(),
        description: server.description.clone().unwrap_or_default(),
        variables: server.variables.iter().map(variable).collect(),
    }
}

/// The docs of an operation: what it does, and what is called on the wire.
fn operation_docs(read: &model::Operation) -> Docs {
    let mut all = docs(&[read.summary.as_deref(), read.description.as_deref()]);
    if !all.0.is_empty() {
        all.0.push(String::new());
    }
    let call = crate::docs::code(&format!("{} {}", read.method, read.path));
    all.0.push(match &read.id {
        Some(id) => format!("{call} ({})", crate::docs::code(id)),
        None => call,
    });
    for (status, response) in &read.responses {
        if matches!(status, model::Status::Code(400..) | model::Status::Range(4..)) && !response.description.is_empty()
        {
            let said = crate::docs::clean(&response.description);
            let line = said.iter().find(|line| !line.is_empty()).cloned().unwrap_or_default();
            all.0.push(String::new());
            all.0.push(format!("{}: {line}", super::bodies::status_text(*status)));
        }
    }
    all
}
