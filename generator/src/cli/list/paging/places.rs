//! What the response of an operation has, and where.

use std::collections::BTreeSet;

use super::words::{AROUND, ITEMS};
use crate::ir::{Client, Field, Operation, Segment, Type, TypeShape};
use crate::pointer::Pointer;

/// What a place has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Scalar,
    Number,
    Url,
    Flag,
}

impl Wanted {
    /// What a parameter of a type can be given.
    pub(super) fn like(client: &Client, ty: &Type) -> Self {
        match stripped(client, ty) {
            Type::Int(_) | Type::Float(_) => Self::Number,
            _ => Self::Scalar,
        }
    }
}

/// Places of a response: pointers with their names and types, those of the response itself first.
pub(super) struct Places<'c> {
    client: &'c Client,
    root: Type,
    all: Vec<(String, String, Type)>,
    /// Those whose descriptions say that they are URLs.
    urls: BTreeSet<String>,
}

impl<'c> Places<'c> {
    pub(super) fn of(client: &'c Client, reply: &Type) -> Self {
        let mut all: Vec<(String, String, Type)> = Vec::new();
        let mut urls = BTreeSet::new();
        let mut level = vec![(String::new(), reply.clone())];
        for _ in 0..3 {
            let mut below = Vec::new();
            for (at, ty) in level {
                for field in structure(client, &ty) {
                    let (wire, ty) = (&field.wire, &field.ty);
                    let pointer = format!("{at}{}", Pointer::root().child(wire));
                    if AROUND.contains(&plain(wire).as_str()) {
                        below.push((pointer.clone(), ty.clone()));
                    }
                    let name = plain(wire);
                    if is_url(field) {
                        urls.insert(pointer.clone());
                    }
                    all.push((pointer, name, ty.clone()));
                }
            }
            level = below;
        }
        Self { client, root: stripped(client, reply), all, urls }
    }

    pub(super) fn find(&self, names: &[&str], wanted: Wanted) -> Option<String> {
        let fits = |ty: &Type| match (wanted, stripped(self.client, ty)) {
            (Wanted::Flag, ty) => matches!(ty, Type::Bool),
            (Wanted::Url, ty) => matches!(ty, Type::String),
            (Wanted::Number, ty) => matches!(ty, Type::Int(_) | Type::Float(_)),
            (Wanted::Scalar, ty) => {
                !matches!(ty, Type::Bool | Type::List(_) | Type::Map(_) | Type::JsonObject)
                    && fields(self.client, &ty).is_empty()
            }
        };
        let is_other = |at: &String| wanted == Wanted::Scalar && self.urls.contains(at);
        let named = |name: &&str| self.all.iter().find(|(at, plain, ty)| plain == name && fits(ty) && !is_other(at));
        names.iter().find_map(named).map(|(pointer, ..)| pointer.clone())
    }

    /// The list: the response itself, a property that is called as the path ends or in a usual way, or the only one.
    pub(super) fn items(&self, operation: &Operation) -> Option<String> {
        let is_list = |ty: &Type| matches!(stripped(self.client, ty), Type::List(_));
        if is_list(&self.root) {
            return Some(String::new());
        }
        let lists: Vec<_> = self.all.iter().filter(|(_, _, ty)| is_list(ty)).collect();
        let mut literals = operation.path.iter().filter_map(|segment| match segment {
            Segment::Literal(text) => text.rsplit('/').find(|part| !part.is_empty()),
            _ => None,
        });
        let mut names = literals.next_back().map(plain).into_iter().chain(ITEMS.iter().map(|name| (*name).to_owned()));
        let named = names.find_map(|name| lists.iter().find(|(_, plain, _)| *plain == name));
        let only = || lists.first().filter(|_| lists.len() == 1);
        named.or_else(only).map(|(pointer, ..)| pointer.clone())
    }

    pub(super) fn item_has_id(&self, items: &str) -> bool {
        let list = self.all.iter().find(|(pointer, ..)| pointer == items).map_or(&self.root, |(_, _, ty)| ty);
        match stripped(self.client, list) {
            Type::List(item) => fields(self.client, &item).iter().any(|(wire, _)| wire == "id"),
            _ => false,
        }
    }
}

/// Whether a description says that a value is a URL.
fn is_url(field: &Field) -> bool {
    let words = field.docs.0.iter().flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    words.into_iter().any(|word| matches!(word.to_ascii_lowercase().as_str(), "url" | "uri" | "link"))
}

/// The fields of an object, on the wire.
pub(super) fn fields(client: &Client, ty: &Type) -> Vec<(String, Type)> {
    structure(client, ty).iter().map(|field| (field.wire.clone(), field.ty.clone())).collect()
}

fn structure<'c>(client: &'c Client, ty: &Type) -> &'c [Field] {
    let Type::Named(id) = stripped(client, ty) else { return &[] };
    match client.types.get(&id).map(|def| &def.shape) {
        Some(TypeShape::Struct(of)) => &of.fields,
        _ => &[],
    }
}

/// A type without null, box and other names.
fn stripped(client: &Client, ty: &Type) -> Type {
    let mut stripped = ty.clone();
    // As many steps as there are types: names may lead in a circle.
    for _ in 0..=client.types.len() {
        stripped = match stripped {
            Type::Nullable(inner) => *inner,
            Type::Boxed(id) => Type::Named(id),
            Type::Named(id) => match client.types.get(&id).map(|def| &def.shape) {
                Some(TypeShape::Alias(inner) | TypeShape::Newtype(inner)) => inner.clone(),
                _ => return Type::Named(id),
            },
            other => return other,
        };
    }
    stripped
}

/// A name without case and marks: `page[after]` and `pageAfter` are one.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
