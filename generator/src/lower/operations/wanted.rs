//! What the configuration and the statuses say of the responses of an operation: which of them are successes, and which media
//! type a plain call asks for.

use super::Operations;
use crate::config::StreamingRule;
use crate::model::{self, Response};

/// What the configuration says of the responses of an operation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted<'c> {
    /// The media type that a plain call asks for.
    pub(super) media_type: Option<&'c str>,
    /// How it is switched to a stream.
    pub(super) streaming: Option<&'c StreamingRule>,
    /// The type of the items of that stream.
    pub(super) item: Option<model::SchemaId>,
}

impl Wanted<'_> {
    pub(super) fn is(&self, media_type: &str) -> bool {
        self.media_type.is_some_and(|wanted| wanted.eq_ignore_ascii_case(media_type))
    }
}

impl<'a> Operations<'_, 'a> {
    /// What the configuration says of the responses of an operation.
    pub(super) fn wanted(&mut self, read: &model::Operation) -> Wanted<'a> {
        let config = self.config;
        let id = read.key();
        let offers = |media_type: &str| {
            let mut all = chosen(read).into_iter().flat_map(|(_, response)| response.content.keys());
            all.any(|offered| offered.eq_ignore_ascii_case(media_type))
        };
        let preferred = config.responses.iter().find(|rule| rule.which.concerns(&id) && offers(&rule.media_type));
        if let Some(rule) = preferred {
            self.rules.uses(&rule.place);
        }
        let streaming = config.streaming.iter().find(|rule| rule.which.concerns(&id));
        let item = streaming.and_then(|rule| rule.item.as_ref()).and_then(|item| self.types.names.schema_at(item));
        Wanted { media_type: preferred.map(|rule| rule.media_type.as_str()), streaming, item }
    }
}

/// The responses that are successes: 2XX, or `default` where there is none, or whatever is documented below 400.
pub(super) fn chosen(read: &model::Operation) -> Vec<(&model::Status, &Response)> {
    let ranked = |wanted: &dyn Fn(model::Status) -> bool| {
        let wanted = read.responses.iter().filter(|(status, _)| wanted(**status));
        wanted.map(|(status, response)| (status, response.as_ref())).collect::<Vec<_>>()
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
    // A status before its range: the client takes the first that a response fits.
    chosen.sort_by_key(|(status, _)| **status);
    chosen
}
