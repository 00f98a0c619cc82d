//! Types: what a client sends and receives.

use super::{Docs, FieldEncoding, Presence};
use crate::names::{FieldName, FileName, ModuleName, RustPath, TypeName, VariantName};

/// A type of the client: its key in [`Client::types`](super::Client::types). It names the same type in every pass of lowering, and
/// that of a type that was dropped is no other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A named type and the module that it stands in; `None`: `types`.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The module of a resource; `None`: `types`.
    pub module: Option<ModuleName>,
    /// The private file of the module that it stands in; `None`: the file of the module itself.
    pub file: Option<FileName>,
    /// The component that it is made of, as the document calls it.
    pub component: Option<String>,
    /// Its name.
    pub name: TypeName,
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether callers make values of it: whether it is part of a request, or of an API without operations.
    pub sent: bool,
    /// Whether callers get values of it: whether it is part of a response, or of an API without operations.
    pub received: bool,
    /// Whether it has a `Default` in tests (feature `test-util`): the variant that it is, 0 for what has no variants.
    pub test_default: Option<usize>,
    /// The struct of its required fields, where its constructor takes them by name.
    pub required: Option<TypeName>,
    /// What it derives beside what all types of its kind do.
    pub derives: Vec<RustPath>,
    /// The cargo feature that it needs, which is that of its module if it has one.
    pub feature: Option<String>,
    /// What it is.
    pub shape: TypeShape,
}

/// What a named type is.
#[derive(Clone, Debug)]
pub enum TypeShape {
    /// A struct.
    Struct(Struct),
    /// An enum of scalars.
    Enum(Enum),
    /// An enum of types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
    /// A type around another that holds itself in lists or maps, which an alias cannot.
    Newtype(Type),
    /// The parts of a multipart body.
    Form(FormParts),
}

impl TypeShape {
    /// Visits the types that it holds.
    pub(crate) fn each_type_mut(&mut self, visit: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Struct(structure) => {
                structure.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                structure.rest.iter_mut().for_each(|rest| visit(&mut rest.ty));
            }
            Self::Union(union) => union.variants.iter_mut().for_each(|variant| visit(&mut variant.ty)),
            Self::Alias(ty) | Self::Newtype(ty) => visit(ty),
            Self::Form(form) => form.parts_mut().filter_map(|part| part.ty_mut()).for_each(visit),
            Self::Enum(_) => {}
        }
    }

    /// Visits the docs of what it holds, in order.
    pub(crate) fn each_docs_mut(&mut self, visit: &mut impl FnMut(&mut Docs)) {
        match self {
            Self::Struct(structure) => structure.fields.iter_mut().for_each(|field| visit(&mut field.docs)),
            Self::Enum(values) => values.variants.iter_mut().for_each(|variant| visit(&mut variant.docs)),
            Self::Union(union) => union.variants.iter_mut().for_each(|variant| visit(&mut variant.docs)),
            Self::Form(form) => form.fields.iter_mut().for_each(|field| visit(&mut field.docs)),
            Self::Alias(_) | Self::Newtype(_) => {}
        }
    }
}

/// The parts of a multipart body.
#[derive(Clone, Debug, Default)]
pub struct FormParts {
    /// Those that have a field, in the document's order.
    pub fields: Vec<FormField>,
    /// Where the others go.
    pub rest: Option<FormRest>,
}

impl FormParts {
    /// All parts.
    pub fn parts(&self) -> impl Iterator<Item = &FormPart> {
        self.fields.iter().map(|field| &field.part).chain(self.rest.iter().map(|rest| &rest.part))
    }

    /// All parts, to be changed.
    pub(super) fn parts_mut(&mut self) -> impl Iterator<Item = &mut FormPart> {
        self.fields.iter_mut().map(|field| &mut field.part).chain(self.rest.iter_mut().map(|rest| &mut rest.part))
    }

    /// Whether one of them is, or may be, a stream: then the type depends on the mode of the client.
    pub fn has_streams(&self) -> bool {
        self.parts().any(FormPart::is_stream)
    }

    /// Whether nothing has to be given to make one.
    pub fn can_default(&self) -> bool {
        self.fields.iter().all(|field| field.presence == Presence::Optional)
    }
}

/// A part of a multipart body.
#[derive(Clone, Debug)]
pub struct FormField {
    /// The field.
    pub name: FieldName,
    /// The part's name.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
    /// Whether it must be there.
    pub presence: Presence,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// How it is sent.
    pub part: FormPart,
}

/// The map of the parts that have no field.
#[derive(Clone, Debug)]
pub struct FormRest {
    /// The field.
    pub name: FieldName,
    /// How each is sent.
    pub part: FormPart,
}

/// How a part is sent. A list of media types or ranges is what the document allows; an empty one: any.
#[derive(Clone, Debug, PartialEq)]
pub enum FormPart {
    /// A file, streamed.
    File(Vec<String>),
    /// What the caller writes in one of these media types, which the client cannot: streamed, but no file.
    Content(Vec<String>),
    /// Files, streamed, one part each.
    Files(Vec<String>),
    /// Files, streamed, or a value.
    FilesOr(Vec<String>, Type, Option<FieldEncoding>),
    /// A value: text for a scalar, JSON for an object, a part for each item of a list.
    Value(Type, Option<FieldEncoding>),
    /// A text as it is, of a media type.
    Text(String),
}

impl FormPart {
    /// Whether it is, or may be, a stream.
    pub fn is_stream(&self) -> bool {
        !matches!(self, Self::Value(..) | Self::Text(_))
    }

    /// The type of what is a value of JSON.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::File(_) | Self::Content(_) | Self::Files(_) | Self::Text(_) => None,
            Self::FilesOr(_, ty, _) | Self::Value(ty, _) => Some(ty),
        }
    }

    /// The type of what is a value of JSON, to be changed.
    pub(super) fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::File(_) | Self::Content(_) | Self::Files(_) | Self::Text(_) => None,
            Self::FilesOr(_, ty, _) | Self::Value(ty, _) => Some(ty),
        }
    }
}

/// An object.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// Its fields, in the document's order.
    pub fields: Vec<Field>,
    /// Where the properties without a field go.
    pub rest: Option<Rest>,
}

impl Struct {
    /// Whether nothing has to be given to make one.
    pub fn can_default(&self) -> bool {
        self.fields.iter().all(|field| field.constant.is_some() || field.presence == Presence::Optional)
    }
}

/// The map of the properties that have no field.
#[derive(Clone, Debug)]
pub struct Rest {
    /// The field.
    pub name: FieldName,
    /// The type of the values.
    pub ty: Type,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: FieldName,
    /// The property.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Whether it must be there.
    pub presence: Presence,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The only value that it can have: sent always, checked when decoded, and no field of the struct.
    pub constant: Option<serde_json::Value>,
    /// The variant that the constructor sets: it is required, and its enum has no other one.
    pub only: Option<VariantName>,
}

/// An enum of scalars.
#[derive(Clone, Debug)]
pub struct Enum {
    /// What its values are on the wire.
    pub repr: Repr,
    /// Its values.
    pub variants: Vec<Variant>,
}

/// What the values of an enum are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repr {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Whole numbers, written as JSON text.
    IntegerText,
    /// Numbers with fractions, compared as decimal text.
    Decimal,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: VariantName,
    /// Its text on the wire.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
}

/// An enum of types.
#[derive(Clone, Debug)]
pub struct Union {
    /// How the variants are told apart.
    pub tag: Tag,
    /// The variants.
    pub variants: Vec<UnionVariant>,
}

/// How the variants of a union are told apart.
#[derive(Clone, Debug)]
pub enum Tag {
    /// By what the value looks like.
    Shape,
    /// By the text of a property.
    Property(String),
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// Its name.
    pub name: VariantName,
    /// Its docs.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// The tag's text, where there is a tag.
    pub tag: Option<String>,
    /// What its values look like.
    pub looks: Looks,
}

/// What the values of a type look like from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// The kinds of JSON values.
    pub kinds: Vec<Kind>,
    /// Keys that must be there, with the JSON text of the values that they can have; none: any.
    pub required: Vec<(String, Vec<String>)>,
    /// Keys that are known; `None`: any key is.
    pub known: Option<Vec<String>>,
    /// The JSON texts of the only values, where they are counted.
    pub values: Vec<String>,
}

/// The kinds of JSON values; integers are numbers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// A type as it stands in a field or signature.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `()`: JSON null.
    Null,
    /// `bool`
    Bool,
    /// A whole number.
    Int(Int),
    /// A number.
    Float(Float),
    /// `String`
    String,
    /// Text that is not printed.
    Secret,
    /// Bytes in text, as base64.
    Base64,
    /// Bytes in text, as base64url (RFC 4648, section 5).
    Base64Url,
    /// A date and time with its offset (RFC 3339).
    DateTime,
    /// A date (RFC 3339 `full-date`).
    Date,
    /// A time of the day.
    Time,
    /// A duration (ISO 8601).
    Duration,
    /// A UUID (RFC 9562).
    Uuid,
    /// Any JSON.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A named type.
    Named(TypeId),
    /// A named type, boxed because the edge closes a cycle.
    Boxed(TypeId),
    /// The type or null.
    Nullable(Box<Type>),
    /// `Vec`
    List(Box<Type>),
    /// A map with text keys.
    Map(Box<Type>),
    /// A list of fixed types.
    Tuple(Vec<Type>),
    /// A type that the generator does not make: one of [`Client::foreign`](super::Client::foreign), or of the crate's
    /// hand-written modules.
    Foreign(RustPath),
}

/// Whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Int {
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `i128`
    I128,
}

/// Numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Float {
    /// `f32`
    F32,
    /// `f64`
    F64,
}

impl Type {
    /// This type or null.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Null | Self::Json => self,
            ty => Self::Nullable(Box::new(ty)),
        }
    }
}
