//! Operations whose failures, or whose response headers, are equal have one type for them, in `failures` or `headers`; the names at the
//! operations are aliases of it, so that they stay when the document changes one of them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::ir::{
    Client, Docs, Failure, Header, Headers, Operation, Reply, SharedFailures, SharedHeaders, Status, Type,
};
use crate::names::{Scope, TypeName};

/// Gives equal failures and headers of several operations one type.
pub(super) fn share(client: &mut Client) {
    share_failures(client);
    share_headers(client);
}

fn share_failures(client: &mut Client) {
    let mut scope = Scope::default();
    for users in groups(client, failures_of) {
        let operations: Vec<&Operation> = users.iter().filter_map(|user| at(client, *user)).collect();
        let Some(first) = operations.first() else { continue };
        let mut documented: Vec<Failure> = Failure::deciding(&first.failures).cloned().collect();
        for (index, failure) in documented.iter_mut().enumerate() {
            let all = operations.iter().filter_map(|one| Failure::deciding(&one.failures).nth(index));
            keep_common(&mut failure.docs, all.map(|one| &one.docs));
        }
        let other = first.other_failure.clone();
        let (name, _) = scope.claim(failures_name(client, &documented, other.as_ref()), []);
        let shared = Some(client.failures.len());
        client.failures.push(SharedFailures { name, documented, other, resources: resources(&users) });
        for user in users {
            at_mut(client, user).into_iter().for_each(|one| one.shared_failures = shared);
        }
    }
}

fn share_headers(client: &mut Client) {
    let mut scope = Scope::default();
    for users in groups(client, headers_of) {
        let all: Vec<&Headers> = users.iter().filter_map(|user| at(client, *user)?.headers.as_ref()).collect();
        let Some(mut fields) = all.first().map(|first| first.fields.clone()) else { continue };
        for (index, header) in fields.iter_mut().enumerate() {
            let all = all.iter().filter_map(|one| one.fields.get(index));
            keep_common(&mut header.docs, all.map(|one| &one.docs));
        }
        let words: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).chain(["headers"]).collect();
        let (name, _) = scope.claim(TypeName::of(&words), []);
        let shared = Some(client.headers.len());
        client.headers.push(SharedHeaders { name, fields, resources: resources(&users) });
        for user in users {
            let headers = at_mut(client, user).and_then(|one| one.headers.as_mut());
            headers.into_iter().for_each(|headers| headers.shared = shared);
        }
    }
}

/// An operation: its resource, and its place there.
type Place = (usize, usize);

fn at(client: &Client, (resource, operation): Place) -> Option<&Operation> {
    client.resources.get(resource)?.operations.get(operation)
}

fn at_mut(client: &mut Client, (resource, operation): Place) -> Option<&mut Operation> {
    client.resources.get_mut(resource)?.operations.get_mut(operation)
}

fn resources(users: &[Place]) -> BTreeSet<usize> {
    users.iter().map(|(resource, _)| *resource).collect()
}

/// The operations that have something equal, where they are several.
fn groups(client: &Client, content: fn(&Client, &Operation) -> Option<String>) -> Vec<Vec<Place>> {
    let mut groups: IndexMap<String, Vec<Place>> = IndexMap::new();
    for (resource, of) in client.resources.iter().enumerate() {
        for (index, operation) in of.operations.iter().enumerate() {
            if let Some(content) = content(client, operation) {
                groups.entry(content).or_default().push((resource, index));
            }
        }
    }
    groups.into_values().filter(|users| users.len() > 1).collect()
}

/// All that makes the failures of two operations different, as text; `None`: they are their own.
fn failures_of(client: &Client, operation: &Operation) -> Option<String> {
    operation.failure.as_ref()?;
    let Operation { failures, other_failure: other, .. } = operation;
    let types = failures.iter().filter_map(|failure| failure.reply.ty()).chain(other);
    is_everywhere(client, types).then(|| {
        let failures: Vec<_> = Failure::deciding(failures).map(|one| (one.status, &one.variant, &one.reply)).collect();
        format!("{failures:?} {other:?}")
    })
}

fn headers_of(client: &Client, operation: &Operation) -> Option<String> {
    let fields = &operation.headers.as_ref()?.fields;
    is_everywhere(client, fields.iter().map(|field| &field.ty)).then(|| {
        let fields = fields.iter().map(|Header { name, wire, docs: _, ty, presence, deprecated, shape }| {
            format!("{name} {wire:?} {ty:?} {presence:?} {deprecated} {shape:?}")
        });
        fields.collect::<Vec<_>>().join(" ")
    })
}

/// Whether no type stands in the module of a resource, which a feature may switch off.
fn is_everywhere<'t>(client: &Client, types: impl Iterator<Item = &'t Type>) -> bool {
    let mut is_everywhere = true;
    types.for_each(|ty| ty.each_id(&mut |id| is_everywhere &= client.ty(id).module.is_none()));
    is_everywhere
}

/// Prose that not all have in common is about one operation.
fn keep_common<'d>(docs: &mut Docs, mut all: impl Iterator<Item = &'d Docs>) {
    if all.any(|one| one.0 != docs.0) {
        docs.0.clear();
    }
}

/// `BasicError403Or404`: each type with its statuses.
fn failures_name(client: &Client, documented: &[Failure], other: Option<&Type>) -> TypeName {
    let mut by_type: IndexMap<String, Vec<String>> = IndexMap::new();
    for failure in documented.iter().filter(|failure| failure.reply != Reply::Empty) {
        by_type.entry(body_name(client, &failure.reply)).or_default().push(status(failure.status));
    }
    if let Some(other) = other.filter(|_| by_type.is_empty()) {
        by_type.insert(type_name(client, other), vec!["any status".to_owned()]);
    }
    let words: Vec<String> = by_type.into_iter().flat_map(|(name, statuses)| [name, statuses.join(" or ")]).collect();
    TypeName::of(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn body_name(client: &Client, reply: &Reply) -> String {
    match reply.ty() {
        Some(ty) => type_name(client, ty),
        None => "text".to_owned(),
    }
}

fn type_name(client: &Client, ty: &Type) -> String {
    match ty {
        Type::Named(id) | Type::Boxed(id) => client.ty(*id).name.stem().to_owned(),
        Type::Nullable(inner) => type_name(client, inner),
        Type::List(inner) => format!("list of {}", type_name(client, inner)),
        Type::Map(inner) => format!("map of {}", type_name(client, inner)),
        Type::String => "text".to_owned(),
        _ => "value".to_owned(),
    }
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}xx"),
        Status::Default => "default".to_owned(),
    }
}
