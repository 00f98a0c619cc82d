//! Request bodies and responses: what changed in each beside its schema.

use std::collections::BTreeSet;

use super::Run;
use crate::diagnostic::Place;
use crate::drift::Touch;
use crate::drift::kinds::{Kind, Way};
use crate::model::{Header, MediaType, Operation, Response, Status};

impl<'a> Run<'_, 'a> {
    /// Compares the request bodies of an operation.
    pub(super) fn body(&mut self, old: &'a Operation, new: &'a Operation) {
        let (start, label) = (self.found.len(), new.label());
        let touches = [self.owners.0.of_body(old), self.owners.1.of_body(new)].concat();
        let subject = format!("{label} request body");
        match (&old.body, &new.body) {
            (None, None) => {}
            (Some(before), None) => {
                self.push(
                    Kind::BodyRemoved,
                    Way::Request,
                    subject,
                    (None, None),
                    (Some(&before.place), Some(&new.place)),
                );
            }
            (None, Some(now)) => {
                let kind = if now.required { Kind::RequiredBodyAdded } else { Kind::OptionalBodyAdded };
                self.push(kind, Way::Request, subject, (None, None), (Some(&old.place), Some(&now.place)));
            }
            (Some(before), Some(now)) => {
                let at = (Some(&before.place), Some(&now.place));
                if before.required != now.required {
                    let kind = if now.required { Kind::BodyBecameRequired } else { Kind::BodyBecameOptional };
                    self.push(kind, Way::Request, subject.clone(), (None, None), at);
                }
                let content = (before.content.iter(), now.content.iter());
                let (before, now) = (content.0.collect::<Vec<_>>(), content.1.collect::<Vec<_>>());
                self.content(&before, &now, Way::Request, &subject, at, (&label, &touches));
            }
        }
        for found in self.found.iter_mut().skip(start) {
            found.touches.clone_from(&touches);
        }
    }

    /// Compares the responses of an operation.
    pub(super) fn responses(&mut self, old: &'a Operation, new: &'a Operation) {
        let label = new.label();
        let statuses: BTreeSet<Status> = old.responses.keys().chain(new.responses.keys()).copied().collect();
        for status in statuses {
            let (start, success) = (self.found.len(), is_success(status));
            let touches = [self.owners.0.of_answer(old, success), self.owners.1.of_answer(new, success)].concat();
            let subject = format!("{label} {}", status_words(status));
            match (old.responses.get(&status), new.responses.get(&status)) {
                (Some(before), Some(now)) => {
                    self.response(before, now, &subject, &label, &touches);
                    let of_headers = [self.owners.0.of_headers(old), self.owners.1.of_headers(new)].concat();
                    self.headers(before, now, &subject, &label, &of_headers);
                }
                (Some(before), None) => {
                    let kind = if success { Kind::SuccessRemoved } else { Kind::FailureRemoved };
                    let at = (Some(&before.place), Some(&new.place));
                    self.push(kind, Way::Answer, subject, (None, None), at);
                }
                (None, Some(now)) => {
                    let kind = if success { Kind::SuccessAdded } else { Kind::FailureAdded };
                    let at = (Some(&old.place), Some(&now.place));
                    self.push(kind, Way::Answer, subject, (None, None), at);
                }
                (None, None) => {}
            }
            for found in self.found.iter_mut().skip(start).filter(|found| found.touches.is_empty()) {
                found.touches.clone_from(&touches);
            }
        }
    }

    fn response(&mut self, old: &'a Response, new: &'a Response, subject: &str, label: &str, touches: &[Touch]) {
        let at = (Some(&old.place), Some(&new.place));
        if old.content.is_empty() != new.content.is_empty() {
            let kind = if old.content.is_empty() { Kind::ContentAdded } else { Kind::ContentRemoved };
            self.push(kind, Way::Answer, subject.to_owned(), (None, None), at);
        } else {
            let (before, now) = (old.content.iter().collect::<Vec<_>>(), new.content.iter().collect::<Vec<_>>());
            self.content(&before, &now, Way::Answer, subject, at, (label, touches));
        }
    }

    /// Compares the headers of a response, whose names are the same in any case (RFC 9110, section 5.1).
    fn headers(&mut self, old: &'a Response, new: &'a Response, subject: &str, label: &str, touches: &[Touch]) {
        let start = self.found.len();
        let find = |one: &'a Response, wanted: &str| {
            one.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, header)| header)
        };
        for (name, before) in &old.headers {
            let subject = format!("{subject} header {name}");
            let Some(now) = find(new, name) else {
                let kind = if before.required { Kind::RequiredHeaderRemoved } else { Kind::HeaderRemoved };
                self.push(kind, Way::Answer, subject, (None, None), (Some(&before.place), Some(&new.place)));
                continue;
            };
            let at = (Some(&before.place), Some(&now.place));
            let flags = [
                (before.required, now.required, Kind::HeaderBecameRequired, Kind::HeaderBecameOptional),
                (before.deprecated, now.deprecated, Kind::Deprecated, Kind::Reactivated),
            ];
            for (_, now, set, cleared) in flags.into_iter().filter(|(before, now, ..)| before != now) {
                self.push(if now { set } else { cleared }, Way::Answer, subject.clone(), (None, None), at);
            }
            let style = |one: &Header| {
                let style = if one.explode { "simple, exploded" } else { "simple" };
                Some(one.content.clone().unwrap_or_else(|| style.to_owned()))
            };
            if style(before) != style(now) {
                self.push(Kind::StyleChanged, Way::Answer, subject.clone(), (style(before), style(now)), at);
            }
            self.pairs.root((before.schema, now.schema), Way::Answer, subject, label, touches.to_vec());
        }
        for (name, now) in new.headers.iter().filter(|(name, _)| find(old, name).is_none()) {
            let at = (Some(&old.place), Some(&now.place));
            self.push(Kind::HeaderAdded, Way::Answer, format!("{subject} header {name}"), (None, None), at);
        }
        for found in self.found.iter_mut().skip(start) {
            found.touches = touches.to_vec();
        }
    }

    fn content(
        &mut self,
        old: &[(&'a String, &'a MediaType)],
        new: &[(&'a String, &'a MediaType)],
        way: Way,
        subject: &str,
        at: (Option<&Place>, Option<&Place>),
        (label, touches): (&str, &[Touch]),
    ) {
        let named = |all: &[(&'a String, &'a MediaType)], name: &str| {
            let exact = all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            let mut alike = all.iter().filter(|(known, _)| essence(known) == essence(name));
            let only = alike.next().filter(|_| alike.next().is_none());
            exact.or(only).map(|(known, media)| (known.as_str(), *media))
        };
        for (name, before) in old {
            let Some((called, now)) = named(new, name) else {
                let words = (Some((*name).clone()), None);
                self.push(Kind::MediaTypeRemoved, way, subject.to_owned(), words, at);
                continue;
            };
            if !called.eq_ignore_ascii_case(name) {
                let words = (Some((*name).clone()), Some(called.to_owned()));
                self.push(Kind::MediaTypeParametersChanged, way, subject.to_owned(), words, at);
            }
            let below = if new.len() > 1 { format!("{subject} {name}") } else { subject.to_owned() };
            if way == Way::Request && before.encoding != now.encoding {
                let at = (Some(&before.place), Some(&now.place));
                self.push(Kind::StyleChanged, way, below.clone(), (None, None), at);
            }
            match (before.schema, now.schema) {
                (Some(before), Some(now)) => self.pairs.root((before, now), way, below, label, touches.to_vec()),
                (None, None) => {}
                (before, _) => {
                    let kind = if before.is_none() { Kind::TypeNarrowed } else { Kind::TypeWidened };
                    let words = |known: bool| Some(if known { "a schema" } else { "any" }.to_owned());
                    self.push(kind, way, below, (words(before.is_some()), words(before.is_none())), at);
                }
            }
        }
        for (name, _) in new.iter().filter(|(name, _)| named(old, name).is_none()) {
            self.push(Kind::MediaTypeAdded, way, subject.to_owned(), (None, Some((*name).clone())), at);
        }
    }
}

fn status_words(status: Status) -> String {
    match status {
        Status::Code(code) => format!("answer {code}"),
        Status::Range(class) => format!("answer {class}XX"),
        Status::Default => "default answer".to_owned(),
    }
}

fn is_success(status: Status) -> bool {
    match status {
        Status::Code(code) => (200..300).contains(&code),
        Status::Range(class) => class == 2,
        Status::Default => false,
    }
}

/// A media type without its parameters, which is what it is (RFC 9110, section 8.3.1).
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
