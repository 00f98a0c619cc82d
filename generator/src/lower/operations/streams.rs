//! Streams that the configuration says and the document does not have.

use super::Operations;
use super::representations::stream_view;
use super::wanted::Wanted;
use crate::config::{StreamKind, StreamingRule};
use crate::ir::{Reply, View};
use crate::lower::Site;
use crate::model::{self, Fault};
use crate::names::Scope;

impl Operations<'_, '_> {
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
        let ty = self.types.ty(item, &Site { words: format!("{} event", site.words), ..site.clone() })?;
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
pub(in crate::lower) fn is_stream(reply: &Reply, rule: &StreamingRule) -> bool {
    match rule.kind {
        Some(StreamKind::Events) => matches!(reply, Reply::Events(_)),
        Some(StreamKind::Lines) => matches!(reply, Reply::Lines(_)),
        None => reply.is_items(),
    }
}
