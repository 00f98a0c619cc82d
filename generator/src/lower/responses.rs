//! Responses: the successes and failures of an operation, and what each holds.

use super::media::{Sort, is_sendable, sort};
use super::statuses::{status_name, wire_status};
use super::{Fault, Lower, Site, docs};
use crate::diagnostic::Diagnostic;
use crate::ir::{Failure, Reply, Status, Success, Type};
use crate::model::{self, MediaType, Response, SimpleType};
use crate::names::{Scope, VariantName};

impl Lower<'_> {
    /// The documented successes.
    pub(super) fn successes(&mut self, read: &model::Operation, site: &Site) -> Result<Vec<Success>, Fault> {
        let chosen = chosen(read);
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
                docs: docs(&[response.summary.as_deref(), Some(&response.description)]),
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
            // A schema that says only that the whole is text does not say what its lines are: JSON, says the media type.
            Sort::Lines
                if content.item_schema.is_none() && content.schema.is_some_and(|schema| self.is_text(schema)) =>
            {
                Reply::Lines(Type::Json)
            }
            Sort::Lines => Reply::Lines(self.item_type(content, site)?),
            Sort::Xml => match self.xml_type(content, site, true)? {
                Some((ty, root)) => Reply::Xml(ty, root),
                None => Reply::Text,
            },
            Sort::Text | Sort::Form => Reply::Text,
            Sort::Any | Sort::Bytes | Sort::Multipart => Reply::Stream,
        })
    }

    /// The type of an item of a stream: of its own schema, or of the items of a list, which all of the stream is.
    fn item_type(&mut self, content: &MediaType, site: &Site) -> Result<Type, Fault> {
        if let Some(item) = content.item_schema {
            return self.ty(item, site);
        }
        let merged = content.schema.map(|schema| self.merged(schema)).transpose()?;
        match merged.filter(|merged| merged.one_type() == Some(SimpleType::Array)).and_then(|merged| merged.items) {
            Some(items) => self.ty(items, site),
            None => self.content_type(content, site),
        }
    }

    /// The documented failures with a body in JSON or XML. One whose type cannot be told is still an error with its body.
    pub(super) fn failures(&mut self, read: &model::Operation, site: &Site) -> Vec<Failure> {
        let failed = |status: &model::Status| match status {
            model::Status::Code(code) => *code >= 400,
            model::Status::Range(class) => *class >= 4,
            model::Status::Default => read.responses.keys().any(|other| *other != model::Status::Default),
        };
        let mut scope = Scope::default();
        let mut all = Vec::new();
        for (status, response) in read.responses.iter().filter(|(status, _)| failed(status)) {
            let Some((media_type, content)) = preferred(response) else { continue };
            if content.schema.is_none() {
                continue;
            }
            let site = Site { words: format!("{} {} error", site.words, status_name(*status)), ..site.clone() };
            let body = match sort(media_type) {
                Sort::Json => self.content_type(content, &site).ok().map(|ty| (ty, None)),
                Sort::Xml => self.xml_type(content, &site, true).ok().flatten().map(|(ty, root)| (ty, Some(root))),
                _ => None,
            };
            if let Some((ty, xml)) = body {
                let (variant, _) = scope.claim(VariantName::new(&status_name(*status)), []);
                all.push(Failure {
                    status: wire_status(*status),
                    variant,
                    docs: docs(&[response.summary.as_deref(), Some(&response.description)]),
                    ty,
                    xml,
                });
            }
        }
        all.sort_by_key(|failure| failure.status);
        all
    }
}

/// The responses that are successes: 2XX, or `default` where there is none, or whatever is documented below 400.
pub(super) fn chosen(read: &model::Operation) -> Vec<(&model::Status, &Response)> {
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
    chosen
}

/// The media type that the client takes of a response.
fn preferred(response: &Response) -> Option<(&String, &MediaType)> {
    let rank = |media_type: &str, content: &MediaType| match sort(media_type) {
        Sort::Json => 0,
        Sort::Lines | Sort::Events => 1,
        Sort::Any => 2,
        Sort::Xml if content.schema.is_some() => 3,
        Sort::Text => 4,
        Sort::Bytes | Sort::Multipart | Sort::Form => 5,
        Sort::Xml => 6,
    };
    response.content.iter().min_by_key(|(media_type, content)| rank(media_type, content))
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
