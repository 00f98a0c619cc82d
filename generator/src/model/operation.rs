//! Operations: parameters, bodies and responses, one at a time.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;
use openapiv3::{CookieStyle, HeaderStyle, PathStyle, QueryStyle};
use serde_json::{Map, Value, json};

use super::Fault;
use super::lifecycle::lifecycle;
use super::reader::Reader;
use super::{
    Encoding, Header, Location, MediaType, Operation, Parameter, Part, RequestBody, Requirement, Response, SchemaId,
    Status,
};
use crate::document::normalise::LEFT_OUT;
use crate::pointer::Pointer;
use crate::standard::METHODS_OF_3_0 as METHODS;

impl Reader<'_> {
    pub(super) fn operations(&mut self) {
        let paths = Pointer::root().child("paths");
        for path in self.object_at(&paths).keys().filter(|path| !path.starts_with("x-")) {
            let item = paths.child(path);
            for method in METHODS {
                if self.object_at(&item).contains_key(method) && self.selection.takes(&item.child(method)) {
                    self.operation_at(path, method, &item);
                }
            }
        }
    }

    fn operation_at(&mut self, path: &str, method: &str, item: &Pointer) {
        let at = item.child(method);
        match self.operation(path, method, item, &at) {
            Ok(mut operation) => {
                self.callbacks(&mut operation, &at);
                self.api.operations.push(operation);
            }
            Err(fault) => self.leave_out(Part::Operation, format!("{method} {path}"), &at, fault),
        }
    }

    fn operation(&mut self, path: &str, method: &str, item: &Pointer, at: &Pointer) -> Result<Operation, Fault> {
        self.usable(item)?;
        let raw = self.object_at(at);
        let own = raw.iter().filter(|(key, _)| {
            !matches!(key.as_str(), "parameters" | "requestBody" | "responses" | "callbacks" | "security" | "servers")
                && !key.starts_with("x-")
        });
        let mut own: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        own.insert("responses".to_owned(), json!({}));
        let read: openapiv3::Operation = self.parse_value("model::operation", at, Value::Object(own))?;
        let own_servers = self.servers(at);
        Ok(Operation {
            place: self.place(at),
            pointer: at.clone(),
            id: read.operation_id,
            method: method.to_uppercase(),
            path: path.to_owned(),
            tags: read.tags,
            summary: read.summary,
            description: read.description,
            deprecated: read.deprecated,
            lifecycle: lifecycle(raw),
            parameters: self.parameters(item, at)?,
            body: self.body(&at.child("requestBody"))?,
            responses: self.responses(&at.child("responses"))?,
            security: self.needs(at)?,
            says_security: self.api.security.is_some() || self.object_at(at).contains_key("security"),
            servers: if own_servers.is_empty() { self.servers(item) } else { own_servers },
            callbacks: Vec::new(),
        })
    }

    /// What the operation says that it needs, or else what the document says.
    fn needs(&mut self, at: &Pointer) -> Result<Arc<Vec<Requirement>>, Fault> {
        let own = self.requirements(at);
        own.or_else(|| self.api.security.clone()).unwrap_or_else(|| Ok(Arc::default()))
    }

    /// The parameters of the path item, each unless the operation has its own, then the operation's.
    fn parameters(&mut self, item: &Pointer, operation: &Pointer) -> Result<Vec<Arc<Parameter>>, Fault> {
        let mut all: IndexMap<(String, Location), Arc<Parameter>> = IndexMap::new();
        for parent in [item, operation] {
            let at = parent.child("parameters");
            let count = at.get(&self.document.value).and_then(Value::as_array).map_or(0, Vec::len);
            let mut own = HashSet::new();
            for index in 0..count {
                let written = at.child(index);
                // Nothing is known of a parameter that a reference does not lead to, which is reported: calls go without it.
                let Ok(target) = self.resolve(&written) else { continue };
                if let Some(parameter) = self.parameter(target)? {
                    let key = (parameter.name.clone(), parameter.location);
                    if !own.insert(key.clone()) {
                        let message = format!("the parameter `{}` stands here twice", parameter.name);
                        return Err(self.fault("model::duplicate-parameter", &written, message));
                    }
                    all.insert(key, parameter);
                }
            }
        }
        Ok(all.into_values().collect())
    }

    /// A parameter; `None` where the standard says that it is to be ignored.
    fn parameter(&mut self, at: Pointer) -> Result<Option<Arc<Parameter>>, Fault> {
        if let Some(known) = self.shared.parameters.get(&at) {
            return known.clone();
        }
        let read = self.parameter_at(&at).map(|read| read.map(Arc::new));
        self.shared.parameters.insert(at, read.clone());
        read
    }

    fn parameter_at(&mut self, at: &Pointer) -> Result<Option<Parameter>, Fault> {
        self.usable(at)?;
        let raw = self.object_at(at);
        if raw.contains_key(LEFT_OUT) {
            return Ok(None);
        }
        let own = raw.iter().filter(|(key, _)| {
            !matches!(key.as_str(), "schema" | "content" | "example" | "examples") && !key.starts_with("x-")
        });
        let mut own: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        own.insert("schema".to_owned(), json!({}));
        let read: openapiv3::Parameter = self.parse_value("model::parameter", at, Value::Object(own))?;
        let (data, location, style, allow_reserved) = styled(read);
        if location == Location::Header
            && ["accept", "content-type", "authorization"].contains(&data.name.to_lowercase().as_str())
        {
            return Ok(None);
        }
        // `openapiv3` does not know the style that 3.2 added.
        let said = raw.get("x-crategen-style").and_then(Value::as_str);
        let style = if said == Some("cookie") { "cookie" } else { style };
        let (schema, content) = self.parameter_schema(at, raw)?;
        Ok(Some(Parameter {
            place: self.place(at),
            location,
            description: data.description,
            required: data.required || location == Location::Path,
            deprecated: data.deprecated.unwrap_or(false),
            lifecycle: lifecycle(raw),
            style,
            explode: data.explode.unwrap_or(matches!(style, "form" | "cookie")),
            allow_reserved,
            schema,
            content,
            example: self.example(at),
            name: data.name,
        }))
    }

    fn parameter_schema(
        &mut self,
        at: &Pointer,
        raw: &Map<String, Value>,
    ) -> Result<(SchemaId, Option<String>), Fault> {
        if raw.contains_key("schema") {
            return Ok((self.child(&at.child("schema")), None));
        }
        let content = at.child("content");
        let Some(media_type) = self.object_at(&content).keys().next() else {
            let message = "a parameter has a `schema` or a `content` with one media type".to_owned();
            return Err(self.fault("model::parameter", at, message));
        };
        let schema = self.child(&content.child(media_type).child("schema"));
        Ok((schema, Some(media_type.clone())))
    }

    pub(super) fn body(&mut self, at: &Pointer) -> Result<Option<Arc<RequestBody>>, Fault> {
        if at.get(&self.document.value).is_none() {
            return Ok(None);
        }
        let Ok(at) = self.resolve(at) else {
            return Ok(Some(Arc::new(self.unknown_body(at))));
        };
        if let Some(known) = self.shared.bodies.get(&at) {
            return known.clone().map(Some);
        }
        let read = self.body_at(&at).map(Arc::new);
        self.shared.bodies.insert(at, read.clone());
        read.map(Some)
    }

    /// A body that a reference does not lead to, which is reported: callers may send any content, and say which.
    fn unknown_body(&self, at: &Pointer) -> RequestBody {
        let content = IndexMap::from([("*/*".to_owned(), MediaType::of_anything(self.place(at)))]);
        RequestBody { place: self.place(at), description: None, required: false, content }
    }

    fn body_at(&mut self, at: &Pointer) -> Result<RequestBody, Fault> {
        self.usable(at)?;
        let raw = self.object_at(at);
        let description = raw.get("description").and_then(Value::as_str).map(str::to_owned);
        let required = raw.get("required") == Some(&Value::Bool(true));
        Ok(RequestBody { place: self.place(at), description, required, content: self.content(at)? })
    }

    fn content(&mut self, parent: &Pointer) -> Result<IndexMap<String, MediaType>, Fault> {
        let at = parent.child("content");
        self.usable(&at)?;
        let mut all = IndexMap::new();
        for media_type in self.object_at(&at).keys() {
            let at = self.resolve(&at.child(media_type))?;
            all.insert(media_type.clone(), self.media_type(&at)?);
        }
        Ok(all)
    }

    fn media_type(&mut self, at: &Pointer) -> Result<MediaType, Fault> {
        self.usable(at)?;
        let mut schema_at = |key: &str| {
            let at = at.child(key);
            at.get(&self.document.value).is_some().then(|| self.child(&at))
        };
        let (schema, item_schema) = (schema_at("schema"), schema_at("x-crategen-item-schema"));
        let mut encoding = IndexMap::new();
        for property in self.object_at(&at.child("encoding")).keys() {
            let at = at.child("encoding").child(property);
            self.usable(&at)?;
            let mut raw = self.object_at(&at).clone();
            raw.shift_remove("headers");
            let reserved = raw.get("allowReserved") == Some(&Value::Bool(true));
            let read: openapiv3::Encoding = self.parse_value("model::encoding", &at, Value::Object(raw.clone()))?;
            let explode = raw.get("explode").and_then(Value::as_bool);
            let style = read.style.as_ref().map(query_style);
            let encoded = Encoding { content_type: read.content_type, style, explode, allow_reserved: reserved };
            encoding.insert(property.clone(), encoded);
        }
        Ok(MediaType { place: self.place(at), schema, item_schema, encoding, example: self.example(at) })
    }

    fn responses(&mut self, at: &Pointer) -> Result<IndexMap<Status, Arc<Response>>, Fault> {
        self.usable(at)?;
        let mut all = IndexMap::new();
        for key in self.object_at(at).keys().filter(|key| !key.starts_with("x-")) {
            let at = at.child(key);
            let Some(status) = status(key) else {
                let message = format!("`{key}` is not an HTTP status, a range such as `4XX`, or `default`");
                return Err(self.fault("model::status", &at, message));
            };
            let read = self.shared_response(&at).unwrap_or_else(|_| Arc::new(self.unknown_response(&at)));
            all.insert(status, read);
        }
        Ok(all)
    }

    fn shared_response(&mut self, at: &Pointer) -> Result<Arc<Response>, Fault> {
        let at = self.resolve(at)?;
        if let Some(known) = self.shared.responses.get(&at) {
            return known.clone();
        }
        let read = self.response(&at).map(Arc::new);
        self.shared.responses.insert(at, read.clone());
        read
    }

    /// A response of which only the status can be read, which is reported: it may have any JSON.
    fn unknown_response(&self, at: &Pointer) -> Response {
        let content = IndexMap::from([("application/json".to_owned(), MediaType::of_anything(self.place(at)))]);
        let (place, headers) = (self.place(at), IndexMap::new());
        Response { place, summary: None, description: String::new(), content, headers }
    }

    fn response(&mut self, at: &Pointer) -> Result<Response, Fault> {
        self.usable(at)?;
        let description = self.object_at(at).get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut headers = IndexMap::new();
        let headers_at = at.child("headers");
        for name in self.object_at(&headers_at).keys() {
            // A header that cannot be read is told; the response is still right without it.
            if let Ok(header) = self.header(&headers_at.child(name)) {
                headers.insert(name.clone(), header);
            }
        }
        let summary = self.text_at(at, "summary");
        Ok(Response { place: self.place(at), summary, description, content: self.content(at)?, headers })
    }
}

impl Reader<'_> {
    fn header(&mut self, at: &Pointer) -> Result<Header, Fault> {
        let at = &self.resolve(at)?;
        self.usable(at)?;
        let raw = self.object_at(at);
        let (schema, content) = self.parameter_schema(at, raw)?;
        let flag = |key: &str| raw.get(key) == Some(&Value::Bool(true));
        Ok(Header {
            place: self.place(at),
            description: raw.get("description").and_then(Value::as_str).map(str::to_owned),
            required: flag("required"),
            deprecated: flag("deprecated"),
            explode: flag("explode"),
            schema,
            content,
        })
    }
}

/// A key of `responses` (OpenAPI 3.1.1, "Responses Object").
fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    match serde_json::from_value(Value::String(key.to_owned())).ok()? {
        openapiv3::StatusCode::Code(code) => (100..1000).contains(&code).then_some(Status::Code(code)),
        openapiv3::StatusCode::Range(class) => u8::try_from(class).ok().map(Status::Range),
    }
}

fn styled(parameter: openapiv3::Parameter) -> (openapiv3::ParameterData, Location, &'static str, bool) {
    match parameter {
        openapiv3::Parameter::Query { parameter_data, allow_reserved, style, .. } => {
            (parameter_data, Location::Query, query_style(&style), allow_reserved)
        }
        openapiv3::Parameter::Header { parameter_data, style: HeaderStyle::Simple } => {
            (parameter_data, Location::Header, "simple", false)
        }
        openapiv3::Parameter::Path { parameter_data, style } => {
            let style = match style {
                PathStyle::Matrix => "matrix",
                PathStyle::Label => "label",
                PathStyle::Simple => "simple",
            };
            (parameter_data, Location::Path, style, false)
        }
        openapiv3::Parameter::Cookie { parameter_data, style: CookieStyle::Form } => {
            (parameter_data, Location::Cookie, "form", false)
        }
    }
}

fn query_style(style: &QueryStyle) -> &'static str {
    match style {
        QueryStyle::Form => "form",
        QueryStyle::SpaceDelimited => "spaceDelimited",
        QueryStyle::PipeDelimited => "pipeDelimited",
        QueryStyle::DeepObject => "deepObject",
    }
}
