//! Objects: the struct, how it is made, read and written.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{deprecated, docs_or, tables, types};
use crate::ir::{Client, Field, FieldEncoding, FormField, FormPart, Presence, Rest, Struct, Type, TypeDef};

/// ```text
/// pub struct Pet { pub id: i64, pub tag: Option<String> }
/// impl Pet { pub fn new(id: i64) -> Self; pub fn with_tag(self, tag: impl Into<String>) -> Self } // where it is sent
/// impl runtime::Decode for Pet
/// impl runtime::Encode for Pet
/// ```
pub(super) fn structure(client: &Client, def: &TypeDef, structure: &Struct) -> Vec<TokenStream> {
    let mut items = vec![definition(client, def, structure)];
    if def.sent {
        items.push(constructors(client, def, structure));
    }
    items.extend([decode(client, def, structure), encode(client, def, structure)]);
    items
}

fn definition(client: &Client, def: &TypeDef, structure: &Struct) -> TokenStream {
    let TypeDef { name, docs: said, deprecated: old, derives, .. } = def;
    let (said, old) = (docs_or(said, "An object of the API."), deprecated(*old));
    let fields = fields(structure).map(|field| {
        let Field { name, wire, docs: said, deprecated: old, .. } = field;
        let (said, old) = (docs_or(said, &crate::docs::code(wire)), deprecated(*old));
        let ty = field_type(client, def, field);
        quote!(#said #old pub #name: #ty)
    });
    let rest = structure.rest.iter().map(|Rest { name, ty }| {
        let ty = types::tokens(client, def.module.as_ref(), ty);
        quote!(#[doc = " The properties without a field of their own."] pub #name: runtime::Map<#ty>)
    });
    let members = fields.chain(rest);
    let defaults = structure.can_default().then(|| quote!(, Default));
    quote!(#said #old #[derive(Clone, Debug, PartialEq #defaults #(, #derives)*)] #[non_exhaustive] pub struct #name { #(#members,)* })
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

fn constructors(client: &Client, def: &TypeDef, structure: &Struct) -> TokenStream {
    let name = &def.name;
    let required = || fields(structure).filter(|field| field.presence == Presence::Required);
    let arguments = required().map(|field| {
        let field_name = &field.name;
        let (ty, _) = types::argument(client, def.module.as_ref(), &field.ty, &quote!(#field_name));
        quote!(#field_name: #ty)
    });
    let values = fields(structure).map(|field| {
        let field_name = &field.name;
        match field.presence {
            Presence::Required if types::is_into(client, &field.ty) => quote!(#field_name: #field_name.into()),
            Presence::Required => quote!(#field_name),
            Presence::Optional => quote!(#field_name: None),
        }
    });
    let rest = structure.rest.iter().map(|Rest { name, .. }| quote!(#name: runtime::Map::new()));
    let values = values.chain(rest);
    let setters = fields(structure).filter(|field| field.presence == Presence::Optional);
    let setters = setters.map(|field| setter(client, def, field));
    let summary = format!(" A `{name}` with what it must have.");
    quote! {
        impl #name {
            #[doc = #summary]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* }
            }
            #(#setters)*
        }
    }
}

/// `pub fn with_tag(mut self, tag: impl Into<String>) -> Self`
fn setter(client: &Client, def: &TypeDef, field: &Field) -> TokenStream {
    let Field { name, docs: said, deprecated: old, .. } = field;
    let method = format_ident!("with_{}", name.as_str().trim_start_matches('_'));
    let (ty, value) = types::argument(client, def.module.as_ref(), &field.ty, &quote!(#name));
    let (said, old) = (docs_or(said, &format!("Sets `{name}`.")), deprecated(*old));
    quote! {
        #said #old
        #[must_use]
        pub fn #method(mut self, #name: #ty) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

fn decode(client: &Client, def: &TypeDef, structure: &Struct) -> TokenStream {
    let name = &def.name;
    let constants = structure.fields.iter().filter_map(|field| {
        let (wire, text) = (&field.wire, field.constant.as_ref()?.to_string());
        Some(quote!(object.constant(#wire, #text)?;))
    });
    let values = fields(structure).map(|field| {
        let (name, wire) = (&field.name, &field.wire);
        match (field.presence, types::resolve(client, &field.ty)) {
            (Presence::Required, _) => quote!(#name: object.required(#wire, context)?),
            (Presence::Optional, Type::Nullable(_)) => quote!(#name: object.optional_nullable(#wire, context)?),
            (Presence::Optional, Type::Json | Type::Null) => quote!(#name: object.present(#wire, context)?),
            (Presence::Optional, _) => quote!(#name: object.optional(#wire, context)?),
        }
    });
    let known: Vec<&String> = structure.fields.iter().map(|field| &field.wire).collect();
    let rest = structure.rest.iter().map(|Rest { name, .. }| quote!(#name: object.rest(&[#(#known),*], context)?));
    let values: Vec<TokenStream> = values.chain(rest).collect();
    let context = if values.is_empty() { quote!(_) } else { quote!(context) };
    let object = if values.is_empty() && structure.fields.is_empty() { quote!(_) } else { quote!(object) };
    quote! {
        impl runtime::Decode for #name {
            fn decode(value: &runtime::Value, #context: &mut runtime::Context) -> Result<Self, runtime::DecodeError> {
                let #object = runtime::Object::new(value)?;
                #(#constants)*
                Ok(Self { #(#values,)* })
            }
        }
    }
}

fn encode(client: &Client, def: &TypeDef, structure: &Struct) -> TokenStream {
    let name = &def.name;
    let values = structure.fields.iter().map(|field| {
        let (name, wire) = (&field.name, &field.wire);
        if let Some(constant) = &field.constant {
            let text = constant.to_string();
            return quote!(object.required(#wire, &runtime::encode_const(#text)?)?;);
        }
        match (field.presence, types::resolve(client, &field.ty)) {
            (Presence::Required, _) => quote!(object.required(#wire, &self.#name)?;),
            (Presence::Optional, Type::Nullable(_)) => quote!(object.optional_nullable(#wire, &self.#name)?;),
            (Presence::Optional, _) => quote!(object.optional(#wire, &self.#name)?;),
        }
    });
    let rest = structure.rest.iter().map(|Rest { name, .. }| quote!(object.rest(&self.#name)?;));
    let statements: Vec<TokenStream> = values.chain(rest).collect();
    let object = if statements.is_empty() { quote!(object) } else { quote!(mut object) };
    quote! {
        impl runtime::Encode for #name {
            fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
                let #object = runtime::ObjectWriter::new();
                #(#statements)*
                Ok(object.finish())
            }
        }
    }
}

/// `pub struct Tree(pub Vec<Tree>);`
pub(super) fn newtype(client: &Client, def: &TypeDef, ty: &Type) -> Vec<TokenStream> {
    let TypeDef { module, name, docs: said, deprecated: old, derives, .. } = def;
    let (said, old) = (docs_or(said, "A type that holds itself."), deprecated(*old));
    let ty = types::tokens(client, module.as_ref(), ty);
    vec![
        quote!(#said #old #[derive(Clone, Debug, PartialEq #(, #derives)*)] pub struct #name(pub #ty);),
        quote! {
            impl runtime::Decode for #name {
                fn decode(value: &runtime::Value, context: &mut runtime::Context) -> Result<Self, runtime::DecodeError> {
                    runtime::Decode::decode(value, context).map(Self)
                }
            }
        },
        quote! {
            impl runtime::Encode for #name {
                fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
                    runtime::Encode::encode(&self.0)
                }
            }
        },
    ]
}

/// The parts of a multipart body: files are streamed, so it depends on the mode of the client.
///
/// ```text
/// pub struct UploadForm<M: runtime::Mode> { pub file: runtime::Part<M>, pub title: Option<String> }
/// ```
pub(super) fn form(client: &Client, def: &TypeDef, fields: &[FormField]) -> Vec<TokenStream> {
    let TypeDef { name, docs: said, .. } = def;
    let said = docs_or(said, "The parts of a multipart body.");
    let members = fields.iter().map(|field| {
        let (name, said) = (&field.name, docs_or(&field.docs, &crate::docs::code(&field.wire)));
        let ty = part_type(client, def, field);
        quote!(#said pub #name: #ty)
    });
    let parts = fields.iter().map(add_part);
    let streams = fields.iter().any(|field| matches!(field.part, FormPart::File(_) | FormPart::Files(_)));
    let mode = quote!(<M: runtime::Mode>);
    let (declared, applied, method) =
        if streams { (Some(&mode), Some(quote!(<M>)), None) } else { (None, None, Some(&mode)) };
    vec![
        quote!(#said #[derive(Debug)] pub struct #name #declared { #(#members,)* }),
        quote! {
            impl #declared #name #applied {
                #[doc = " The parts in their order."]
                pub(crate) fn into_parts #method (self) -> runtime::Multipart<M> {
                    let parts = runtime::Multipart::new();
                    #(#parts)*
                    parts
                }
            }
        },
    ]
}

fn part_type(client: &Client, def: &TypeDef, field: &FormField) -> TokenStream {
    let ty = match &field.part {
        FormPart::File(_) => quote!(runtime::Part<M>),
        FormPart::Files(_) => quote!(Vec<runtime::Part<M>>),
        FormPart::Value(ty, _) => types::tokens(client, def.module.as_ref(), ty),
    };
    match field.presence {
        Presence::Required => ty,
        Presence::Optional => quote!(Option<#ty>),
    }
}

/// `let parts = parts.part("file", self.file);`
fn add_part(field: &FormField) -> TokenStream {
    let FormField { name, wire, presence, part, .. } = field;
    let typed = |kind: &Option<String>, part: TokenStream| match kind {
        Some(kind) if !kind.contains(['*', ',']) => quote!(#part.media_type_or(#kind)),
        _ => part,
    };
    let add = match part {
        FormPart::File(kind) => {
            let value = typed(kind, quote!(value));
            quote!(parts.part(#wire, #value))
        }
        FormPart::Files(kind) => {
            let value = typed(kind, quote!(part));
            quote!(value.into_iter().fold(parts, |parts, part| parts.part(#wire, #value)))
        }
        FormPart::Value(_, Some(kind)) => {
            let encoding = FieldEncoding { wire: wire.clone(), content_type: Some(kind.clone()), style: None };
            let encoding = tables::field_encoding(&encoding);
            quote!(parts.field(#wire, &value, Some(&#encoding)))
        }
        FormPart::Value(_, None) => quote!(parts.field(#wire, &value, None)),
    };
    match presence {
        Presence::Required => quote!(let value = self.#name; let parts = #add;),
        Presence::Optional => quote!(let parts = match self.#name { Some(value) => #add, None => parts };),
    }
}
