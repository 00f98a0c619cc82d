//! The wording of OpenAPI 3.1 and 3.2, and the deviations of real documents, → the wording of OpenAPI 3.0 that
//! `openapiv3` reads. What 3.0 cannot say goes into `x-crategen-*` (the table below); what has no meaning is reported,
//! and the mark of a [fault](crate::document::faults) stands in its place, so that only what needs it is lost.
//!
//! | keyword | value | says |
//! |---|---|---|
//! | `x-crategen-invalid` | code | this cannot be used; the fault of the document at this place says why |
//! | `x-crategen-null` | `true` | the schema allows nothing but null |
//! | `x-crategen-never` | `true` | the schema allows nothing |
//! | `x-crategen-types` | list of types | the schema allows several types, none of them null |
//! | `x-crategen-const` | `true` | the one value of `enum` is a constant |
//! | `x-crategen-prefix-items` | list of schemas | the first items of an array; `items` is for those after them |
//! | `x-crategen-closed` | `true` | no items after the prefix |
//! | `x-crategen-pattern-properties` | schema | properties with names of a pattern, and no other unnamed ones |
//! | `x-crategen-unsupported` | list of keywords | constraints that were there and have no meaning for a client |
//! | `x-crategen-conditional` | `true` | a property that only `then`, `else` or `dependentSchemas` has |
//! | `x-crategen-rules` | object | keywords that restrict values beyond type and limits, as they were written |
//! | `x-crategen-default-mapping` | text | in a discriminator: the schema of unknown tags (3.2 `defaultMapping`) |
//! | `x-crategen-item-schema` | schema | in a media type: each item of a stream (3.2 `itemSchema`) |
//! | `x-crategen-style` | `cookie` | in a parameter: the 3.2 style, which differs from `form` in escaping nothing |
//! | `x-crategen-left-out` | `true` | a parameter that operations go without, because nobody knows how it is sent |
//! | `x-crategen-mutual-tls` | `true` | a security scheme that a client certificate satisfies (3.1 `mutualTLS`) |

mod bodies;
mod definitions;
mod document;
mod fit;

mod inline;
mod node;
mod operations;
mod parameters;
mod pass;
mod schema;
mod security;
mod unread;
mod version;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::faults::is_faulty;
use crate::document::position::Position;
use crate::pointer::Pointer;

/// The key of an optional parameter that operations go without.
pub const LEFT_OUT: &str = "x-crategen-left-out";

/// Rewrites a document into the wording of OpenAPI 3.0, with the help of `x-crategen-*` where 3.0 has no words. Every
/// node of the result is one that `openapiv3` accepts at its position, or the mark of one of its
/// [faults](Document::faults), which is an error in `diags`. References are local (`#/…`), percent-decoded, and lead to where their targets stand in the result.
pub fn normalise(document: Document, diags: &mut Diagnostics) -> Document {
    if is_faulty(&document.value) {
        return document;
    }
    match version::minor(&document, diags) {
        Ok(minor) => {
            unread::report(&document, minor, diags);
            operations::repeated_ids(&document, diags);
            pass::run(&document, minor, diags)
        }
        Err(fault) => {
            let mut faulty = Document::new(fault.mark(), document.origins);
            faulty.faults.add(faulty.origins.place(&Pointer::root()), fault);
            faulty
        }
    }
}

/// One deviation, and what to do about it.
type Rule = fn(&mut node::Node<'_>);

/// The rules for the objects at a position that apply while their fields may have any shape, in order.
fn early_rules(position: Position) -> &'static [Rule] {
    match position {
        Position::Document => document::EARLY,
        Position::Parameter | Position::Header => parameters::EARLY,
        Position::MediaType | Position::Encoding => bodies::EARLY,
        Position::Schema => schema::EARLY,
        _ => &[],
    }
}

/// The rules for the objects at a position that apply when their fields have the shapes of OpenAPI, in order.
fn rules(position: Position) -> &'static [Rule] {
    match position {
        Position::Document => document::DOCUMENT,
        Position::Info => document::INFO,
        Position::Server => document::SERVER,
        Position::ServerVariable => document::SERVER_VARIABLE,
        Position::Tag => document::TAG,
        Position::Components => document::COMPONENTS,
        Position::Paths => operations::PATHS,
        Position::PathItem => operations::PATH_ITEM,
        Position::Operation => operations::OPERATION,
        Position::Responses => operations::RESPONSES,
        Position::Parameter => parameters::PARAMETER,
        Position::Header => parameters::HEADER,
        Position::RequestBody => bodies::REQUEST_BODY,
        Position::Response => bodies::RESPONSE,
        Position::MediaType => bodies::MEDIA_TYPE,
        Position::Encoding => bodies::ENCODING,
        Position::Schema => schema::RULES,
        Position::Discriminator => schema::DISCRIMINATOR,
        Position::SecurityRequirement => security::REQUIREMENT,
        Position::SecurityScheme => security::SCHEME,
        Position::Flow => security::FLOW,
        Position::Contact | Position::License | Position::ExternalDocs => &[],
        Position::Callback => operations::CALLBACK,
        Position::Example | Position::Xml | Position::Flows | Position::Link => &[],
    }
}
