//! What the configuration says of the responses of an operation: which media type a plain call asks for, and streams that the
//! document does not have.

use super::representations::stream_view;
use super::responses::{Wanted, chosen};
use super::{Fault, Lower, Site};
use crate::config::{StreamKind, StreamingRule};
use crate::ir::{Reply, View};
use crate::model::{self, SchemaId};
use crate::names::Scope;
use crate::pointer::Pointer;

impl<'a> Lower<'a> {
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
        let item = streaming.and_then(|rule| rule.item.as_ref()).and_then(|item| self.schema_at(item));
        Wanted { media_type: preferred.map(|rule| rule.media_type.as_str()), streaming, item }
    }

    fn schema_at(&self, pointer: &Pointer) -> Option<SchemaId> {
        self.by_pointer.get(pointer).copied()
    }

    /// The view of a stream that the configuration says and the document does not.
    pub(super) fn undocumented_stream(
        &mut self,
        read: &model::Operation,
        wanted: &Wanted<'_>,
        known: &[View],
        taken: &mut Scope,
        site: &Site,
    ) -> Result<Option<View>, Fault> {
        let (Some(rule), Some(item)) = (wanted.streaming, wanted.item) else { return Ok(None) };
        if known.iter().any(|view| is_stream(&view.reply, rule)) {
            return Ok(None);
        }
        let ty = self.ty(item, &Site { words: format!("{} event", site.words), ..site.clone() })?;
        let (media_type, reply) = match rule.kind {
            Some(StreamKind::Lines) => ("application/x-ndjson", Reply::Lines(ty)),
            Some(StreamKind::Events) | None => ("text/event-stream", Reply::Events(Some(ty))),
        };
        // A server that does not know the media type answers what it documents; a stream of it is read all the same.
        let accept = format!("{media_type}, {}", self.accept(read, wanted, None));
        Ok(Some(stream_view(media_type, accept, reply, taken)))
    }
}

/// Whether it is a stream of the kind that a rule is about.
pub(super) fn is_stream(reply: &Reply, rule: &StreamingRule) -> bool {
    match rule.kind {
        Some(StreamKind::Events) => matches!(reply, Reply::Events(_)),
        Some(StreamKind::Lines) => matches!(reply, Reply::Lines(_)),
        None => reply.is_items(),
    }
}
