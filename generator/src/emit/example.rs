//! Examples of calls, which compile: with the examples of the document, else with the names of what is sent.

use std::cell::Cell;

use proc_macro2::Literal;
use quote::{ToTokens, quote};
use serde_json::Value;

use super::{bodies, structs, types};
use crate::ir::{
    Arguments, Body, Client, Field, Int, Operation, Payload, Presence, Repr, Struct, Type, TypeDef, TypeId, TypeShape,
};
use crate::names::{ModuleName, TypeName};

/// How deep values are made.
const DEEPEST: usize = 3;

/// How many values an example has.
const MOST: usize = 24;

/// How long a text of the document may be that an example shows.
const LONGEST: usize = 60;

/// How many lines an example has.
const LINES: usize = 30;

/// How many optional fields of a body are shown.
const OPTIONAL: usize = 2;

/// How callers of another crate name the client: `pets`, or `app::api`.
pub(super) fn krate(client: &Client) -> String {
    let name = client.package.name.replace('-', "_");
    match &client.module {
        Some(module) => module.to_string().replacen("crate", &name, 1),
        None => name,
    }
}

/// The line before an example. That of a module is not compiled: the module may be private.
pub(super) fn fence(client: &Client, kind: &str) -> String {
    format!("```{}", if client.module.is_some() { "ignore" } else { kind })
}

/// Writes examples of a client's calls.
pub(super) struct Examples<'c> {
    client: &'c Client,
    krate: String,
    left: Cell<usize>,
}

impl<'c> Examples<'c> {
    pub(super) fn of(client: &'c Client) -> Self {
        Self { client, krate: krate(client), left: Cell::new(MOST) }
    }

    /// How the crate is called in Rust.
    pub(super) fn krate(&self) -> &str {
        &self.krate
    }

    /// The lines of an example of a call in the docs of its method.
    pub(super) fn docs(&self, module: &ModuleName, operation: &Operation) -> Vec<String> {
        let Some(lines) = self.statement(module, operation) else { return Vec::new() };
        let head =
            format!("# async fn example(client: {}::Client) -> Result<(), Box<dyn std::error::Error>> {{", self.krate);
        self.in_docs(head, lines)
    }

    /// Lines of docs with an example, the inside of a function.
    fn in_docs(&self, head: String, lines: Vec<String>) -> Vec<String> {
        let before = ["# Example".to_owned(), String::new(), fence(self.client, "no_run"), head];
        let after = ["# Ok(())", "# }", "```"].map(str::to_owned);
        before.into_iter().chain(lines).chain(after).collect()
    }

    /// The lines of an example of a constructor whose required fields are taken by name.
    pub(super) fn construction(&self, def: &TypeDef, structure: &Struct) -> Vec<String> {
        self.left.set(MOST);
        let Some(made) = self.structure(def, structure, None, DEEPEST) else { return Vec::new() };
        let Some(lines) = pretty(&format!("let value = {made};")) else { return Vec::new() };
        let head = "# fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned();
        self.in_docs(head, lines)
    }

    /// `let reply = client.pets().get_pet(1).await?;`, in lines.
    pub(super) fn statement(&self, module: &ModuleName, operation: &Operation) -> Option<Vec<String>> {
        let result = if operation.gives_nothing() { "" } else { "let reply = " };
        pretty(&format!("{result}{}.await?;", self.call(module, operation)?))
    }

    /// `client.pets().get_pet(1)`; `None` where a value cannot be written in a few words.
    pub(super) fn call(&self, module: &ModuleName, operation: &Operation) -> Option<String> {
        self.left.set(MOST);
        let mut arguments = Vec::new();
        let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
        let named = operation.named_body().filter(|_| operation.arguments == Arguments::Struct);
        match operation.arguments {
            Arguments::Positional => {
                for param in required {
                    arguments.push(self.value(&param.ty, param.example.as_deref(), &param.wire, false, DEEPEST)?);
                }
            }
            Arguments::Struct => {
                let mut fields = Vec::new();
                for param in required {
                    let value = self.value(&param.ty, param.example.as_deref(), &param.wire, true, DEEPEST)?;
                    fields.push(format!("{}: {value}", word(&param.name)));
                }
                if let Some((body, ty)) = named {
                    let example = body.contents.first().and_then(|content| content.example.as_deref());
                    let value = self.value(ty, example, body.name.as_str(), true, DEEPEST)?;
                    fields.push(format!("{}: {value}", word(&body.name)));
                }
                let path = self.path(Some(module), operation.marker.as_str());
                arguments.push(format!("{path} {{ {} }}", fields.join(", ")));
            }
        }
        if let (Some(body), None) = (operation.required_body(), named) {
            arguments.push(self.body(body)?);
        }
        let fields = self.fields(operation);
        Some(format!("client.{}().{}({}){fields}", word(module), word(&operation.name), arguments.join(", ")))
    }

    /// `.email("ada@example.com")`: fields of a body that need not be there, where the document has an example of it.
    fn fields(&self, operation: &Operation) -> String {
        let body = operation.body.as_ref().filter(|body| body.presence == Presence::Optional);
        let example = body.and_then(|body| body.contents.first()).and_then(|content| content.example.as_deref());
        let named = operation.fields.iter().map(|one| (word(&one.name), &one.field));
        self.setters(named, example)
    }

    /// Setters of the first fields that are plain values in an example.
    fn setters<'f>(&self, fields: impl Iterator<Item = (String, &'f Field)>, example: Option<&Value>) -> String {
        let plain = |value: &&Value| value.is_string() || value.is_number() || value.is_boolean();
        let shown = fields.filter(|(_, field)| !field.deprecated).filter_map(|(setter, field)| {
            let example = example.and_then(|example| example.get(&field.wire)).filter(plain)?;
            let ty = match &field.ty {
                Type::Nullable(inner) => inner,
                ty => ty,
            };
            let value = self.value(ty, Some(example), &field.wire, false, 1)?;
            Some(format!(".{setter}({value})"))
        });
        shown.take(OPTIONAL).collect()
    }

    fn body(&self, body: &Body) -> Option<String> {
        if body.media_type.is_some() {
            return None;
        }
        let content = match &body.choice {
            Some(_) => body.contents.iter().find(|content| !content.is_range() && self.is_named(&content.payload))?,
            None => body.contents.first()?,
        };
        let (example, name) = (content.example.as_deref(), body.name.as_str());
        match &content.payload {
            Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => match types::resolve(self.client, ty) {
                Type::List(item) => {
                    let first = example.and_then(|example| example.get(0));
                    Some(format!("[{}]", self.value(&item, first, name, true, DEEPEST)?))
                }
                ty => {
                    let is_exact = body.choice.is_some() || !bodies::is_made(self.client, &ty);
                    self.value(&ty, example, name, is_exact, DEEPEST)
                }
            },
            Payload::Text => Some(text(example, name)),
            Payload::Multipart(_) | Payload::AnyMultipart | Payload::Bytes => None,
        }
    }

    /// Whether a choice of bodies can be made of the type itself.
    fn is_named(&self, payload: &Payload) -> bool {
        match payload {
            Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => {
                matches!(types::resolve(self.client, ty), Type::Named(_))
            }
            _ => false,
        }
    }

    /// A value: of that type exactly, or as an argument takes it.
    fn value(&self, ty: &Type, example: Option<&Value>, name: &str, exact: bool, depth: usize) -> Option<String> {
        self.left.set(self.left.get().checked_sub(1)?);
        let converted = |text: String| if exact { format!("{text}.into()") } else { text };
        Some(match types::resolve(self.client, ty) {
            Type::Bool => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
            Type::Int(int) => integer(int, example),
            Type::Float(_) => match example.and_then(Value::as_f64) {
                Some(number) if number.abs() < 1e15 => format!("{number:?}"),
                _ => "1.0".to_owned(),
            },
            Type::String | Type::Secret => converted(text(example, name)),
            Type::Json => format!("{}::Value::Null", self.krate),
            Type::JsonObject => format!("{}::JsonObject::default()", self.krate),
            Type::List(item) => {
                let first = example.and_then(|example| example.get(0));
                let item = self.value(&item, first, name, exact, depth)?;
                if exact { format!("vec![{item}]") } else { format!("[{item}]") }
            }
            Type::Map(of) => {
                let entry = example.and_then(Value::as_object).and_then(|map| map.iter().next());
                let value = self.value(&of, entry.map(|(_, value)| value), name, true, depth)?;
                let pair = format!("({}.to_owned(), {value})", text(None, entry.map_or(name, |(key, _)| key)));
                if exact { format!("[{pair}].into_iter().collect()") } else { format!("[{pair}]") }
            }
            Type::Nullable(inner) => format!("Some({})", self.value(&inner, example, name, true, depth)?),
            Type::Boxed(id) => format!("Box::new({})", self.value(&Type::Named(id), example, name, true, depth)?),
            Type::Named(id) => return self.named(id, example, name, &converted, depth),
            Type::DateTime => self.read("datetime", "DateTime", example, "2026-01-31T12:00:00Z"),
            Type::Date => self.read("datetime", "Date", example, "2026-01-31"),
            Type::Uuid => self.read("identifier", "Uuid", example, "67e55044-10b1-426f-9247-bb680e5fe0c8"),
            Type::Null | Type::Base64 | Type::Base64Url | Type::Time | Type::Duration => return None,
            Type::Tuple(_) | Type::Foreign(_) => return None,
        })
    }

    /// A value that is read from JSON text.
    fn read(&self, module: &str, ty: &str, example: Option<&Value>, otherwise: &str) -> String {
        let text = example.and_then(Value::as_str).filter(|text| is_plain(text)).unwrap_or(otherwise);
        format!("{0}::from_json::<{0}::{module}::{ty}>(br#\"\"{text}\"\"#)?", self.krate)
    }

    fn named(
        &self,
        id: TypeId,
        example: Option<&Value>,
        name: &str,
        converted: &dyn Fn(String) -> String,
        depth: usize,
    ) -> Option<String> {
        let def = self.client.ty(id);
        let path = self.path(def.module.as_ref(), def.name.as_str());
        match &def.shape {
            TypeShape::Enum(values) => {
                let said = example.and_then(Value::as_str);
                let variant = values.variants.iter().find(|one| Some(one.wire.as_str()) == said);
                let variant = variant.or_else(|| values.variants.first())?;
                Some(match values.repr {
                    Repr::Text if is_plain(&variant.wire) => converted(Literal::string(&variant.wire).to_string()),
                    _ => format!("{path}::{}", variant.name),
                })
            }
            TypeShape::Struct(structure) if def.sent => self.structure(def, structure, example, depth.checked_sub(1)?),
            TypeShape::Union(union) => {
                let depth = depth.checked_sub(1)?;
                union.variants.iter().find_map(|variant| {
                    let value = self.value(&variant.ty, example, name, true, depth)?;
                    Some(format!("{path}::{}({value})", variant.name))
                })
            }
            TypeShape::Struct(_) | TypeShape::Alias(_) | TypeShape::Newtype(_) | TypeShape::Form(_) => None,
        }
    }

    /// `Pet::new("Tom").with_tag("cat")`
    fn structure(&self, def: &TypeDef, one: &Struct, example: Option<&Value>, depth: usize) -> Option<String> {
        let of = |field: &Field| example.and_then(|example| example.get(&field.wire));
        let mut arguments = Vec::new();
        let fields = || one.fields.iter().filter(|field| field.constant.is_none());
        let is_given = |field: &&Field| field.presence == Presence::Required && field.only.is_none();
        for field in fields().filter(is_given) {
            let value = self.value(&field.ty, of(field), &field.wire, def.required.is_some(), depth)?;
            arguments.push(if def.required.is_some() { format!("{}: {value}", word(&field.name)) } else { value });
        }
        let path = |name: &TypeName| self.path(def.module.as_ref(), name.as_str());
        let mut arguments = arguments.join(", ");
        if let Some(by_name) = &def.required {
            arguments = format!("{} {{ {arguments} }}", path(by_name));
        }
        let optional = fields().filter(|field| field.presence == Presence::Optional);
        let setters = self.setters(optional.map(|field| (structs::with(&field.name).to_string(), field)), example);
        Some(format!("{}::new({arguments}){setters}", path(&def.name)))
    }

    /// `acme::types::Pet`
    pub(super) fn path(&self, module: Option<&ModuleName>, item: &str) -> String {
        let module = module.map_or_else(|| "types".to_owned(), word);
        format!("{}::{module}::{item}", self.krate)
    }
}

/// A name as it stands in Rust.
pub(super) fn word(name: &impl ToTokens) -> String {
    quote!(#name).to_string()
}

/// A text of the document that an example can show, or a name in its place.
fn text(example: Option<&Value>, name: &str) -> String {
    let said = example.and_then(Value::as_str).filter(|text| is_plain(text));
    let said = said.or_else(|| Some(name).filter(|name| is_plain(name))).unwrap_or("text");
    Literal::string(said).to_string()
}

/// Whether a text reads the same in a literal and in Markdown.
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| (byte.is_ascii_graphic() || byte == b' ') && !b"`\"\\<>#".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(plain)
}

/// A whole number that its type can hold.
fn integer(int: Int, example: Option<&Value>) -> String {
    let (least, most) = match int {
        Int::I8 => (i8::MIN.into(), i8::MAX.into()),
        Int::I16 => (i16::MIN.into(), i16::MAX.into()),
        Int::I32 => (i32::MIN.into(), i32::MAX.into()),
        Int::I64 | Int::I128 => (i64::MIN.into(), i64::MAX.into()),
        Int::U8 => (0, u8::MAX.into()),
        Int::U16 => (0, u16::MAX.into()),
        Int::U32 => (0, u32::MAX.into()),
        Int::U64 => (0, i128::from(u64::MAX)),
    };
    let said = example.and_then(Value::as_number).and_then(Int::exact);
    said.filter(|said| (least..=most).contains(said)).unwrap_or(1).to_string()
}

/// A statement as the formatter of Rust prints it; `None` where it is too long for an example.
fn pretty(statement: &str) -> Option<Vec<String>> {
    let lines = printed(&format!("async fn example() {{ {statement} }}"))?;
    let (_, inside) = lines.split_first()?;
    let (_, inside) = inside.split_last()?;
    Some(inside.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect())
}

/// An item as the formatter of Rust prints it; `None` where it is too long for an example.
pub(super) fn printed(item: &str) -> Option<Vec<String>> {
    let file = syn::parse_file(item).ok()?;
    let lines: Vec<String> = prettyplease::unparse(&file).lines().map(str::to_owned).collect();
    (lines.len() <= LINES).then_some(lines)
}
