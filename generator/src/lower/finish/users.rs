//! What the docs of a type say of which the document says nothing: whose body, reply or field it is.

use std::collections::BTreeMap;

use crate::docs::{code, link};
use crate::ir::{Client, Docs, Operation, Payload, Reply, Type, TypeId, TypeShape};
use crate::names::ModuleName;

/// How many users are named.
const NAMED: usize = 3;

/// Who uses a type: the first ones, each with what the type is of it, and how many there are.
#[derive(Default)]
struct Users {
    first: Vec<(String, String)>,
    count: usize,
}

/// Gives each type without docs a sentence.
pub(super) fn describe(client: &mut Client) {
    let mut users: BTreeMap<TypeId, Users> = BTreeMap::new();
    let mut add = |ty: &Type, said: &dyn Fn(&str) -> (String, String)| {
        ty.each_id(&mut |id| {
            let users = users.entry(id).or_default();
            users.count += 1;
            if users.first.len() < NAMED {
                users.first.push(said(part(ty)));
            }
        });
    };
    for resource in &client.resources {
        for operation in &resource.operations {
            let method = path(Some(&resource.module), &format!("{}::{}", resource.name, operation.name.as_str()));
            for (ty, what) in parts(operation) {
                add(&ty, &|part| (format!("{part}{what} "), method.clone()));
            }
        }
    }
    let events = client.webhooks.iter().flat_map(|webhooks| &webhooks.events);
    for event in events {
        event.body.ty().into_iter().for_each(|ty| add(ty, &|part| (format!("{part}the event "), code(&event.name))));
    }
    for def in client.types.values() {
        let owner = || path(def.module.as_ref(), def.name.as_str());
        match &def.shape {
            TypeShape::Struct(structure) => {
                for field in structure.fields.iter().filter(|field| field.constant.is_none()) {
                    add(&field.ty, &|part| (format!("{part}{} of ", code(&field.wire)), owner()));
                }
                structure.rest.iter().for_each(|rest| add(&rest.ty, &|_| ("a value of ".to_owned(), owner())));
            }
            TypeShape::Union(union) => {
                union.variants.iter().for_each(|variant| add(&variant.ty, &|part| (format!("{part}one of "), owner())))
            }
            TypeShape::Alias(ty) | TypeShape::Newtype(ty) => add(ty, &|part| (part.to_owned(), owner())),
            TypeShape::Form(form) => {
                let parts = form.fields.iter().filter_map(|field| Some((field.part.ty()?, &field.wire)));
                parts.for_each(|(ty, wire)| add(ty, &|part| (format!("{part}{} of ", code(wire)), owner())));
            }
            TypeShape::Enum(_) => {}
        }
    }
    for (id, users) in users {
        let def = client.types.get_mut(&id).filter(|def| def.docs.0.is_empty());
        def.into_iter().for_each(|def| def.docs = Docs(vec![sentence(&users)]));
    }
}

/// What a type is part of: the whole, or an item or value of it.
fn part(ty: &Type) -> &'static str {
    match ty {
        Type::Nullable(inner) => part(inner),
        Type::List(_) | Type::Tuple(_) => "an item of ",
        Type::Map(_) => "a value of ",
        _ => "",
    }
}

/// The types of an operation, and what each is of it.
fn parts(operation: &Operation) -> Vec<(Type, &'static str)> {
    let mut all = Vec::new();
    for content in operation.body.iter().flat_map(|body| &body.contents) {
        match &content.payload {
            Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => all.push((ty.clone(), "the body of")),
            Payload::Multipart(form) => all.push((Type::Named(*form), "the body of")),
            Payload::AnyMultipart | Payload::Text | Payload::Bytes => {}
        }
    }
    let success = operation.success.iter().map(|success| &success.reply);
    let success = success.chain(operation.views.iter().map(|view| &view.reply));
    all.extend(success.filter_map(Reply::ty).map(|ty| (ty.clone(), "the result of")));
    let failures = operation.failures.iter().filter_map(|failure| failure.reply.ty());
    all.extend(failures.map(|ty| (ty.clone(), "a failure of")));
    all.extend(operation.params.iter().map(|param| (param.ty.clone(), "a parameter of")));
    all.extend(
        operation.callbacks.iter().filter_map(|one| Some((one.body.ty()?.clone(), "the body of a callback of"))),
    );
    all
}

/// ``[`Pet`](crate::types::Pet)``, or plain code where a path cannot be written.
fn path(module: Option<&ModuleName>, item: &str) -> String {
    link(&format!("`{item}`"), module.map_or("types", ModuleName::as_str), item)
}

/// ``The body of [`Pets::add`], [`Pets::change`], `pet` of [`Order`], and 2 more.``
fn sentence(users: &Users) -> String {
    let mut named: Vec<String> = Vec::new();
    let mut before = None;
    for (what, user) in &users.first {
        let is_same = before.replace(what) == Some(what);
        let words = if is_same { user.clone() } else { format!("{what}{user}") };
        if !named.contains(&words) {
            named.push(words);
        }
    }
    let more = match users.count.saturating_sub(users.first.len()) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let text = named.join(", ");
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}{more}.", chars.as_str())
}
