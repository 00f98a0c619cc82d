//! Request bodies and responses: what changed in each beside its schema.

use std::collections::BTreeSet;

use super::Run;
use crate::diagnostic::Place;
use crate::drift::Touch;
use crate::drift::kinds::{Kind, Way};
use crate::media_type::{self, essence};
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
            let of_headers = [self.owners.0.of_headers(old), self.owners.1.of_headers(new)].concat();
            let ranges = (covering(old, status), covering(new, status));
            match (old.responses.get(&status), new.responses.get(&status), ranges) {
                (Some(before), Some(now), _) => {
                    self.response(before, now, &subject, &label, &touches);
                    self.headers(before, now, &subject, &label, &of_headers);
                }
                (Some(before), None, (_, Some((range, now)))) => {
                    self.response(before, now, &subject, &label, &touches);
                    self.headers(before, now, &subject, &label, &of_headers);
                    let at = (Some(&before.place), Some(&now.place));
                    if !old.responses.contains_key(&range) {
                        self.statuses(Kind::StatusWidened, &label, (status, range), at);
                    }
                }
                (None, Some(now), (Some((range, before)), _)) => {
                    self.response(before, now, &subject, &label, &touches);
                    self.headers(before, now, &subject, &label, &of_headers);
                    let at = (Some(&before.place), Some(&now.place));
                    if !new.responses.contains_key(&range) {
                        self.statuses(Kind::StatusNarrowed, &label, (range, status), at);
                    }
                }
                // A range in the place of statuses is compared with each of them.
                (Some(_), None, _) if covers_some(new, old, status) => {}
                (None, Some(_), _) if covers_some(old, new, status) => {}
                (Some(before), None, _) => {
                    let kind = if success { Kind::SuccessRemoved } else { Kind::FailureRemoved };
                    let at = (Some(&before.place), Some(&new.place));
                    self.push(kind, Way::Answer, subject, (None, None), at);
                }
                (None, Some(now), _) => {
                    let kind = if success { Kind::SuccessAdded } else { Kind::FailureAdded };
                    let at = (Some(&old.place), Some(&now.place));
                    self.push(kind, Way::Answer, subject, (None, None), at);
                }
                (None, None, _) => {}
            }
            for found in self.found.iter_mut().skip(start).filter(|found| found.touches.is_empty()) {
                found.touches.clone_from(&touches);
            }
        }
    }

    /// Statuses that stand for more, or for fewer than before.
    fn statuses(
        &mut self,
        kind: Kind,
        label: &str,
        (before, now): (Status, Status),
        at: (Option<&Place>, Option<&Place>),
    ) {
        let way = if is_success(before) { Way::Answer } else { Way::Unsent };
        let words = (Some(status_words(before)), Some(status_words(now)));
        self.push(kind, way, label.to_owned(), words, at);
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
            let way = self.turned(Way::Answer);
            self.pairs.root((before.schema, now.schema), way, subject, label, touches.to_vec());
        }
        for (name, now) in new.headers.iter().filter(|(name, _)| find(old, name).is_none()) {
            let at = (Some(&old.place), Some(&now.place));
            let kind = if now.required { Kind::RequiredHeaderAdded } else { Kind::HeaderAdded };
            self.push(kind, Way::Answer, format!("{subject} header {name}"), (None, None), at);
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
            let Some((called, now)) = named(new, name).or_else(|| related(new, name)) else {
                let words = (Some((*name).clone()), None);
                // Who receives what the server chooses to send misses nothing.
                let way = if self.called && way == Way::Request && !new.is_empty() { Way::Unsent } else { way };
                self.push(Kind::MediaTypeRemoved, way, subject.to_owned(), words, at);
                continue;
            };
            if !called.eq_ignore_ascii_case(name) {
                let words = (Some((*name).clone()), Some(called.to_owned()));
                let (kind, way) = renamed(name, called, way);
                self.push(kind, way, subject.to_owned(), words, at);
            }
            let below = if new.len() > 1 { format!("{subject} {name}") } else { subject.to_owned() };
            if way == Way::Request && before.encoding != now.encoding {
                let at = (Some(&before.place), Some(&now.place));
                self.push(Kind::StyleChanged, way, below.clone(), (None, None), at);
            }
            match (before.schema, now.schema) {
                (Some(before), Some(now)) => {
                    let way = self.turned(way);
                    self.pairs.root((before, now), way, below, label, touches.to_vec());
                }
                (None, None) => {}
                (before, _) => {
                    let kind = if before.is_none() { Kind::TypeNarrowed } else { Kind::TypeWidened };
                    let words = |known: bool| Some(if known { "a schema" } else { "any" }.to_owned());
                    self.push(kind, way, below, (words(before.is_some()), words(before.is_none())), at);
                }
            }
        }
        let came = |name: &str| named(old, name).is_none() && related(old, name).is_none();
        for (name, _) in new.iter().filter(|(name, _)| came(name)) {
            let asked = !self.called || way == Way::Answer;
            let kind = if asked { Kind::MediaTypeAdded } else { Kind::UnaskedMediaTypeAdded };
            self.push(kind, way, subject.to_owned(), (None, Some((*name).clone())), at);
        }
    }
}

/// The response of the range that a status is in.
fn covering(operation: &Operation, status: Status) -> Option<(Status, &Response)> {
    let Status::Code(code) = status else { return None };
    let range = Status::Range(u8::try_from(code / 100).ok()?);
    operation.responses.get(&range).map(|response| (range, &**response))
}

/// Whether a range stands for statuses that only the first operation has.
fn covers_some(one: &Operation, other: &Operation, range: Status) -> bool {
    let Status::Range(_) = range else { return false };
    let only = one.responses.keys().filter(|status| !other.responses.contains_key(*status));
    only.into_iter().any(|status| covering(other, *status).is_some_and(|(known, _)| known == range))
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

/// What a media type that is called otherwise became.
fn renamed(old: &str, new: &str, way: Way) -> (Kind, Way) {
    if essence(old) != essence(new) {
        let kind = if is_within(new, old) { Kind::MediaTypeNarrowed } else { Kind::MediaTypeWidened };
        return (kind, way);
    }
    // The client reads an answer in the charset that the answer says.
    let way = if way == Way::Answer && parameters(old) == parameters(new) { Way::Unsent } else { way };
    (Kind::MediaTypeParametersChanged, way)
}

/// The one media type that is part of another one, or that it is part of.
fn related<'a>(all: &[(&'a String, &'a MediaType)], name: &str) -> Option<(&'a str, &'a MediaType)> {
    let mut alike = all.iter().filter(|(known, _)| is_within(known, name) || is_within(name, known));
    let only = alike.next().filter(|_| alike.next().is_none());
    only.map(|(known, media)| (known.as_str(), *media))
}

/// Whether every value of a media type is one of another: of a range (RFC 9110, section 12.5.1), or of the one whose syntax
/// the suffix names (RFC 6839), as `application/hal+json` is JSON.
fn is_within(one: &str, other: &str) -> bool {
    let (one, other) = (essence(one), essence(other));
    let (Some((kind, name)), Some((wider, range))) = (one.split_once('/'), other.split_once('/')) else { return false };
    let in_range = range == "*" && (wider == "*" || wider == kind);
    let suffix = name.rsplit_once('+').map(|(_, suffix)| suffix);
    one != other && (in_range || wider == kind && suffix == Some(range))
}

/// The parameters of a media type beside the charset, in order of their names.
fn parameters(media_type: &str) -> BTreeSet<String> {
    media_type::parameters(media_type).filter(|one| !one.starts_with("charset=")).collect()
}
