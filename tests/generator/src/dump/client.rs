//! `ir::Client` as text.

use std::fmt::{Display, Write as _};

use crategen::ir::{
    Body, CalledBody, Client, Enum, Field, FormField, FormParts, FormRest, Operation, Param, Presence, Representation,
    Segment, Struct, Tag, Type, TypeDef, TypeId, TypeShape, Union,
};

/// The decided client, a line for each thing in it.
pub fn client(client: &Client) -> String {
    let mut text = format!("crate {:?} parts {:?}", client.package.name, client.optional_runtime);
    let limit = client.recursion_limit.map(|limit| format!(" recursion limit {limit}")).unwrap_or_default();
    line(&mut text, 0, limit);
    for server in &client.servers {
        line(&mut text, 0, format_args!("server {} {:?}", server.url, server.variables));
    }
    for (setting, tolerate) in &client.tolerance {
        line(&mut text, 0, format_args!("tolerant {setting} {tolerate}"));
    }
    for one in &client.auth {
        let flag = if one.deprecated { " deprecated" } else { "" };
        line(&mut text, 0, format_args!("credential {} {:?}{flag}: {:?}", one.setter, one.id, one.kind));
    }
    for resource in &client.resources {
        let feature = resource.feature.as_ref().map(|feature| format!(" {feature:?}")).unwrap_or_default();
        line(&mut text, 0, format_args!("resource {}::{}{feature}", resource.module, resource.name));
        for one in &resource.operations {
            operation(&mut text, client, one);
        }
    }
    if let Some(webhooks) = &client.webhooks {
        line(&mut text, 0, format_args!("webhooks {}::{} by {:?}", webhooks.module, webhooks.name, webhooks.tag));
        for event in &webhooks.events {
            let optional = if event.is_optional { "?" } else { "" };
            let body = called(client, &event.body);
            line(&mut text, 1, format_args!("{:?} {}{optional} {:?}: {body}", event.name, event.variant, event.tags));
        }
    }
    for def in client.types.values() {
        definition(&mut text, client, def);
    }
    for (index, table) in client.xml.iter().enumerate() {
        line(&mut text, 0, format_args!("xml {index} {}: {:?}", table.name, table.shape));
    }
    for left in &client.left_out {
        line(&mut text, 0, format_args!("left out {left}"));
    }
    text
}

fn line(text: &mut String, depth: usize, what: impl Display) {
    let _ = writeln!(text, "{}{what}", "  ".repeat(depth));
}

fn operation(text: &mut String, client: &Client, operation: &Operation) {
    let Operation { name, marker, id, method, path, .. } = operation;
    let segment = |segment: &Segment| match segment {
        Segment::Literal(literal) => format!("{literal:?}"),
        Segment::Param(index) => format!("<{index}>"),
        Segment::Query(piece) => format!("?{piece}"),
    };
    let path: Vec<_> = path.iter().map(segment).collect();
    let flag = if operation.deprecated { " deprecated" } else { "" };
    line(
        text,
        1,
        format_args!("{name} {marker} {id:?}{flag} {:?} arguments: {method} {}", operation.arguments, path.join(" ")),
    );
    for server in &operation.servers {
        line(text, 2, format_args!("server {} {:?}", server.url, server.variables));
    }
    for needs in operation.auth.iter() {
        let named = |need: &crategen::ir::SecurityRequirement| format!("{} {:?}", need.scheme, need.scopes);
        line(text, 2, format_args!("needs {:?}", needs.iter().map(named).collect::<Vec<_>>()));
    }
    for param in &operation.params {
        parameter(text, client, param);
    }
    operation.body.iter().for_each(|one| body(text, client, one));
    for callback in &operation.callbacks {
        let alias = if callback.has_alias { " alias" } else { "" };
        let body = called(client, &callback.body);
        line(text, 2, format_args!("callback {:?} {}: {}{alias} {body}", callback.word, callback.route, callback.name));
    }
    if let Some(paging) = &operation.paging {
        let (item, next) = (ty(client, &paging.item), &paging.next);
        let rest = (&paging.more, &paging.size);
        line(text, 2, format_args!("pages of {item} at {:?}: {next:?} more, size {rest:?}", paging.items));
    }
    let output = operation.output.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
    for success in &operation.success {
        let reply = shown(client, &format!("{:?}", success.reply));
        line(text, 2, format_args!("success {:?} {}{output}: {reply}", success.status, success.variant));
        for Representation { media_type, reply, view } in &success.representations {
            let reply = reply.as_ref().map(|reply| shown(client, &format!("{reply:?}"))).unwrap_or("no".to_owned());
            let view = view.as_ref().map(|view| format!(", view {view}")).unwrap_or_default();
            line(text, 3, format_args!("{media_type}: {reply}{view}"));
        }
    }
    for view in &operation.views {
        let (reply, switch) = (shown(client, &format!("{:?}", view.reply)), &view.switch);
        let switch = switch.as_ref().map(|switch| format!(" sets {switch:?}")).unwrap_or_default();
        line(text, 2, format_args!("view {} asks for {}: {reply}{switch}", view.name, view.accept));
    }
    if let Some(end) = &operation.stream_end {
        line(text, 2, format_args!("streams end with {end:?}"));
    }
    for header in operation.headers.iter().flat_map(|headers| &headers.fields) {
        let mark = mark(header.presence);
        let ty = ty(client, &header.ty);
        line(text, 2, format_args!("answers {}{mark}: {ty} {:?} {:?}", header.name, header.wire, header.shape));
    }
    let failure = operation.failure.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
    for one in &operation.failures {
        line(
            text,
            2,
            format_args!(
                "failure {:?} {}{failure}: {}",
                one.status,
                one.variant,
                shown(client, &format!("{:?}", one.reply))
            ),
        );
    }
    if let Some(other) = &operation.other_failure {
        line(text, 2, format_args!("failure of others{failure}: {}", ty(client, other)));
    }
}

fn parameter(text: &mut String, client: &Client, param: &Param) {
    let mark = mark(param.presence);
    let style = &param.style;
    let flags = [(style.explode, " explode"), (style.allow_reserved, " reserved"), (param.deprecated, " deprecated")];
    let flags: String = flags.into_iter().filter(|(set, _)| *set).map(|(_, word)| word).collect();
    let Param { name, wire, location, .. } = param;
    line(
        text,
        2,
        format_args!("{location:?} {name}{mark}: {} {wire:?} {:?}{flags}", ty(client, &param.ty), style.form),
    );
}

fn called(client: &Client, body: &CalledBody) -> String {
    match body {
        CalledBody::Json(one) => ty(client, one),
        other => format!("{other:?}"),
    }
}

fn body(text: &mut String, client: &Client, body: &Body) {
    let choice = body.choice.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
    for content in &body.contents {
        let payload = shown(client, &format!("{:?}", content.payload));
        let mark = mark(body.presence);
        line(text, 2, format_args!("body{mark} {} {}{choice}: {payload}", content.media_type, content.variant));
    }
}

fn mark(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "",
        Presence::Optional => "?",
    }
}

/// Debug text with the numbers of types replaced by their names.
fn shown(client: &Client, debug: &str) -> String {
    let mut text = String::new();
    let mut rest = debug;
    while let Some((before, after)) = rest.split_once("TypeId(") {
        text.push_str(before);
        let (index, after) = after.split_once(')').unwrap_or((after, ""));
        let def = index.parse().ok().and_then(|index| client.types.get(&TypeId(index)));
        text.push_str(&def.map_or_else(|| index.to_owned(), |def| def.name.to_string()));
        rest = after;
    }
    text + rest
}

fn definition(text: &mut String, client: &Client, def: &TypeDef) {
    let module = def.module.as_ref().map(|module| format!("{module}::")).unwrap_or_default();
    let mut head = format!("{}{module}{}", if def.deprecated { "deprecated " } else { "" }, def.name);
    head.extend(def.feature.iter().map(|feature| format!(" if {feature}")));
    head.extend(def.derives.iter().map(|path| format!(" + {path}")));
    match &def.shape {
        TypeShape::Struct(Struct { fields, rest }) => {
            line(text, 0, format_args!("struct {head}"));
            fields.iter().for_each(|one| field(text, client, one));
            if let Some(rest) = rest {
                line(text, 1, format_args!("rest {}: {}", rest.name, ty(client, &rest.ty)));
            }
        }
        TypeShape::Enum(Enum { repr, variants }) => {
            line(text, 0, format_args!("enum {head} of {repr:?}"));
            variants.iter().for_each(|one| line(text, 1, format_args!("{} {:?}", one.name, one.wire)));
        }
        TypeShape::Union(one) => union(text, client, &head, one),
        TypeShape::Alias(inner) => line(text, 0, format_args!("type {head} = {}", ty(client, inner))),
        TypeShape::Newtype(inner) => line(text, 0, format_args!("newtype {head}({})", ty(client, inner))),
        TypeShape::Form(FormParts { fields, rest }) => {
            line(text, 0, format_args!("form {head}"));
            for FormField { name, wire, presence, part, .. } in fields {
                let part = shown(client, &format!("{part:?}"));
                line(text, 1, format_args!("{name}{} {wire:?}: {part}", mark(*presence)));
            }
            if let Some(FormRest { name, part }) = rest {
                line(text, 1, format_args!("rest {name}: {}", shown(client, &format!("{part:?}"))));
            }
        }
    }
}

fn field(text: &mut String, client: &Client, field: &Field) {
    let Field { name, wire, presence, .. } = field;
    let old = if field.deprecated { " deprecated" } else { "" };
    let what = match &field.constant {
        Some(value) => format!("always {value}"),
        None => ty(client, &field.ty),
    };
    line(text, 1, format_args!("{name}{}: {what} {wire:?}{old}", mark(*presence)));
}

fn union(text: &mut String, client: &Client, head: &str, union: &Union) {
    let tag = match &union.tag {
        Tag::Shape => "what it looks like".to_owned(),
        Tag::Property(name) => format!("{name:?}"),
    };
    line(text, 0, format_args!("union {head} by {tag}"));
    for variant in &union.variants {
        let tag = variant.tag.as_ref().map(|tag| format!(" {tag:?}")).unwrap_or_default();
        let looks = &variant.looks;
        let known = looks.known.as_ref().map(|known| format!(" known {known:?}")).unwrap_or_default();
        let values = if looks.values.is_empty() { String::new() } else { format!(" values {:?}", looks.values) };
        let looks = format!("{:?} required {:?}{known}{values}", looks.kinds, looks.required);
        line(text, 1, format_args!("{}({}){tag} looks {looks}", variant.name, ty(client, &variant.ty)));
    }
}

/// A type in few letters.
pub(crate) fn ty(client: &Client, one: &Type) -> String {
    let named = |id: &TypeId| client.types.get(id).map_or("?".to_owned(), |def| def.name.to_string());
    match one {
        Type::Named(id) => named(id),
        Type::Boxed(id) => format!("Box<{}>", named(id)),
        Type::Nullable(inner) => format!("Null<{}>", ty(client, inner)),
        Type::List(inner) => format!("List<{}>", ty(client, inner)),
        Type::Map(inner) => format!("Map<{}>", ty(client, inner)),
        Type::Tuple(items) => {
            format!("({})", items.iter().map(|item| ty(client, item)).collect::<Vec<_>>().join(", "))
        }
        Type::Int(int) => format!("{int:?}").to_lowercase(),
        Type::Float(float) => format!("{float:?}").to_lowercase(),
        other => format!("{other:?}"),
    }
}
