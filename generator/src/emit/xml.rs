//! `xml_tables.rs`: how the types of bodies in XML are written.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Content, Emitted, Items};
use crate::ir::{Client, XmlContent, XmlField, XmlId, XmlNode, XmlObject, XmlPlace, XmlShape, XmlTable};

/// `xml_tables.rs`, where an operation has a body in XML.
pub(super) fn module(client: &Client) -> Option<Emitted<'_>> {
    let needed = needed(client);
    if needed.is_empty() {
        return None;
    }
    let import = || {
        quote!(
            use crate::xml;
        )
    };
    let items = move || [import()].into_iter().chain(needed.into_iter().map(|id| table(client, id))).collect();
    let head = quote!(#![doc = " How types are written in XML."]);
    Some(Emitted { path: "src/xml_tables.rs".to_owned(), content: Content::Rust(head, Items::of(items)) })
}

/// The tables that operations lead to.
fn needed(client: &Client) -> BTreeSet<XmlId> {
    let mut needed = BTreeSet::new();
    let mut queue: Vec<XmlId> = client.operations().flat_map(|operation| operation.xml_roots()).collect();
    while let Some(id) = queue.pop() {
        if !needed.insert(id) {
            continue;
        }
        match &client.xml(id).shape {
            XmlShape::Root(node) => objects(node, &mut queue),
            XmlShape::Object(XmlObject { fields, rest }) => {
                fields.iter().map(|field| &field.node).chain(rest).for_each(|node| objects(node, &mut queue));
            }
        }
    }
    needed
}

fn objects(node: &XmlNode, found: &mut Vec<XmlId>) {
    match &node.content {
        XmlContent::Object(id) => found.push(*id),
        XmlContent::List { item, .. } | XmlContent::Map(item) => objects(item, found),
        XmlContent::Text | XmlContent::Number | XmlContent::Boolean | XmlContent::Any => {}
    }
}

/// `pub(crate) static PET: xml::XmlObject = …`
fn table(client: &Client, id: XmlId) -> TokenStream {
    let XmlTable { name, shape } = client.xml(id);
    match shape {
        XmlShape::Root(root) => {
            let root = node(client, root);
            quote!(pub(crate) static #name: xml::XmlNode = #root;)
        }
        XmlShape::Object(XmlObject { fields, rest }) => {
            let fields = fields.iter().map(|field| self::field(client, field));
            let rest = match rest {
                Some(rest) => {
                    let rest = node(client, rest);
                    quote!(Some(&#rest))
                }
                None => quote!(None),
            };
            quote!(pub(crate) static #name: xml::XmlObject = xml::XmlObject { fields: &[#(#fields),*], rest: #rest };)
        }
    }
}

fn field(client: &Client, field: &XmlField) -> TokenStream {
    let XmlField { key, place, required, node } = field;
    let place = match place {
        XmlPlace::Element => quote!(Element),
        XmlPlace::Attribute => quote!(Attribute),
        XmlPlace::Text => quote!(Text),
    };
    let node = self::node(client, node);
    quote!(xml::XmlField { key: #key, place: xml::XmlPlace::#place, required: #required, node: #node })
}

fn node(client: &Client, node: &XmlNode) -> TokenStream {
    let XmlNode { name, namespace, prefix, content } = node;
    let (namespace, prefix) = (super::tables::option(namespace.as_deref()), super::tables::option(prefix.as_deref()));
    let content = match content {
        XmlContent::Text => quote!(Text),
        XmlContent::Number => quote!(Number),
        XmlContent::Boolean => quote!(Boolean),
        XmlContent::Any => quote!(Any),
        XmlContent::Object(id) => {
            let object = &client.xml(*id).name;
            quote!(Object(&#object))
        }
        XmlContent::List { wrapped, item } => {
            let item = self::node(client, item);
            quote!(List { wrapped: #wrapped, item: &#item })
        }
        XmlContent::Map(value) => {
            let value = self::node(client, value);
            quote!(Map(&#value))
        }
    };
    quote!(xml::XmlNode { name: #name, namespace: #namespace, prefix: #prefix, content: xml::XmlContent::#content })
}
