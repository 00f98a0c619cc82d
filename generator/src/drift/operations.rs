//! Operations: which belongs to which, and what changed in each beside its schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{Kind, Way};
use super::owners::Owners;
use super::schemas::Pairs;
use super::{Found, Touch};
use crate::diagnostic::Place;
use crate::model::{Api, Location, MediaType, Operation, Parameter, Requirement, Response, Status};

/// An operation as it was and as it is.
pub(super) type Matched<'a> = (&'a Operation, &'a Operation);

/// Compares everything beside the schemas, whose pairs are handed on; also gives which operation belongs to which.
pub(super) fn compare<'a>(
    old: &'a Api,
    new: &'a Api,
    owners: &'a (Owners, Owners),
    pairs: &mut Pairs<'a>,
) -> (Vec<Found>, Vec<Matched<'a>>) {
    let (matched, gone, there) = matched(old, new);
    let mut run = Run { owners, pairs, found: Vec::new(), renamed: renamed_schemes(old, new) };
    for operation in gone {
        let touches = owners.0.of_operation(operation);
        run.whole(Kind::OperationRemoved, operation, (Some(&operation.place), None), touches);
    }
    for operation in there {
        let touches = owners.1.of_operation(operation);
        run.whole(Kind::OperationAdded, operation, (None, Some(&operation.place)), touches);
    }
    for (before, now) in &matched {
        run.operation(before, now);
    }
    run.schemes(old, new);
    run.servers(old, new);
    (grouped(run.found), matched)
}

/// The operations of both sides: by path and method, then by `operationId`; and those that are only on one side.
fn matched<'a>(old: &'a Api, new: &'a Api) -> (Vec<Matched<'a>>, Vec<&'a Operation>, Vec<&'a Operation>) {
    let address = |operation: &Operation| (operation.method.clone(), template(&operation.path));
    let mut by_address: BTreeMap<_, &Operation> = new.operations.iter().map(|one| (address(one), one)).collect();
    let (mut matched, mut gone) = (Vec::new(), Vec::new());
    for before in &old.operations {
        match by_address.remove(&address(before)) {
            Some(now) => matched.push((before, now)),
            None => gone.push(before),
        }
    }
    let mut by_id: BTreeMap<&str, &Operation> =
        by_address.values().filter_map(|now| Some((now.id.as_deref()?, *now))).collect();
    gone.retain(|before| match before.id.as_deref().and_then(|id| by_id.remove(id)) {
        Some(now) => {
            by_address.remove(&address(now));
            matched.push((before, now));
            false
        }
        None => true,
    });
    let there = new.operations.iter().filter(|now| by_address.contains_key(&address(now))).collect();
    (matched, gone, there)
}

/// A path without the names of its parameters, which are not sent.
fn template(path: &str) -> String {
    let parts = path.split('{').enumerate();
    parts.map(|(index, part)| if index == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) }).fold(
        String::new(),
        |mut all, part| {
            if !all.is_empty() {
                all.push_str("{}");
            }
            all.push_str(part);
            all
        },
    )
}

/// The parameters of a path, in its order.
fn path_params(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

struct Run<'r, 'a> {
    owners: &'a (Owners, Owners),
    pairs: &'r mut Pairs<'a>,
    found: Vec<Found>,
    renamed: BTreeMap<String, String>,
}

impl<'a> Run<'_, 'a> {
    fn push(
        &mut self,
        kind: Kind,
        way: Way,
        subject: String,
        words: (Option<String>, Option<String>),
        at: (Option<&Place>, Option<&Place>),
    ) -> &mut Found {
        let at = (at.0.cloned(), at.1.cloned());
        let (operations, touches) = (BTreeSet::new(), Vec::new());
        let found = Found { kind, wire: kind.wire(way), subject, words, at, operations, touches };
        self.found.push(found);
        self.found.last_mut().expect("it was just added")
    }

    fn whole(&mut self, kind: Kind, one: &Operation, at: (Option<&Place>, Option<&Place>), touches: Vec<Touch>) {
        let words = one.id.clone();
        let words = if at.0.is_some() { (words, None) } else { (None, words) };
        let found = self.push(kind, Way::Request, one.label(), words, at);
        found.operations.insert(one.label());
        found.touches = touches;
    }

    fn operation(&mut self, old: &'a Operation, new: &'a Operation) {
        let start = self.found.len();
        let label = new.label();
        let at = (Some(&old.place), Some(&new.place));
        let touches = [self.owners.0.of_operation(old), self.owners.1.of_operation(new)].concat();
        if template(&old.path) != template(&new.path) || old.method != new.method {
            let words = (Some(old.label()), Some(new.label()));
            self.push(Kind::OperationMoved, Way::Request, label.clone(), words, at);
        }
        let names = |one: &Operation| {
            let tag = one.tags.iter().find(|tag| !tag.trim().is_empty());
            Some(format!("{} in {}", one.id.as_deref().unwrap_or("unnamed"), tag.map_or("no tag", String::as_str)))
        };
        if names(old) != names(new) {
            self.push(Kind::OperationRenamed, Way::Request, label.clone(), (names(old), names(new)), at);
        }
        if old.deprecated != new.deprecated {
            let kind = if new.deprecated { Kind::Deprecated } else { Kind::Reactivated };
            self.push(kind, Way::Request, label.clone(), (None, None), at);
        }
        self.security(old, new);
        let urls = |one: &Operation| {
            (!one.servers.is_empty())
                .then(|| one.servers.iter().map(|server| server.url.clone()).collect::<Vec<_>>().join(", "))
        };
        if urls(old) != urls(new) {
            self.push(Kind::ServerChanged, Way::Request, label.clone(), (urls(old), urls(new)), at);
        }
        self.body(old, new, &touches);
        self.responses(old, new, &touches);
        for found in self.found.iter_mut().skip(start) {
            found.touches.extend(touches.iter().cloned());
        }
        self.parameters(old, new);
        for found in self.found.iter_mut().skip(start) {
            found.operations.insert(label.clone());
        }
    }

    fn parameters(&mut self, old: &'a Operation, new: &'a Operation) {
        let renamed: BTreeMap<&str, &str> =
            path_params(&old.path).into_iter().zip(path_params(&new.path)).filter(|(old, new)| old != new).collect();
        let wanted = |before: &Parameter| match before.location {
            Location::Path => renamed.get(before.name.as_str()).copied().unwrap_or(&before.name).to_owned(),
            Location::Header => before.name.to_ascii_lowercase(),
            Location::Query | Location::Cookie => before.name.clone(),
        };
        let same = |before: &Parameter, now: &Parameter| {
            let name = if now.location == Location::Header { now.name.to_ascii_lowercase() } else { now.name.clone() };
            before.location == now.location && wanted(before) == name
        };
        for before in &old.parameters {
            match new.parameters.iter().find(|now| same(before, now)) {
                Some(now) => self.parameter((old, before), (new, now)),
                None => {
                    let subject = format!("{} {}", new.label(), param_words(before));
                    let at = (Some(&before.place), Some(&new.place));
                    let touches = self.owners.0.of_param(old, &before.name);
                    self.push(Kind::ParameterRemoved, Way::Request, subject, (None, None), at).touches = touches;
                }
            }
        }
        for now in new.parameters.iter().filter(|now| !old.parameters.iter().any(|before| same(before, now))) {
            let kind = if now.required { Kind::RequiredParameterAdded } else { Kind::OptionalParameterAdded };
            let subject = format!("{} {}", new.label(), param_words(now));
            let touches = self.owners.1.of_param(new, &now.name);
            self.push(kind, Way::Request, subject, (None, None), (Some(&old.place), Some(&now.place))).touches =
                touches;
        }
    }

    fn parameter(
        &mut self,
        (old_in, old): (&'a Operation, &'a Parameter),
        (new_in, new): (&'a Operation, &'a Parameter),
    ) {
        let start = self.found.len();
        let label = new_in.label();
        let subject = format!("{label} {}", param_words(new));
        let at = (Some(&old.place), Some(&new.place));
        let touches = [self.owners.0.of_param(old_in, &old.name), self.owners.1.of_param(new_in, &new.name)].concat();
        if old.name != new.name && old.location == Location::Path {
            let words = (Some(old.name.clone()), Some(new.name.clone()));
            self.push(Kind::PathParameterRenamed, Way::Request, subject.clone(), words, at);
        }
        if old.required != new.required {
            let kind = if new.required { Kind::ParameterBecameRequired } else { Kind::ParameterBecameOptional };
            self.push(kind, Way::Request, subject.clone(), (None, None), at);
        }
        if old.deprecated != new.deprecated {
            let kind = if new.deprecated { Kind::Deprecated } else { Kind::Reactivated };
            self.push(kind, Way::Request, subject.clone(), (None, None), at);
        }
        let style = |one: &Parameter| {
            let explode = if one.explode { ", exploded" } else { "" };
            Some(one.content.clone().unwrap_or_else(|| format!("{}{explode}", one.style)))
        };
        if style(old) != style(new) || old.allow_reserved != new.allow_reserved {
            self.push(Kind::StyleChanged, Way::Request, subject.clone(), (style(old), style(new)), at);
        }
        for found in self.found.iter_mut().skip(start) {
            found.touches = touches.clone();
        }
        let way = if new.content.is_some() { Way::Request } else { Way::Text };
        self.pairs.root((old.schema, new.schema), way, subject, &label, touches);
    }

    fn body(&mut self, old: &'a Operation, new: &'a Operation, touches: &[Touch]) {
        let label = new.label();
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
                self.content(&before, &now, Way::Request, &subject, at, (&label, touches));
            }
        }
    }

    fn responses(&mut self, old: &'a Operation, new: &'a Operation, touches: &[Touch]) {
        let label = new.label();
        for (status, before) in &old.responses {
            let subject = format!("{label} {}", status_words(*status));
            match new.responses.get(status) {
                Some(now) => self.response(before, now, &subject, &label, touches),
                None => {
                    let kind = if is_success(*status) { Kind::SuccessRemoved } else { Kind::FailureRemoved };
                    self.push(kind, Way::Answer, subject, (None, None), (Some(&before.place), Some(&new.place)));
                }
            }
        }
        for (status, now) in new.responses.iter().filter(|(status, _)| !old.responses.contains_key(*status)) {
            let kind = if is_success(*status) { Kind::SuccessAdded } else { Kind::FailureAdded };
            let subject = format!("{label} {}", status_words(*status));
            self.push(kind, Way::Answer, subject, (None, None), (Some(&old.place), Some(&now.place)));
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
        for (name, before) in &old.headers {
            match new.headers.get(name) {
                Some(now) => {
                    let subject = format!("{subject} header {name}");
                    self.pairs.root((before.schema, now.schema), Way::Answer, subject, label, Vec::new());
                }
                None => drop(self.push(
                    Kind::HeaderRemoved,
                    Way::Answer,
                    format!("{subject} header {name}"),
                    (None, None),
                    at,
                )),
            }
        }
        for name in new.headers.keys().filter(|name| !old.headers.contains_key(*name)) {
            self.push(Kind::HeaderAdded, Way::Answer, format!("{subject} header {name}"), (None, None), at);
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
            all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, media)| *media)
        };
        for (name, before) in old {
            let Some(now) = named(new, name) else {
                let words = (Some((*name).clone()), None);
                self.push(Kind::MediaTypeRemoved, way, subject.to_owned(), words, at);
                continue;
            };
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

    fn security(&mut self, old: &'a Operation, new: &'a Operation) {
        let none = |one: &Requirement| one.is_empty();
        let sets = |all: &[Requirement], renamed: &BTreeMap<String, String>| -> BTreeSet<String> {
            all.iter().map(|one| requirement_words(one, renamed)).collect()
        };
        let (before, now) = (sets(&old.security, &self.renamed), sets(&new.security, &BTreeMap::new()));
        if before == now {
            return;
        }
        let open = new.security.is_empty() || new.security.iter().any(none);
        let widened = open || !before.is_empty() && before.is_subset(&now);
        let kind = if widened { Kind::SecurityWidened } else { Kind::SecurityChanged };
        let words = |sets: BTreeSet<String>| {
            Some(if sets.is_empty() { "none".to_owned() } else { sets.into_iter().collect::<Vec<_>>().join(" or ") })
        };
        let label = new.label();
        let at = (Some(&old.place), Some(&new.place));
        // Told with the operation as its subject until those with the same change are put together.
        self.push(kind, Way::Request, label.clone(), (words(before), words(now)), at).operations.insert(label);
    }

    fn schemes(&mut self, old: &'a Api, new: &'a Api) {
        let (renamed, owners) = (std::mem::take(&mut self.renamed), self.owners);
        for (name, before) in &old.schemes {
            let at = Some(&before.place);
            let subject = format!("security scheme {name}");
            let (kind, words, now) = match (new.schemes.get(name), renamed.get(name)) {
                (Some(now), _) if now.kind == before.kind => continue,
                (Some(now), _) => {
                    let words = (Some(format!("{:?}", before.kind)), Some(format!("{:?}", now.kind)));
                    (Kind::SchemeChanged, words, Some(&now.place))
                }
                (None, Some(to)) => (Kind::SchemeRenamed, (Some(name.clone()), Some(to.clone())), None),
                (None, None) => (Kind::SchemeRemoved, (None, None), None),
            };
            let found = self.push(kind, Way::Request, subject, words, (at, now));
            let now = renamed.get(name).unwrap_or(name);
            found.touches = [owners.0.of_scheme(name), owners.1.of_scheme(now)].concat();
        }
        for (name, now) in new.schemes.iter().filter(|(name, _)| !old.schemes.contains_key(*name)) {
            if renamed.values().all(|to| to != name) {
                let subject = format!("security scheme {name}");
                let found = self.push(Kind::SchemeAdded, Way::Request, subject, (None, None), (None, Some(&now.place)));
                found.touches = owners.1.of_scheme(name);
            }
        }
    }

    fn servers(&mut self, old: &'a Api, new: &'a Api) {
        let urls = |api: &Api| api.servers.iter().map(|server| server.url.clone()).collect::<Vec<_>>();
        let (before, now) = (urls(old), urls(new));
        if before == now {
            return;
        }
        let kind = if before.first() == now.first() { Kind::OtherServersChanged } else { Kind::ServerChanged };
        let at = (old.servers.first().map(|server| &server.place), new.servers.first().map(|server| &server.place));
        let words = |urls: Vec<String>| (!urls.is_empty()).then(|| urls.join(", "));
        self.push(kind, Way::Request, "servers".to_owned(), (words(before), words(now)), at);
    }
}

/// Schemes that are the same under another name.
fn renamed_schemes(old: &Api, new: &Api) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for (name, before) in old.schemes.iter().filter(|(name, _)| !new.schemes.contains_key(*name)) {
        let same = new.schemes.iter().find(|(to, now)| {
            now.kind == before.kind && !old.schemes.contains_key(*to) && renamed.values().all(|known| known != *to)
        });
        if let Some((to, _)) = same {
            renamed.insert(name.clone(), to.clone());
        }
    }
    renamed
}

fn requirement_words(one: &Requirement, renamed: &BTreeMap<String, String>) -> String {
    let mut all: Vec<String> = one
        .iter()
        .map(|(scheme, scopes)| {
            let scheme = renamed.get(scheme).unwrap_or(scheme);
            let mut scopes = scopes.clone();
            scopes.sort();
            if scopes.is_empty() { scheme.clone() } else { format!("{scheme} [{}]", scopes.join(", ")) }
        })
        .collect();
    all.sort();
    if all.is_empty() { "nothing".to_owned() } else { all.join(" and ") }
}

fn param_words(param: &Parameter) -> String {
    let place = match param.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("{place} `{}`", param.name)
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

/// What is the same in several operations, such as other credentials, is told once.
fn grouped(all: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::new();
    let mut groups: BTreeMap<_, usize> = BTreeMap::new();
    for found in all {
        let whole = matches!(found.kind, Kind::SecurityChanged | Kind::SecurityWidened | Kind::ServerChanged)
            && !found.operations.is_empty();
        let key = (found.kind, found.words.clone());
        match groups.get(&key).and_then(|index| kept.get_mut(*index)).filter(|_| whole) {
            Some(known) => {
                known.operations.extend(found.operations);
                known.touches.extend(found.touches);
                known.subject = format!("{} operations", known.operations.len());
            }
            None => {
                if whole {
                    groups.insert(key, kept.len());
                }
                kept.push(found);
            }
        }
    }
    kept
}
