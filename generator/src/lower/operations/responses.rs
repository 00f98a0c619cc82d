//! Responses: the successes and failures of an operation, and what each holds.

use super::Operations;
use super::media::{Sort, is_sendable, sort};
use super::representations::Offer;
use super::statuses::{status_name, wire_status};
use super::wanted::{Wanted, chosen};
use crate::diagnostic::Diagnostic;
use crate::ir::{Failure, Reply, Status, Success, Type};
use crate::lower::{Site, docs};
use crate::model::{self, MediaType, Response, SimpleType};
use crate::names::{Scope, VariantName};

impl Operations<'_, '_> {
    /// The documented successes, with how each of their media types is read.
    pub(super) fn successes<'r>(
        &mut self,
        read: &'r model::Operation,
        wanted: &Wanted<'_>,
        site: &Site,
    ) -> (Vec<Success>, Vec<Vec<Offer<'r>>>) {
        let chosen = chosen(read);
        let several = chosen.len() > 1;
        let mut scope = Scope::default();
        let (mut all, mut offered) = (Vec::new(), Vec::new());
        for (status, response) in chosen {
            let suffix = if several { format!(" {}", status_name(*status)) } else { String::new() };
            let site = Site { words: format!("{}{suffix} response", site.words), ..site.clone() };
            // The response to HEAD has the headers of a body, and no body (RFC 9110, section 9.3.2).
            let offers = if read.method == "HEAD" { Vec::new() } else { self.offers(response, wanted, &site) };
            let reply = offers.first().map_or(Reply::Empty, |offer| offer.reply.clone());
            let reply = if is_redirect(*status) { reply.optional() } else { reply };
            let (variant, _) = scope.claim(VariantName::new(&status_name(*status)), []);
            all.push(Success {
                status: wire_status(*status),
                variant,
                docs: docs(&[response.summary.as_deref(), Some(&response.description)]),
                reply,
                representations: Vec::new(),
            });
            offered.push(offers);
        }
        if all.is_empty() {
            let (status, variant) = (Status::Range(2), VariantName::new("success"));
            let (docs, reply, representations) = (docs(&[]), Reply::Empty, Vec::new());
            all.push(Success { status, variant, docs, reply, representations });
            offered.push(Vec::new());
        }
        (all, offered)
    }

    /// How a media type of a response is read.
    pub(super) fn reply(&mut self, media_type: &str, content: &MediaType, wanted: &Wanted<'_>, site: &Site) -> Reply {
        if !is_sendable(media_type) {
            let message = format!("`{media_type}` is not a media type: the client does not ask for it");
            self.types.report(Diagnostic::warning("lower::media-type", content.place.clone(), message));
        }
        let binary = content.schema.is_some_and(|schema| self.types.names.meanings.is_binary(schema));
        match sort(media_type) {
            _ if binary => Reply::Stream,
            Sort::Json => Reply::Json(self.content_type(content, site)),
            Sort::Any if content.schema.is_some() => Reply::Json(self.content_type(content, site)),
            Sort::Events => Reply::Events(match wanted.item {
                Some(item) => Some(self.types.ty_or_json(item, site)),
                None => match self.content_type(content, site) {
                    Type::Json | Type::String => None,
                    ty => Some(ty),
                },
            }),
            Sort::Lines if wanted.item.is_some() => Reply::Lines(match wanted.item {
                Some(item) => self.types.ty_or_json(item, site),
                None => Type::Json,
            }),
            // A schema that says only that the whole is text does not say what its lines are: JSON, says the media type.
            Sort::Lines
                if content.item_schema.is_none()
                    && content.schema.is_some_and(|schema| self.types.names.meanings.is_text(schema)) =>
            {
                Reply::Lines(Type::Json)
            }
            Sort::Lines => Reply::Lines(self.item_type(content, site)),
            Sort::Xml => {
                let xml = self.xml_type(content, site, true);
                xml.map_or(Reply::Text, |(ty, root)| Reply::Xml(ty, root))
            }
            Sort::Text | Sort::Form => Reply::Text,
            Sort::Any | Sort::Bytes | Sort::Multipart => Reply::Stream,
        }
    }

    /// The type of an item of a stream: of its own schema, or of the items of a list, which all of the stream is.
    fn item_type(&mut self, content: &MediaType, site: &Site) -> Type {
        if let Some(item) = content.item_schema {
            return self.types.ty_or_json(item, site);
        }
        let merged = content.schema.and_then(|schema| self.types.merged(schema).ok());
        match merged.filter(|merged| merged.one_type() == Some(SimpleType::Array)).and_then(|merged| merged.items) {
            Some(items) => self.types.ty_or_json(items, site),
            None => self.content_type(content, site),
        }
    }

    /// The documented failures: what their bodies are, in JSON, XML or text. One whose type cannot be told is still an error with
    /// its body, and so is one without content.
    pub(super) fn failures(&mut self, read: &model::Operation, site: &Site) -> Vec<Failure> {
        let failed = |status: &model::Status| match status {
            model::Status::Code(code) => *code >= 400,
            model::Status::Range(class) => *class >= 4,
            model::Status::Default => read.responses.keys().any(|other| *other != model::Status::Default),
        };
        let mut scope = Scope::default();
        let mut all = Vec::new();
        for (status, response) in read.responses.iter().filter(|(status, _)| failed(status)) {
            let site = Site { words: format!("{} {} error", site.words, status_name(*status)), ..site.clone() };
            let reply = preferred_of_failure(response)
                .and_then(|(media_type, content)| self.failure(media_type, content, &site))
                .unwrap_or(Reply::Empty);
            let (docs, name) = (
                docs(&[response.summary.as_deref(), Some(&response.description)]),
                VariantName::new(&status_name(*status)),
            );
            let variant = if reply == Reply::Empty { name } else { scope.claim(name, []).0 };
            all.push(Failure { status: wire_status(*status), variant, docs, reply });
        }
        all.sort_by_key(|failure| failure.status);
        all
    }

    fn failure(&mut self, media_type: &str, content: &MediaType, site: &Site) -> Option<Reply> {
        match sort(media_type) {
            Sort::Text => Some(Reply::Text),
            _ if content.schema.is_none() => None,
            Sort::Json => Some(Reply::Json(self.content_type(content, site))),
            Sort::Xml => self.xml_type(content, site, true).map(|(ty, root)| Reply::Xml(ty, root)),
            _ => None,
        }
    }

    /// The media type that a plain call asks for: that of a rule, else an object or list, bytes, text, a stream of items.
    pub(super) fn preferred<'r>(
        &mut self,
        response: &'r Response,
        wanted: &Wanted<'_>,
    ) -> Option<(&'r String, &'r MediaType)> {
        if let Some(chosen) = response.content.iter().find(|(media_type, _)| wanted.is(media_type)) {
            return Some(chosen);
        }
        let mut rank = |media_type: &str, content: &MediaType| match sort(media_type) {
            Sort::Json if content.schema.is_some_and(|schema| self.types.names.meanings.is_binary(schema)) => 3,
            Sort::Json if content.schema.is_some_and(|schema| self.types.names.meanings.is_scalar(schema)) => 4,
            Sort::Json => 0,
            Sort::Any => 1,
            Sort::Xml if content.schema.is_some() => 2,
            Sort::Bytes | Sort::Multipart => 3,
            Sort::Text => 5,
            Sort::Form | Sort::Xml => 6,
            Sort::Lines => 7,
            Sort::Events => 8,
        };
        response.content.iter().min_by_key(|(media_type, content)| rank(media_type, content))
    }

    /// The media types that a call asks for, over all documented responses: of a success the one of a view, or the preferred one.
    pub(super) fn accept(&mut self, read: &model::Operation, wanted: &Wanted<'_>, view: Option<&str>) -> String {
        let successes: Vec<&model::Status> = chosen(read).into_iter().map(|(status, _)| status).collect();
        let mut types: Vec<&str> = view.into_iter().collect();
        for (status, response) in &read.responses {
            let preferred = match (successes.contains(&status), view) {
                (true, Some(_)) => None,
                (true, None) => self.preferred(response, wanted),
                (false, _) => preferred_of_failure(response),
            };
            let Some((media_type, _)) = preferred else { continue };
            if !types.contains(&media_type.as_str()) && media_type.contains('/') && is_sendable(media_type) {
                types.push(media_type);
            }
        }
        if types.is_empty() { "*/*".to_owned() } else { types.join(", ") }
    }
}

/// A response with such a status leads elsewhere, and may have no body (RFC 9110, section 15.4).
fn is_redirect(status: model::Status) -> bool {
    matches!(status, model::Status::Code(300..400) | model::Status::Range(3))
}

/// The media type that the client takes of a failure.
fn preferred_of_failure(response: &Response) -> Option<(&String, &MediaType)> {
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
