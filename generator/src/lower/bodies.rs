//! Request bodies and responses.

use super::{Fault, Lower, Site, docs};
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Body, Content, Failure, FieldEncoding, Form, FormField, FormPart, Payload, Presence, Reply, Status, Style, Success,
    Type, TypeDef, TypeId, TypeShape,
};
use crate::model::{self, MediaType, Response, SimpleType};
use crate::names::{FieldName, Scope, TypeName, VariantName};

/// Whether a media type is JSON (RFC 8259, RFC 6839 `+json`).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

/// What a media type is to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Json,
    Form,
    Multipart,
    Text,
    Events,
    Lines,
    Xml,
    Any,
    Bytes,
}

fn sort(media_type: &str) -> Sort {
    let essence = essence(media_type);
    match essence.as_str() {
        _ if is_json(&essence) => Sort::Json,
        "application/x-www-form-urlencoded" => Sort::Form,
        "text/event-stream" => Sort::Events,
        "application/x-ndjson" | "application/jsonl" | "application/ndjson" | "application/json-lines" => Sort::Lines,
        "application/xml" | "text/xml" => Sort::Xml,
        "*/*" | "" => Sort::Any,
        _ if essence.starts_with("multipart/") => Sort::Multipart,
        _ if essence.ends_with("+xml") => Sort::Xml,
        _ if essence.starts_with("text/") => Sort::Text,
        _ => Sort::Bytes,
    }
}

impl Lower<'_> {
    /// The request body.
    pub(super) fn body(
        &mut self,
        read: &model::Operation,
        site: &Site,
        marker: &TypeName,
    ) -> Result<Option<Body>, Fault> {
        let Some(body) = &read.body else { return Ok(None) };
        let site = Site { words: format!("{} body", site.words), ..site.clone() };
        let mut scope = Scope::default();
        let mut contents = Vec::new();
        let mut refused = None;
        for (media_type, content) in &body.content {
            match self.payload(media_type, content, &site, marker) {
                Ok(payload) => {
                    let (variant, _) = scope.claim(content_name(media_type), [VariantName::new(media_type)]);
                    contents.push(Content { media_type: sent(media_type), variant, payload });
                }
                Err(fault) => refused = Some(fault),
            }
        }
        if contents.is_empty() {
            return match refused {
                Some(fault) => Err(fault),
                None => Ok(None),
            };
        }
        let module = site.module.clone();
        let scope = self.scopes.entry(module).or_default();
        let choice = (contents.len() > 1).then(|| {
            scope.claim(TypeName::of(&[marker.as_str(), "body"]), [TypeName::of(&[marker.as_str(), "content"])]).0
        });
        let presence = if body.required { Presence::Required } else { Presence::Optional };
        let names: Vec<FieldName> = read.parameters.iter().map(|parameter| FieldName::new(&parameter.name)).collect();
        let (name, _) = Scope::with(names.iter().map(FieldName::as_str))
            .claim(FieldName::new("body"), [FieldName::new("request body")]);
        Ok(Some(Body { name, docs: docs(&[body.description.as_deref()]), presence, contents, choice }))
    }

    fn payload(
        &mut self,
        media_type: &str,
        content: &MediaType,
        site: &Site,
        marker: &TypeName,
    ) -> Result<Payload, Fault> {
        if !is_sendable(media_type) {
            let reason = format!("`{media_type}` is not a media type, and cannot be sent as one");
            self.diagnostics.push(Diagnostic::error("lower::media-type", content.place.clone(), reason.clone()));
            return Err(Fault { code: "lower::media-type", reason });
        }
        match sort(media_type) {
            Sort::Json | Sort::Lines => self.content_type(content, site).map(Payload::Json),
            Sort::Any if content.schema.is_some_and(|schema| !self.is_binary(schema)) => {
                self.content_type(content, site).map(Payload::Json)
            }
            Sort::Form => {
                let ty = self.content_type(content, site)?;
                Ok(Payload::Form(ty, content.encoding.iter().map(field_encoding).collect()))
            }
            Sort::Multipart => self.multipart(content, site, marker),
            Sort::Text => Ok(Payload::Text),
            Sort::Xml => {
                let reason = format!("a body of the media type `{media_type}` is not supported yet");
                Err(self.refuse_content("lower::xml-body", content, reason))
            }
            Sort::Any | Sort::Bytes | Sort::Events => Ok(Payload::Bytes),
        }
    }

    fn refuse_content(&mut self, code: &'static str, content: &MediaType, reason: String) -> Fault {
        self.diagnostics.push(Diagnostic::warning(code, content.place.clone(), reason.clone()));
        Fault { code, reason }
    }

    fn content_type(&mut self, content: &MediaType, site: &Site) -> Result<Type, Fault> {
        Ok(match content.schema {
            Some(schema) => self.ty(schema, site)?,
            None => Type::Json,
        })
    }

    fn is_binary(&mut self, schema: model::SchemaId) -> bool {
        self.flat(schema)
            .is_ok_and(|flat| flat.one_type() == Some(SimpleType::String) && flat.format.as_deref() == Some("binary"))
    }

    /// A multipart body is a struct of its own: files are streamed, so it is no JSON type.
    fn multipart(&mut self, content: &MediaType, site: &Site, marker: &TypeName) -> Result<Payload, Fault> {
        let flat = content.schema.and_then(|schema| self.flat(schema).ok());
        let Some((flat, schema)) = flat.zip(content.schema).filter(|(flat, _)| !flat.properties.is_empty()) else {
            return Ok(Payload::AnyMultipart);
        };
        let mut scope = Scope::with(["new"]);
        let mut fields = Vec::new();
        for (wire, &property) in &flat.properties {
            if self.schema(property).read_only {
                continue;
            }
            let part = self.part(content.encoding.get(wire), property, site)?;
            let presence = if flat.required.contains(wire) { Presence::Required } else { Presence::Optional };
            let (name, _) = scope.claim(FieldName::new(wire), []);
            let docs = docs(&[self.schema(property).description.as_deref()]);
            fields.push(FormField { name, wire: wire.clone(), docs, presence, part });
        }
        let name_scope = self.scopes.entry(site.module.clone()).or_default();
        let (name, _) =
            name_scope.claim(TypeName::of(&[marker.as_str(), "form"]), [TypeName::of(&[marker.as_str(), "multipart"])]);
        let def = TypeDef {
            module: site.module.clone(),
            name: name.clone(),
            docs: self.docs(schema),
            deprecated: false,
            shape: TypeShape::Form(fields),
        };
        let id = TypeId(self.slots.len());
        self.slots.push(super::Slot { schema, site: site.clone(), name, made: Some(Ok(def)) });
        Ok(Payload::Multipart(id))
    }

    fn part(
        &mut self,
        encoding: Option<&model::Encoding>,
        property: model::SchemaId,
        site: &Site,
    ) -> Result<FormPart, Fault> {
        let media_type = encoding.and_then(|encoding| encoding.content_type.clone());
        let flat = self.flat(property)?;
        let items = flat.items.filter(|_| flat.one_type() == Some(SimpleType::Array));
        if items.is_some_and(|items| self.is_file(items, media_type.as_deref())) {
            return Ok(FormPart::Files(media_type));
        }
        if self.is_file(property, media_type.as_deref()) {
            return Ok(FormPart::File(media_type));
        }
        Ok(FormPart::Value(
            match self.ty(property, site)? {
                Type::Nullable(ty) => *ty,
                ty => ty,
            },
            media_type,
        ))
    }

    /// Bytes, or text of a media type that is neither text nor JSON.
    fn is_file(&mut self, schema: model::SchemaId, media_type: Option<&str>) -> bool {
        let text =
            self.flat(schema).is_ok_and(|flat| flat.one_type() == Some(SimpleType::String) && flat.values.is_none());
        let any = self.flat(schema).is_ok_and(|flat| flat.one_type().is_none());
        self.is_binary(schema)
            || (text || any) && media_type.is_some_and(|one| sort(one) == Sort::Bytes || one.contains(','))
    }

    /// The documented successes: 2XX, or `default` where there is none, or whatever is documented below 400.
    pub(super) fn successes(&mut self, read: &model::Operation, site: &Site) -> Result<Vec<Success>, Fault> {
        let ranked = |wanted: &dyn Fn(model::Status) -> bool| {
            read.responses.iter().filter(|(status, _)| wanted(**status)).collect::<Vec<_>>()
        };
        let ok = |status| matches!(status, model::Status::Code(200..300) | model::Status::Range(2));
        let other = |status| matches!(status, model::Status::Code(100..400) | model::Status::Range(1 | 3));
        let mut chosen = ranked(&ok);
        if chosen.is_empty() {
            chosen = ranked(&|status| status == model::Status::Default);
        }
        if chosen.is_empty() {
            chosen = ranked(&other);
        }
        let several = chosen.len() > 1;
        let mut scope = Scope::default();
        let mut all = Vec::new();
        for (status, response) in chosen {
            let suffix = if several { format!(" {}", status_name(*status)) } else { String::new() };
            let site = Site { words: format!("{}{suffix} response", site.words), ..site.clone() };
            // The response to HEAD has the headers of a body, and no body (RFC 9110, section 9.3.2).
            let reply = if read.method == "HEAD" { Reply::Empty } else { self.reply(response, &site)? };
            let (variant, _) = scope.claim(VariantName::new(&status_name(*status)), []);
            all.push(Success {
                status: wire_status(*status),
                variant,
                docs: docs(&[Some(&response.description)]),
                reply,
            });
        }
        if all.is_empty() {
            let status = Status::Range(2);
            all.push(Success { status, variant: VariantName::new("success"), docs: docs(&[]), reply: Reply::Empty });
        }
        all.sort_by_key(|success| success.status);
        Ok(all)
    }

    /// What a response holds: JSON where it is offered, else what is.
    fn reply(&mut self, response: &Response, site: &Site) -> Result<Reply, Fault> {
        let Some((media_type, content)) = preferred(response) else { return Ok(Reply::Empty) };
        if !is_sendable(media_type) {
            let message = format!("`{media_type}` is not a media type: the client does not ask for it");
            self.diagnostics.push(Diagnostic::warning("lower::media-type", content.place.clone(), message));
        }
        if response.content.len() > 1 {
            let message = format!("of several media types the client asks for `{media_type}`");
            self.diagnostics.push(Diagnostic::note("lower::response-media-type", response.place.clone(), message));
        }
        let binary = content.schema.is_some_and(|schema| self.is_binary(schema));
        Ok(match sort(media_type) {
            _ if binary => Reply::Stream,
            Sort::Json => Reply::Json(self.content_type(content, site)?),
            Sort::Any if content.schema.is_some() => Reply::Json(self.content_type(content, site)?),
            Sort::Events => Reply::Events(match self.content_type(content, site)? {
                Type::Json | Type::String => None,
                ty => Some(ty),
            }),
            Sort::Lines => Reply::Lines(self.content_type(content, site)?),
            Sort::Text | Sort::Xml | Sort::Form => Reply::Text,
            Sort::Any | Sort::Bytes | Sort::Multipart => Reply::Stream,
        })
    }

    /// The documented failures with a JSON body. One whose type cannot be told is still an error with its body.
    pub(super) fn failures(&mut self, read: &model::Operation, site: &Site) -> Vec<Failure> {
        let failed = |status: &model::Status| match status {
            model::Status::Code(code) => *code >= 400,
            model::Status::Range(class) => *class >= 4,
            model::Status::Default => read.responses.keys().any(|other| *other != model::Status::Default),
        };
        let mut scope = Scope::default();
        let mut all = Vec::new();
        for (status, response) in read.responses.iter().filter(|(status, _)| failed(status)) {
            let Some((_, content)) = preferred(response).filter(|(media_type, _)| is_json(media_type)) else {
                continue;
            };
            if content.schema.is_none() {
                continue;
            }
            let site = Site { words: format!("{} {} error", site.words, status_name(*status)), ..site.clone() };
            if let Ok(ty) = self.content_type(content, &site) {
                let (variant, _) = scope.claim(VariantName::new(&status_name(*status)), []);
                all.push(Failure {
                    status: wire_status(*status),
                    variant,
                    docs: docs(&[Some(&response.description)]),
                    ty,
                });
            }
        }
        all.sort_by_key(|failure| failure.status);
        all
    }
}

/// The media type that the client takes of a response.
fn preferred(response: &Response) -> Option<(&String, &MediaType)> {
    let rank = |media_type: &str| match sort(media_type) {
        Sort::Json => 0,
        Sort::Lines | Sort::Events => 1,
        Sort::Any => 2,
        Sort::Text => 3,
        Sort::Bytes | Sort::Multipart | Sort::Form => 4,
        Sort::Xml => 5,
    };
    response.content.iter().min_by_key(|(media_type, _)| rank(media_type))
}

/// The media types that the client asks for, over all documented responses.
pub(super) fn accept(read: &model::Operation) -> String {
    let mut types: Vec<&str> = Vec::new();
    for (media_type, _) in read.responses.values().filter_map(preferred) {
        if !types.contains(&media_type.as_str()) && media_type.contains('/') && is_sendable(media_type) {
            types.push(media_type);
        }
    }
    if types.is_empty() { "*/*".to_owned() } else { types.join(", ") }
}

/// Whether a media type can be the value of a header (RFC 9110, sections 5.5 and 8.3.1). What has no `/` but is empty is
/// taken for any media type.
fn is_sendable(media_type: &str) -> bool {
    let essence = essence(media_type);
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~/".contains(&byte);
    media_type.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~'))
        && (essence.is_empty() || essence.contains('/') && essence.bytes().all(of_token))
}

/// The media type that is sent; a range is no media type.
fn sent(media_type: &str) -> String {
    match sort(media_type) {
        Sort::Any => "application/json".to_owned(),
        _ if media_type.contains('*') => "application/octet-stream".to_owned(),
        _ => media_type.to_owned(),
    }
}

fn content_name(media_type: &str) -> VariantName {
    VariantName::new(match sort(media_type) {
        Sort::Json if essence(media_type) == "application/json" => "json",
        Sort::Form => "form",
        Sort::Multipart => "multipart",
        Sort::Text if essence(media_type) == "text/plain" => "text",
        Sort::Bytes if essence(media_type) == "application/octet-stream" => "bytes",
        _ => media_type,
    })
}

fn field_encoding((wire, encoding): (&String, &model::Encoding)) -> FieldEncoding {
    let form = encoding.style.map(|style| match style {
        "spaceDelimited" => Form::SpaceDelimited,
        "pipeDelimited" => Form::PipeDelimited,
        "deepObject" => Form::DeepObject,
        _ => Form::Form,
    });
    let said = encoding.explode.is_some() || encoding.allow_reserved;
    let style = form.or(said.then_some(Form::Form)).map(|form| Style {
        explode: encoding.explode.unwrap_or(matches!(form, Form::Form | Form::DeepObject)),
        allow_reserved: encoding.allow_reserved,
        form,
    });
    FieldEncoding { wire: wire.clone(), content_type: encoding.content_type.clone(), style }
}

fn wire_status(status: model::Status) -> Status {
    match status {
        model::Status::Code(code) => Status::Code(code),
        model::Status::Range(class) => Status::Range(class),
        model::Status::Default => Status::Default,
    }
}

/// A status as it is written in a document.
pub(super) fn status_text(status: model::Status) -> String {
    match status {
        model::Status::Code(code) => code.to_string(),
        model::Status::Range(class) => format!("{class}XX"),
        model::Status::Default => "default".to_owned(),
    }
}

/// The words for a status (RFC 9110, section 15).
fn status_name(status: model::Status) -> String {
    let code = match status {
        model::Status::Code(code) => code,
        model::Status::Range(class) => return format!("status {class}xx"),
        model::Status::Default => return "default".to_owned(),
    };
    let name = match code {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        411 => "length required",
        412 => "precondition failed",
        413 => "content too large",
        415 => "unsupported media type",
        422 => "unprocessable content",
        423 => "locked",
        424 => "failed dependency",
        428 => "precondition required",
        429 => "too many requests",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        507 => "insufficient storage",
        _ => return format!("status {code}"),
    };
    name.to_owned()
}
