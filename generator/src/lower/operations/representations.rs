//! Responses with several media types: which one a plain call asks for, what it reads besides, and the views of the call for the
//! others.

use std::sync::Arc;

use serde_json::Value;

use super::Operations;
use super::media::{Sort, is_sendable, sort};
use super::statuses::status_name;
use super::wanted::{Wanted, chosen};
use crate::diagnostic::Diagnostic;
use crate::ir::{Reply, Representation, Success, Type, View};
use crate::lower::Site;
use crate::media_type::essence;
use crate::model::{self, MediaType, Response};
use crate::names::{MethodName, Scope};

/// A documented media type of a response, and how it is read.
#[derive(Clone)]
pub(super) struct Offer<'r> {
    pub(super) media_type: &'r String,
    pub(super) reply: Reply,
    pub(super) example: Option<Arc<Value>>,
    sort: Sort,
}

impl Operations<'_, '_> {
    /// How each documented media type of a response is read, the one that a plain call requests first.
    pub(super) fn offers<'r>(&mut self, response: &'r Response, wanted: &Wanted<'_>, site: &Site) -> Vec<Offer<'r>> {
        let Some((first, content)) = self.preferred(response, wanted) else { return Vec::new() };
        let reply = self.reply(first, content, wanted, site);
        let offer = |media_type, content: &MediaType, reply| {
            let example = content.example.clone();
            Offer { media_type, reply, example, sort: sort(media_type) }
        };
        let mut all = vec![offer(first, content, reply)];
        for (media_type, content) in response.content.iter().filter(|(other, _)| *other != first) {
            if !is_sendable(media_type) {
                continue;
            }
            let site = Site { words: format!("{} {}", site.words, words(media_type)), ..site.clone() };
            let reply = self.other_reply(media_type, content, &all[0].reply, wanted, &site);
            all.push(offer(media_type, content, reply));
        }
        all
    }

    /// How a media type is read that a plain call does not ask for. Text of the type that the plain call gives is a value of
    /// it, and XML beside something else is text: its tables would be in every client of a framework that always documents it.
    fn other_reply(
        &mut self,
        media_type: &str,
        content: &MediaType,
        first: &Reply,
        wanted: &Wanted<'_>,
        site: &Site,
    ) -> Reply {
        match (sort(media_type), first) {
            (Sort::Text, Reply::Json(ty)) if *ty != Type::String && content.schema.is_some() => {
                let same = self.content_type(content, site) == *ty;
                if same { Reply::Loose(ty.clone()) } else { Reply::Text }
            }
            (Sort::Xml, first) if !matches!(first, Reply::Xml(..)) => Reply::Text,
            _ => self.reply(media_type, content, wanted, site),
        }
    }

    /// The views of an operation: one for each representation that is not another way to write the first one, where there are
    /// several. Each success gets its representations.
    pub(super) fn views_of(
        &mut self,
        read: &model::Operation,
        successes: &mut [Success],
        offers: &[Vec<Offer<'_>>],
        taken: &mut Scope,
        wanted: &Wanted<'_>,
    ) -> Vec<View> {
        let is_alone = offers.iter().all(|offers| offers.iter().all(|offer| offer.says_the_same(&offers[0])));
        let wants = |offer: &Offer<'_>| match is_alone {
            true => wanted.streaming.is_some() && offer.reply.is_items(),
            false => true,
        };
        let mut views: Vec<View> = Vec::new();
        for ((status, _), mine) in chosen(read).into_iter().zip(offers) {
            for (index, offer) in mine.iter().enumerate().filter(|(_, offer)| wants(offer)) {
                let is_known = views.iter().any(|view| view.reads(offer.media_type, &offer.reply));
                let is_said = index > 0 && offer.says_the_same(&mine[0]);
                if is_known || is_said || index == 0 && is_of_statuses(offer, offers) {
                    continue;
                }
                let words = match (&offer.reply, offer.sort) {
                    (Reply::Stream, Sort::Any) => "bytes".to_owned(),
                    _ => words(offer.media_type),
                };
                let others = [
                    MethodName::new(offer.media_type.trim_start_matches("application/")),
                    MethodName::of(&["as", &words]),
                    MethodName::of(&[&words, &status_name(*status)]),
                ];
                let (name, _) = taken.claim(MethodName::new(&words), others);
                let accept = self.accept(read, wanted, Some(offer.media_type));
                views.push(View::new(name, offer.media_type.clone(), accept, offer.reply.clone()));
            }
        }
        for (success, offers) in successes.iter_mut().zip(offers).filter(|(_, offers)| offers.len() > 1) {
            success.representations = representations(&offers[0], offers, &views);
        }
        let all: Vec<Offer<'_>> = offers.iter().flatten().cloned().collect();
        let known = views.clone();
        for view in &mut views {
            let own = all.iter().find(|offer| view.reads(offer.media_type, &offer.reply));
            view.representations = own.map(|own| representations(own, &all, &known)).unwrap_or_default();
        }
        if !is_alone {
            self.say_views(read, offers, &views);
        }
        views
    }

    fn say_views(&mut self, read: &model::Operation, offers: &[Vec<Offer<'_>>], views: &[View]) {
        for (offers, (_, response)) in offers.iter().zip(chosen(read)).filter(|(offers, _)| offers.len() > 1) {
            let named = views.iter().map(|view| format!("`.{}()`", view.name)).collect::<Vec<_>>().join(", ");
            let message = format!(
                "of several media types a call asks for `{}`; its views ask for one each: {named}",
                offers[0].media_type
            );
            let note = Diagnostic::note("lower::response-media-type", response.place.clone(), message);
            self.types.report(note.help("`[[responses]]` in codegen.toml says which one a plain call asks for"));
        }
    }
}

impl Offer<'_> {
    /// Whether it is another way to write what the first one says, so that nobody asks for it.
    fn says_the_same(&self, first: &Self) -> bool {
        let whole = |sort: Sort| matches!(sort, Sort::Json | Sort::Text | Sort::Any | Sort::Form);
        let is_same_sort = match (self.sort, first.sort) {
            (Sort::Bytes, Sort::Bytes) => self.media_type == first.media_type,
            (one, other) => one == other || whole(one) && whole(other),
        };
        is_same_sort && self.reply.gives_the_same(&first.reply)
    }
}

/// Whether the operation tells the bodies of this media type apart by their statuses: a plain call does that.
fn is_of_statuses(offer: &Offer<'_>, offers: &[Vec<Offer<'_>>]) -> bool {
    let firsts = offers.iter().filter_map(|offers| offers.first());
    firsts.into_iter().any(|first| first.media_type == offer.media_type && first.reply != offer.reply)
}

/// How each media type is read where this one is asked for, which stands first: as the same type, or by another view.
fn representations(own: &Offer<'_>, offers: &[Offer<'_>], views: &[View]) -> Vec<Representation> {
    let mut all: Vec<Representation> = Vec::new();
    for offer in std::iter::once(own).chain(offers) {
        if all.iter().any(|known| known.media_type == *offer.media_type) {
            continue;
        }
        let view = views.iter().find(|view| view.reads(offer.media_type, &offer.reply));
        let is_read = offer.says_the_same(own) || view.is_none() && offer.reply.gives_the_same(&own.reply);
        all.push(Representation {
            media_type: offer.media_type.clone(),
            reply: is_read.then(|| offer.reply.clone()),
            view: view.map(|view| view.name.clone()),
        });
    }
    all
}

/// The view of a stream that is not documented.
pub(super) fn stream_view(media_type: &str, accept: String, reply: Reply, taken: &mut Scope) -> View {
    let words = words(media_type);
    let (name, _) = taken.claim(MethodName::new(&words), [MethodName::of(&["as", &words])]);
    View::new(name, media_type.to_owned(), accept, reply)
}

/// The words of a view for a media type.
fn words(media_type: &str) -> String {
    let essence = essence(media_type);
    match sort(media_type) {
        Sort::Json if essence == "application/json" => "json".to_owned(),
        Sort::Text if essence == "text/plain" => "text".to_owned(),
        Sort::Xml if essence.ends_with("/xml") => "xml".to_owned(),
        Sort::Form => "form".to_owned(),
        Sort::Events => "events".to_owned(),
        Sort::Lines => "lines".to_owned(),
        Sort::Bytes if essence == "application/octet-stream" => "bytes".to_owned(),
        Sort::Any => "any".to_owned(),
        _ => {
            let short = essence.strip_prefix("application/").filter(|rest| rest.starts_with(char::is_alphabetic));
            short.unwrap_or(&essence).replace('*', "any")
        }
    }
}
