//! The documented failures of an operation.

use super::Operations;
use super::media::{Sort, sort};
use super::statuses::{status_name, wire_status};
use crate::ir::{Failure, Reply};
use crate::lower::{Site, docs};
use crate::model::{self, MediaType, Response};
use crate::names::{Scope, VariantName};

impl Operations<'_, '_> {
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
}

/// The media type that the client takes of a failure.
pub(super) fn preferred_of_failure(response: &Response) -> Option<(&String, &MediaType)> {
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
