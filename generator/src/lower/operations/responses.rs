//! Responses: the successes and failures of an operation, and what each holds.

use super::Operations;
use super::failures::preferred_of_failure;
use super::media::{Sort, is_sendable, sort};
use super::representations::Offer;
use super::statuses::{status_name, wire_status};
use super::wanted::{Wanted, chosen};
use crate::diagnostic::Diagnostic;
use crate::ir::{Failure, Reply, Status, Success, Type, View};
use crate::lower::{Site, docs};
use crate::model::{self, Fault, MediaType, Response, SimpleType};
use crate::names::{Scope, TypeName, VariantName};

/// The responses of an operation, and what their types are called.
pub(super) struct Responses {
    pub(super) success: Vec<Success>,
    pub(super) views: Vec<View>,
    pub(super) stream_end: Option<String>,
    /// The type of the successes, where they differ.
    pub(super) output: Option<TypeName>,
    pub(super) failures: Vec<Failure>,
    /// The type of the failures, where one has a body.
    pub(super) failure: Option<TypeName>,
    /// The media types that a call asks for.
    pub(super) accept: String,
}

impl Operations<'_, '_> {
    /// The responses of an operation at a site. `taken`: names that no view of them can have.
    pub(super) fn responses(
        &mut self,
        read: &model::Operation,
        mut taken: Scope,
        site: &Site,
    ) -> Result<Responses, Fault> {
        let wanted = self.wanted(read);
        let (mut success, offers) = self.successes(read, &wanted, site);
        let mut views = self.views_of(read, &mut success, &offers, &mut taken, &wanted);
        views.extend(self.undocumented_stream(read, &wanted, &views, &mut taken, site)?);
        let failures = self.failures(read, site);
        let scope = self.types.scope(site.module.as_ref());
        let mut claim = |suffix| scope.claim(TypeName::of(&[site.words.as_str(), suffix]), []).0;
        let differ = success.iter().any(|one| success.first().is_some_and(|first| one.reply != first.reply));
        let output = differ.then(|| claim("output"));
        let failure = failures.iter().any(|failure| failure.reply != Reply::Empty).then(|| claim("error"));
        let accept = self.accept(read, &wanted, None);
        let stream_end = wanted.streaming.and_then(|rule| rule.end.clone());
        Ok(Responses { success, views, stream_end, output, failures, failure, accept })
    }

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
                example: offers.first().and_then(|offer| offer.example.clone()),
                representations: Vec::new(),
            });
            offered.push(offers);
        }
        if all.is_empty() {
            let (status, variant) = (Status::Range(2), VariantName::new("success"));
            let (docs, reply, example, representations) = (docs(&[]), Reply::Empty, None, Vec::new());
            all.push(Success { status, variant, docs, reply, example, representations });
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
            // Text and JSON look different, and the media type that comes says which one it is.
            Sort::Any if content.schema.is_some_and(|schema| self.types.names.meanings.is_text(schema)) => {
                Reply::Loose(self.content_type(content, site))
            }
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

    /// The media types that a call asks for, over all documented responses: of a success the one of a view, or the preferred one. One of
    /// a failure that a success can have, too, is the last choice: the server must not take it for the success.
    pub(super) fn accept(&mut self, read: &model::Operation, wanted: &Wanted<'_>, view: Option<&str>) -> String {
        let successes: Vec<&model::Status> = chosen(read).into_iter().map(|(status, _)| status).collect();
        let mut types: Vec<String> = view.into_iter().map(str::to_owned).collect();
        let is_of_success = |media_type: &String| {
            let mut all = read.responses.iter().filter(|(status, _)| successes.contains(status));
            all.any(|(_, response)| response.content.contains_key(media_type))
        };
        for (status, response) in &read.responses {
            let preferred = match (successes.contains(&status), view) {
                (true, Some(_)) => None,
                (true, None) => self.preferred(response, wanted),
                (false, _) => preferred_of_failure(response),
            };
            let Some((media_type, _)) = preferred else { continue };
            if types.contains(media_type) || !media_type.contains('/') || !is_sendable(media_type) {
                continue;
            }
            let is_last = !successes.contains(&status) && !types.is_empty() && is_of_success(media_type);
            let asked = if is_last { format!("{media_type};q=0.1") } else { media_type.clone() };
            if !types.contains(&asked) {
                types.push(asked);
            }
        }
        if types.is_empty() { "*/*".to_owned() } else { types.join(", ") }
    }
}

/// A response with such a status leads elsewhere, and may have no body (RFC 9110, section 15.4).
fn is_redirect(status: model::Status) -> bool {
    matches!(status, model::Status::Code(300..400) | model::Status::Range(3))
}
