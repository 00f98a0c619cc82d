//! Objects.

use crategen::ir::{Field, FormField, FormPart, FormParts, Presence, Rest, Struct, Type, TypeId};
use crategen::names::{FieldName, TypeName};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Derived, derives};
use crate::types::resolve;

impl Derived<'_> {
    /// `pub struct Pet { pub id: i64, #[serde(rename = "type")] pub r#type: Option<String> }`
    pub(super) fn structure(&self, id: TypeId, name: &TypeName, structure: &Struct) -> TokenStream {
        let is_tag = |field: &&Field| self.tags.contains(&(id, field.wire.clone()));
        let fields = structure.fields.iter().filter(|field| !is_tag(field));
        let fields = fields.map(|field| self.field(field));
        let rest = structure.rest.iter().map(|Rest { name, ty }| {
            let ty = self.types.ty(ty);
            quote!(#[serde(flatten)] pub #name: crate::Map<#ty>)
        });
        let (derives, members) = (derives(), fields.chain(rest));
        quote!(#derives pub struct #name { #(#members,)* })
    }

    fn field(&self, field: &Field) -> TokenStream {
        let Field { name, wire, presence, constant, .. } = field;
        let ty = match constant {
            Some(value) if value.is_string() => quote!(String),
            Some(value) if value.is_boolean() => quote!(bool),
            Some(_) => quote!(::serde_json::Value),
            None => self.types.ty(&field.ty),
        };
        let rename = rename(name, wire);
        match presence {
            Presence::Required => quote!(#rename pub #name: #ty),
            Presence::Optional => {
                let resolved = resolve(self.types.client, &field.ty);
                let may_be_null = matches!(resolved, Type::Nullable(_) | Type::Json | Type::Null);
                let present = may_be_null.then(|| quote!(, default, deserialize_with = "crate::present"));
                quote!(#rename #[serde(skip_serializing_if = "Option::is_none" #present)] pub #name: Option<#ty>)
            }
        }
    }

    /// The parts of a form, with files as bytes.
    pub(super) fn form(&self, name: &TypeName, form: &FormParts) -> TokenStream {
        let members = form.fields.iter().map(|FormField { name, wire, presence, part, .. }| {
            let ty = match part {
                FormPart::File(_) | FormPart::Content(_) => quote!(Vec<u8>),
                FormPart::Files(_) | FormPart::FilesOr(..) => quote!(Vec<Vec<u8>>),
                FormPart::Value(ty, _) => self.types.ty(ty),
                FormPart::Text(_) => quote!(String),
            };
            let rename = rename(name, wire);
            match presence {
                Presence::Required => quote!(#rename pub #name: #ty),
                Presence::Optional => {
                    quote!(#rename #[serde(skip_serializing_if = "Option::is_none")] pub #name: Option<#ty>)
                }
            }
        });
        let derives = derives();
        quote!(#derives pub struct #name { #(#members,)* })
    }
}

fn rename(name: &FieldName, wire: &str) -> Option<TokenStream> {
    (name.as_str() != wire).then(|| quote!(#[serde(rename = #wire)]))
}
