//! What the response of an operation has, and where.

use super::words::{AROUND, ITEMS};
use crate::ir::{Client, Field, Operation, Segment, Type};
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
        match ty.plain(&client.types) {
            Type::Int(_) | Type::Float(_) => Self::Number,
            _ => Self::Scalar,
        }
    }
}

/// Places of a response, those of the response itself first.
pub(super) struct Places<'c> {
    client: &'c Client,
    root: Type,
    all: Vec<Place<'c>>,
}

/// A property of a response.
struct Place<'c> {
    pointer: String,
    /// Its name without case and marks.
    plain: String,
    field: &'c Field,
}

impl<'c> Places<'c> {
    pub(super) fn of(client: &'c Client, reply: &'c Type) -> Self {
        let mut all = Vec::new();
        let mut level = vec![(String::new(), reply)];
        for _ in 0..3 {
            let mut below = Vec::new();
            for (at, ty) in level {
                for field in client.fields(ty) {
                    let (pointer, plain) = (format!("{at}{}", Pointer::root().child(&field.wire)), plain(&field.wire));
                    if AROUND.contains(&plain.as_str()) {
                        below.push((pointer.clone(), &field.ty));
                    }
                    all.push(Place { pointer, plain, field });
                }
            }
            level = below;
        }
        Self { client, root: reply.plain(&client.types), all }
    }

    pub(super) fn find(&self, names: &[&str], wanted: Wanted) -> Option<String> {
        let fits = |field: &Field| match (wanted, field.ty.plain(&self.client.types)) {
            (Wanted::Flag, ty) => matches!(ty, Type::Bool),
            (Wanted::Url, ty) => matches!(ty, Type::String),
            (Wanted::Number, ty) => matches!(ty, Type::Int(_) | Type::Float(_)),
            (Wanted::Scalar, ty) => {
                !matches!(ty, Type::Bool | Type::List(_) | Type::Map(_) | Type::JsonObject)
                    && self.client.fields(&ty).is_empty()
                    && !is_url(field)
            }
        };
        let named = |name: &&str| self.all.iter().find(|place| place.plain == *name && fits(place.field));
        names.iter().find_map(named).map(|place| place.pointer.clone())
    }

    /// The list: the response itself, a property that is called as the path ends or in a usual way, or the only one.
    pub(super) fn items(&self, operation: &Operation) -> Option<String> {
        if matches!(self.root, Type::List(_)) {
            return Some(String::new());
        }
        let is_list = |place: &&Place<'_>| matches!(place.field.ty.plain(&self.client.types), Type::List(_));
        let lists: Vec<&Place<'_>> = self.all.iter().filter(is_list).collect();
        let mut literals = operation.path.iter().filter_map(|segment| match segment {
            Segment::Literal(text) => text.rsplit('/').find(|part| !part.is_empty()),
            _ => None,
        });
        let mut names = literals.next_back().map(plain).into_iter().chain(ITEMS.iter().map(|name| (*name).to_owned()));
        let named = names.find_map(|name| lists.iter().find(|place| place.plain == name));
        let only = || lists.first().filter(|_| lists.len() == 1);
        named.or_else(only).map(|place| place.pointer.clone())
    }

    pub(super) fn item_has_id(&self, items: &str) -> bool {
        let list = self.all.iter().find(|place| place.pointer == items).map_or(&self.root, |place| &place.field.ty);
        match list.plain(&self.client.types) {
            Type::List(item) => self.client.fields(&item).iter().any(|field| field.wire == "id"),
            _ => false,
        }
    }
}

/// Whether a description says that a value is a URL.
fn is_url(field: &Field) -> bool {
    let words = field.docs.0.iter().flat_map(|line| line.split(|c: char| !c.is_alphanumeric()));
    words.into_iter().any(|word| matches!(word.to_ascii_lowercase().as_str(), "url" | "uri" | "link"))
}

/// A name without case and marks: `page[after]` and `pageAfter` are one.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
