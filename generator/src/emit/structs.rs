//! Objects: the struct, how it is made, read and written.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::example::Examples;
use super::{deprecated, docs, summary, types, wire_docs};
use crate::ir::{Client, Docs, Field, Presence, Rest, Struct, Type, TypeDef};
use crate::names::FieldName;

/// ```text
/// pub struct Pet { pub id: i64, pub tag: Option<String> }
/// pub struct PetRequired { pub id: i64, pub name: String } // where its required fields are taken by name
/// impl Pet { pub fn new(id: i64) -> Self; pub fn with_tag(self, tag: impl Into<String>) -> Self } // where it is sent
/// runtime::object!(Pet { id: required "id", tag: optional "tag" }); // `Decode` and `Encode`
/// ```
pub(super) fn structure(client: &Client, def: &TypeDef, structure: &Struct) -> Vec<TokenStream> {
    let mut items = vec![definition(client, def, structure)];
    if def.sent {
        items.extend(required_fields(client, def, structure));
        items.push(constructors(client, def, structure));
    }
    items.push(object(client, def, structure));
    items
}

fn definition(client: &Client, def: &TypeDef, structure: &Struct) -> TokenStream {
    let TypeDef { name, docs: said, deprecated: old, derives, .. } = def;
    let (said, old) = (docs(said), deprecated(*old));
    let fields = fields(structure).map(|field| {
        let Field { name, wire, docs: said, deprecated: old, .. } = field;
        let (said, old) = (wire_docs(said, name.as_str(), wire), deprecated(*old));
        let ty = field_type(client, def, field);
        quote!(#said #old pub #name: #ty)
    });
    let rest = structure.rest.iter().map(|Rest { name, ty }| {
        let ty = types::tokens(client, def.module.as_ref(), ty);
        quote!(#[doc = " The properties without a field of their own."] pub #name: runtime::Map<#ty>)
    });
    let members = fields.chain(rest);
    let defaults = structure.can_default().then(|| quote!(, Default));
    let (open, for_tests) = (open(def), default_in_tests(def, structure.can_default()));
    quote! {
        #said #old
        #[derive(Clone, Debug, PartialEq #defaults #(, #derives)*)]
        #for_tests
        #open
        pub struct #name { #(#members,)* }
    }
}

/// `#[non_exhaustive]`, but not in tests of what is received, which have to build it.
fn open(def: &TypeDef) -> TokenStream {
    match def.received {
        true => quote!(#[cfg_attr(not(feature = "test-util"), non_exhaustive)]),
        false => quote!(#[non_exhaustive]),
    }
}

/// The derive of what has a `Default` in tests only.
pub(super) fn default_in_tests(def: &TypeDef, always: bool) -> Option<TokenStream> {
    let derived = always || def.derives.iter().any(|path| path.last() == "Default");
    (def.test_default.is_some() && !derived).then(|| quote!(#[cfg_attr(feature = "test-util", derive(Default))]))
}

/// The fields that hold something: a constant does not.
fn fields(structure: &Struct) -> impl Iterator<Item = &Field> {
    structure.fields.iter().filter(|field| field.constant.is_none())
}

fn field_type(client: &Client, def: &TypeDef, field: &Field) -> TokenStream {
    let ty = types::tokens(client, def.module.as_ref(), &field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional => quote!(Option<#ty>),
    }
}

/// The struct of the required fields, where the constructor takes them by name.
fn required_fields(client: &Client, def: &TypeDef, structure: &Struct) -> Option<TokenStream> {
    let name = def.required.as_ref()?;
    let members = required(structure).map(|field| {
        let Field { name, wire, docs: said, deprecated: old, .. } = field;
        let (said, old) = (wire_docs(&summary(said), name.as_str(), wire), deprecated(*old));
        let ty = types::tokens(client, def.module.as_ref(), &field.ty);
        quote!(#said #old pub #name: #ty)
    });
    let mut said = vec![said_of_required(def)];
    let example = if client.types_only { Vec::new() } else { Examples::of(client).construction(def, structure) };
    if !example.is_empty() {
        said.push(String::new());
        said.extend(example);
    }
    let said = docs(&Docs(said));
    Some(quote!(#said #[derive(Clone, Debug, PartialEq)] pub struct #name { #(#members,)* }))
}

/// What the docs of the struct of the required fields say.
pub(super) fn said_of_required(def: &TypeDef) -> String {
    format!("The required fields of [`{}`], which [`new`]({0}::new) takes.", def.name)
}

/// The fields that callers must give.
fn required(structure: &Struct) -> impl Iterator<Item = &Field> {
    fields(structure).filter(|field| field.presence == Presence::Required && field.only.is_none())
}

fn constructors(client: &Client, def: &TypeDef, structure: &Struct) -> TokenStream {
    let name = &def.name;
    let arguments: Vec<TokenStream> = match &def.required {
        Some(by_name) => vec![quote!(required: #by_name)],
        None => required(structure)
            .map(|field| {
                let field_name = &field.name;
                let (ty, _) = types::argument(client, def.module.as_ref(), &field.ty, &quote!(#field_name));
                quote!(#field_name: #ty)
            })
            .collect(),
    };
    let values = fields(structure).map(|field| {
        let field_name = &field.name;
        if let Some(only) = &field.only {
            let ty = types::tokens(client, def.module.as_ref(), &field.ty);
            return quote!(#field_name: #ty::#only);
        }
        match field.presence {
            Presence::Required if def.required.is_some() => quote!(#field_name: required.#field_name),
            Presence::Required => {
                let (_, value) = types::argument(client, def.module.as_ref(), &field.ty, &quote!(#field_name));
                if value.to_string() == field_name.to_string() { value } else { quote!(#field_name: #value) }
            }
            Presence::Optional => quote!(#field_name: None),
        }
    });
    let rest = structure.rest.iter().map(|Rest { name, .. }| quote!(#name: runtime::Map::new()));
    let values = values.chain(rest);
    let setters = fields(structure).filter(|field| field.presence == Presence::Optional || field.only.is_some());
    let setters = setters.flat_map(|field| setters_of(client, def, structure, field));
    quote! {
        impl #name {
            #[must_use]
            #[inline]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* }
            }
            #(#setters)*
        }
    }
}

/// `with_tag`
pub(super) fn with(name: &FieldName) -> Ident {
    format_ident!("with_{}", name.as_str().trim_start_matches('_'))
}

/// `pub fn with_tag(mut self, tag: impl Into<String>) -> Self`, and `with_tag_null` where null is a value of its own.
fn setters_of(client: &Client, def: &TypeDef, structure: &Struct, field: &Field) -> Vec<TokenStream> {
    let Field { name, docs: said, deprecated: old, .. } = field;
    let setter = with(name);
    let (ty, nullable) = types::without_null(client, &field.ty);
    let (taken, value) = types::argument(client, def.module.as_ref(), &ty, &quote!(#name));
    let value = if nullable { quote!(Some(#value)) } else { value };
    let value = if field.presence == Presence::Optional { quote!(Some(#value)) } else { value };
    let (summary, old) = (docs(&summary(said)), deprecated(*old));
    let mut setters = vec![quote! {
        #summary #old
        #[must_use]
        #[inline]
        pub fn #setter(mut self, #name: #taken) -> Self {
            self.#name = #value;
            self
        }
    }];
    if nullable {
        let mut null = format!("{}_null", name.as_str().trim_matches('_'));
        while fields(structure).any(|field| field.name.as_str().trim_start_matches('_') == null) {
            null.push('_');
        }
        let setter = format_ident!("with_{null}");
        let said = format!(" Sets `{name}` to null.");
        setters.push(quote! {
            #[doc = #said]
            #old
            #[must_use]
            #[inline]
            pub fn #setter(mut self) -> Self {
                self.#name = Some(None);
                self
            }
        });
    }
    setters
}

/// `Decode` and `Encode`, from a line for each member of the object.
fn object(client: &Client, def: &TypeDef, structure: &Struct) -> TokenStream {
    let name = &def.name;
    let members = structure.fields.iter().map(|Field { name, wire, presence, constant, ty, .. }| {
        let key = key(wire);
        if let Some(constant) = constant {
            let text = constant.to_string();
            return quote!(#key: #text);
        }
        match (presence, types::resolve(client, ty)) {
            (Presence::Required, _) => quote!(#name: required #key),
            (Presence::Optional, Type::Nullable(_) | Type::Json | Type::Null) => quote!(#name: nullable #key),
            (Presence::Optional, _) => quote!(#name: optional #key),
        }
    });
    let rest = structure.rest.iter().map(|Rest { name, .. }| quote!(..#name));
    let members = members.chain(rest);
    quote!(runtime::object!(#name { #(#members,)* });)
}

/// The key as it stands between the quotes in JSON, which is what the runtime compares and writes.
pub(super) fn key(wire: &str) -> String {
    let text = serde_json::Value::from(wire).to_string();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(wire).to_owned()
}

/// `pub struct Tree(pub Vec<Tree>);`
pub(super) fn newtype(client: &Client, def: &TypeDef, ty: &Type) -> Vec<TokenStream> {
    let TypeDef { module, name, docs: said, deprecated: old, derives, .. } = def;
    let (said, old) = (docs(said), deprecated(*old));
    let ty = types::tokens(client, module.as_ref(), ty);
    let for_tests = default_in_tests(def, false);
    vec![
        quote!(#said #old #[derive(Clone, Debug, PartialEq #(, #derives)*)] #for_tests pub struct #name(pub #ty);),
        quote! {
            #[doc(hidden)]
            impl runtime::Decode for #name {
                #[inline]
                fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
                    runtime::Decode::decode(reader).map(Self)
                }
            }
        },
        quote! {
            #[doc(hidden)]
            impl runtime::Encode for #name {
                #[inline]
                fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
                    runtime::Encode::encode(&self.0, writer)
                }
            }
        },
    ]
}
