//! Generates a complete Rust client crate from any OpenAPI document.
//!
//! The stages, in order: text of documents ([`source`]) → one document ([`document`]) → one meaning ([`model`]) → one
//! decided Rust client ([`ir`], made by [`lower`]) → tokens ([`emit`]) → text ([`format`]) → files ([`files`]).

pub mod config;
pub mod diagnostic;
pub mod docs;
pub mod document;
pub mod ir;
pub mod model;
pub mod names;
pub mod pointer;
pub mod source;
