//! What a part of an OpenAPI document is, as far as its place tells: whether its keys are fields of the standard, names
//! that the document's author gave, or data that means nothing.

use serde_json::Map;
use serde_json::Value;

use super::way::{Step, Way};
use crate::pointer::Pointer;
use crate::standard;

pub(crate) use crate::standard::METHODS;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An object of the standard (or a list of such): its keys are fields.
    Object,
    /// The components object: its keys are kinds of components.
    Components,
    /// A map whose keys are names.
    Names,
    /// A map whose keys are names, except those that start with `x-`.
    NamesAndExtensions,
    /// Data: examples, defaults, constants, extensions.
    Data,
}

/// Methods that are no fields of a path item, since OpenAPI 3.2.
pub(crate) const ADDITIONAL: &str = "additionalOperations";

impl Shape {
    /// What the value of a key is.
    pub(crate) fn child(self, key: &str, value: &Value) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::Names => Self::Object,
            Self::Components if key.starts_with("x-") => Self::Data,
            Self::Components => Self::Names,
            Self::NamesAndExtensions if key.starts_with("x-") => Self::Data,
            Self::NamesAndExtensions => Self::Object,
            Self::Object => field(key, value),
        }
    }

    /// What the items of an array are.
    pub(crate) fn item(self) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::Object | Self::Components | Self::Names | Self::NamesAndExtensions => Self::Object,
        }
    }
}

fn field(key: &str, value: &Value) -> Shape {
    match key {
        "components" => Shape::Components,
        "paths" | "responses" => Shape::NamesAndExtensions,
        key if key.starts_with("x-") || standard::holds_data(key, value.is_array()) => Shape::Data,
        key if value.is_object() && standard::holds_names(key) => Shape::Names,
        _ => Shape::Object,
    }
}

/// Shows every object of a value that is not data, outermost first. Recursion is bounded by the depth limit of parsing.
pub(crate) fn visit<'v>(value: &'v Value, shape: Shape, see: &mut impl FnMut(&Way<'v>, Shape, &'v Map<String, Value>)) {
    walk(value, shape, &mut Way::default(), see);
}

fn walk<'v>(
    value: &'v Value,
    shape: Shape,
    way: &mut Way<'v>,
    see: &mut impl FnMut(&Way<'v>, Shape, &'v Map<String, Value>),
) {
    match value {
        _ if shape == Shape::Data => {}
        Value::Object(map) => {
            see(way, shape, map);
            for (key, child) in map {
                way.go(Step::Key(key));
                walk(child, shape.child(key, child), way, see);
                way.back();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                way.go(Step::Item(index));
                walk(item, shape.item(), way, see);
                way.back();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Shows every object of a value that is not data, to be changed; innermost first.
pub(crate) fn change(value: &mut Value, shape: Shape, see: &mut impl FnMut(Shape, &mut Map<String, Value>)) {
    match value {
        _ if shape == Shape::Data => {}
        Value::Object(map) => {
            for (key, child) in map.iter_mut() {
                let shape = shape.child(key, child);
                change(child, shape, see);
            }
            see(shape, map);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, shape.item(), see)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The operations of a document's paths and webhooks, in document order, with their pointers.
pub(crate) fn operations(document: &Value) -> impl Iterator<Item = (Pointer, &Value)> {
    let maps = ["paths", "webhooks"].into_iter().filter_map(|map| Some((map, document.get(map)?.as_object()?)));
    let items = maps.flat_map(|(map, items)| {
        let items = items.iter().filter(move |(route, _)| map == "webhooks" || !route.starts_with("x-"));
        items.map(move |(route, item)| (Pointer::root().join([map, route]), item))
    });
    items.flat_map(|(at, item)| slots(item).map(move |(slot, operation)| (at.join(slot), operation)))
}

/// The operation of a document that has exactly one.
pub(crate) fn only_operation(document: &Value) -> Option<(Pointer, &Value)> {
    let mut all = operations(document);
    all.next().filter(|_| all.next().is_none())
}

/// The operations of one path item, in document order, with the tokens that lead to each.
pub(crate) fn slots(item: &Value) -> impl Iterator<Item = (Vec<&str>, &Value)> {
    let fields = item.as_object().into_iter().flatten();
    fields.flat_map(|(key, value)| {
        let own = METHODS.contains(&key.as_str()).then(|| (vec![key.as_str()], value));
        let additional = value.as_object().filter(|_| key == ADDITIONAL).into_iter().flatten();
        let additional = additional.map(|(method, value)| (vec![ADDITIONAL, method.as_str()], value));
        own.into_iter().chain(additional)
    })
}
