//! The document's examples of what calls return, as far as the types of the client can read them.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::formats;
use crate::ir::{Client, Int, Presence, Reply, Repr, Struct, Tag, Type, TypeId, TypeShape, Union};

/// How deep values are followed.
const DEEPEST: usize = 64;

/// How many bytes of JSON an example has at most.
const LONGEST: usize = 8_000;

/// How many values of an example are compared with types. Unions in unions take exponential time otherwise.
const STEPS: usize = 20_000;

/// What is left of examples, by where they are kept, for each type that they were compared with.
type Known<'c> = HashMap<*const Value, Vec<(&'c Type, Option<Arc<Value>>)>>;

/// Keeps of each example what its type has, with one item of each list, and no example that its type cannot read: documents often
/// have those.
pub(super) fn fit(client: &mut Client) {
    let mut known = Known::new();
    let mut examples = Vec::new();
    for success in client.operations().flat_map(|operation| &operation.success) {
        let (Reply::Json(ty), Some(example)) = (&success.reply, &success.example) else {
            examples.push(None);
            continue;
        };
        // A response that many operations share is looked at once.
        let of_value = known.entry(Arc::as_ptr(example)).or_default();
        let fitting = of_value.iter().find(|(known, _)| *known == ty).map(|(_, fitting)| fitting.clone());
        let fitting = fitting.unwrap_or_else(|| {
            let fitting = Fit { client, left: STEPS }.value(ty, example, DEEPEST).filter(is_short).map(Arc::new);
            of_value.push((ty, fitting.clone()));
            fitting
        });
        examples.push(fitting);
    }
    let successes = client.operations_mut().flat_map(|operation| &mut operation.success);
    successes.zip(examples).for_each(|(success, example)| success.example = example);
}

fn is_short(example: &Value) -> bool {
    example.to_string().len() <= LONGEST
}

/// One comparison of an example with its type.
struct Fit<'c> {
    client: &'c Client,
    /// How many values may be compared yet.
    left: usize,
}

impl Fit<'_> {
    /// What a type reads of a value; `None` where it refuses it.
    fn value(&mut self, ty: &Type, value: &Value, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.left = self.left.checked_sub(1)?;
        match (ty, value) {
            (Type::Nullable(_) | Type::Null, Value::Null) => Some(Value::Null),
            (Type::Nullable(inner), value) => self.value(inner, value, depth),
            (Type::Named(id) | Type::Boxed(id), value) => self.named(*id, value, depth),
            (Type::List(item), Value::Array(items)) => match items.first() {
                Some(first) => Some(Value::Array(vec![self.value(item, first, depth)?])),
                None => Some(Value::Array(Vec::new())),
            },
            (Type::Tuple(types), Value::Array(items)) if types.len() == items.len() => {
                let items = types.iter().zip(items).map(|(ty, item)| self.value(ty, item, depth));
                items.collect::<Option<Vec<Value>>>().map(Value::Array)
            }
            (Type::Map(of), Value::Object(members)) => {
                let members = members.iter().map(|(key, value)| Some((key.clone(), self.value(of, value, depth)?)));
                members.collect::<Option<Map<String, Value>>>().map(Value::Object)
            }
            (ty, value) => is_scalar(ty, value).then(|| value.clone()),
        }
    }

    fn named(&mut self, id: TypeId, value: &Value, depth: usize) -> Option<Value> {
        match &self.client.ty(id).shape {
            TypeShape::Struct(structure) => self.object(structure, value.as_object()?, depth),
            TypeShape::Union(union) => self.branch(union, value, depth),
            TypeShape::Enum(values) => is_of(values.repr, value).then(|| value.clone()),
            TypeShape::Alias(ty) | TypeShape::Newtype(ty) => self.value(ty, value, depth),
            TypeShape::Form(_) => None,
        }
    }

    fn object(&mut self, structure: &Struct, members: &Map<String, Value>, depth: usize) -> Option<Value> {
        let mut fitting = Map::new();
        for field in &structure.fields {
            let value = match (members.get(&field.wire), &field.constant) {
                (None, _) if field.presence == Presence::Required => return None,
                (None, _) => continue,
                (Some(value), Some(constant)) => Some(value.clone()).filter(|value| value == constant),
                (Some(Value::Null), None) if field.presence == Presence::Optional => continue,
                (Some(value), None) => self.value(&field.ty, value, depth),
            };
            fitting.insert(field.wire.clone(), value?);
        }
        if let Some(rest) = &structure.rest {
            let is_rest = |key: &&String| structure.fields.iter().all(|field| field.wire != **key);
            for key in members.keys().filter(is_rest) {
                fitting.insert(key.clone(), self.value(&rest.ty, &members[key], depth)?);
            }
        }
        Some(Value::Object(fitting))
    }

    /// A value of one of the types of a union, whole: what is left out of it could tell the types apart.
    fn branch(&mut self, union: &Union, value: &Value, depth: usize) -> Option<Value> {
        let has_tag = |variant: &Option<String>| match &union.tag {
            Tag::Shape => true,
            Tag::Property(property) => value.get(property).and_then(Value::as_str) == variant.as_deref(),
        };
        let mut variants = union.variants.iter().filter(|variant| has_tag(&variant.tag));
        variants.any(|variant| self.value(&variant.ty, value, depth).is_some()).then(|| value.clone())
    }
}

/// Whether a value without parts is one of a type, or the type takes any value.
fn is_scalar(ty: &Type, value: &Value) -> bool {
    let is_of = |format: &str| value.as_str().is_some_and(|text| formats::fits(format, text));
    match ty {
        Type::Json => is_within(value, DEEPEST),
        Type::JsonObject => value.is_object() && is_within(value, DEEPEST),
        Type::Bool => value.is_boolean(),
        Type::Int(int) => whole(value).is_some_and(|number| int.holds(number)),
        Type::Float(_) => value.is_number(),
        Type::String | Type::Secret => value.is_string(),
        Type::Base64 | Type::Base64Url => is_of("byte"),
        Type::DateTime => is_of("date-time"),
        Type::Date => is_of("date"),
        Type::Uuid => is_of("uuid"),
        // Of the rest nobody knows before the client is compiled.
        _ => false,
    }
}

/// Whether a value is no deeper than that: readers have a limit.
fn is_within(value: &Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match value {
        Value::Array(items) => items.iter().all(|item| is_within(item, depth)),
        Value::Object(members) => members.values().all(|member| is_within(member, depth)),
        _ => true,
    }
}

fn whole(value: &Value) -> Option<i128> {
    value.as_number().and_then(Int::exact)
}

/// Whether a value is of the kind of an enum's, known or not.
fn is_of(repr: Repr, value: &Value) -> bool {
    match repr {
        Repr::Text | Repr::IntegerText => value.is_string(),
        Repr::Integer => whole(value).is_some_and(|number| Int::I64.holds(number)),
        Repr::Decimal => value.is_number(),
    }
}
