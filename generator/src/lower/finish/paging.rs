//! Paging, which the configuration declares: checked against the operation that it is declared of.

use super::definitions::Definitions;
use crate::config::{self, PagingRule, ToldIn};
use crate::diagnostic::Diagnostics;
use crate::ir::{Client, Content, NextPage, Operation, PageInput, Paging, Payload, Reply, Source, Type, TypeShape};
use crate::lower::rules::Rules;
use crate::pointer::Pointer;

/// What the docs of a paged operation say.
const SAID: &str = "The results come in pages: `.items()` and `.pages()` of the call follow them.";

/// Declares the paging of all operations.
pub(super) fn declare(client: &mut Client, rules: &Rules<'_>, paging: &[PagingRule], diagnostics: &mut Diagnostics) {
    let Client { resources, types, .. } = client;
    let types = Definitions(types);
    let mut misfits: Vec<Option<String>> = vec![None; paging.len()];
    for operation in resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        let concerning = paging.iter().enumerate().filter(|(_, rule)| rule.which.concerns(&operation.id));
        for (index, rule) in concerning {
            match (Fit { operation, types }.paging(rule)) {
                Ok(_) if operation.paging.is_some() => rules.uses(&rule.place),
                Ok(fitted) => {
                    rules.uses(&rule.place);
                    operation.paging = Some(fitted);
                    operation.docs.0.extend([String::new(), SAID.to_owned()]);
                }
                Err(reason) => drop(misfits[index].get_or_insert(format!("`{}`: {reason}", operation.id))),
            }
        }
    }
    // A pattern is for those that it fits; one that fits none of what it matches is as wrong as one operation is.
    for (rule, misfit) in paging.iter().zip(misfits) {
        rules.misfit(&rule.place, misfit, diagnostics);
    }
}

/// An operation that a rule is held against.
#[derive(Clone, Copy)]
struct Fit<'p> {
    operation: &'p Operation,
    types: Definitions<'p>,
}

impl Fit<'_> {
    /// The paging of an operation by a rule, or why the rule does not fit.
    fn paging(self, rule: &PagingRule) -> Result<Paging, String> {
        let body = body(self.operation)?;
        let items = self.types.at(body, &rule.items).map_err(|reason| told("items", &rule.items, &reason))?;
        let item = match self.types.plain(&items) {
            Type::List(item) => *item,
            Type::Json => Type::Json,
            _ => return Err(told("items", &rule.items, "it is not a list")),
        };
        let source = |key: &str, from: &ToldIn, wanted: Wanted| self.page_source(key, from, body, &item, wanted);
        let next = match &rule.next {
            config::NextPage::Cursor { parameter, from } => NextPage::Cursor {
                input: self.page_input(parameter, Wanted::Scalar)?,
                from: source("next", from, Wanted::Scalar)?,
            },
            config::NextPage::Page { parameter, first, count } => NextPage::Page {
                input: self.page_input(parameter, Wanted::Whole)?,
                first: *first,
                count: count.as_ref().map(|count| source("total", count, Wanted::Whole)).transpose()?,
            },
            config::NextPage::Offset { parameter, total } => NextPage::Offset {
                input: self.page_input(parameter, Wanted::Whole)?,
                total: total.as_ref().map(|total| source("total", total, Wanted::Whole)).transpose()?,
            },
            config::NextPage::Link { from } => NextPage::Link { from: source("next", from, Wanted::Text)? },
        };
        let more = rule.more.as_ref().map(|more| {
            let ty = self.types.at(body, more).map_err(|reason| told("more", more, &reason))?;
            let fits = matches!(self.types.plain(&ty), Type::Bool | Type::Json);
            if fits { Ok(more.to_string()) } else { Err(told("more", more, "it is not true or false")) }
        });
        let size = rule.size.as_ref().map(|size| self.page_input(size, Wanted::Whole)).transpose()?;
        let size = size.zip(rule.per_page);
        Ok(Paging { items: rule.items.to_string(), item, next, more: more.transpose()?, size })
    }

    /// The parameter of that name, or the field of the body of that name or at that JSON Pointer.
    fn page_input(self, name: &str, wanted: Wanted) -> Result<PageInput, String> {
        let Some(index) = self.operation.params.iter().position(|param| param.wire == name) else {
            return self.page_field(name, wanted);
        };
        let param = self.operation.params.get(index).ok_or("it has no such parameter")?;
        let fits = param.style.form.is_plain() && self.fits(&param.ty, wanted);
        if fits {
            Ok(PageInput::Param(index))
        } else {
            Err(format!("its parameter `{name}` is not {}", wanted.words()))
        }
    }

    /// A field of the body that is one text or number.
    fn page_field(self, name: &str, wanted: Wanted) -> Result<PageInput, String> {
        let missing = || format!("it has no parameter `{name}`, and no JSON body with such a field");
        let contents = self.operation.body.as_ref().map(|body| body.contents.as_slice()).unwrap_or_default();
        let [Content { payload: Payload::Json(body), media_type, .. }] = contents else { return Err(missing()) };
        let pointer = match name.strip_prefix('/') {
            Some(_) => name.parse().map_err(|_| format!("`{name}` is no JSON Pointer"))?,
            None => Pointer::root().child(name),
        };
        let ty = self.types.at(body, &pointer).map_err(|_| missing())?;
        if !self.fits(&ty, wanted) {
            return Err(format!("the field `{pointer}` of its body is not {}", wanted.words()));
        }
        let text =
            !matches!(ty, Type::Json | Type::Int(_) | Type::Float(_) | Type::Foreign(_)) && !self.is_a_union(&ty);
        Ok(PageInput::Body { pointer: pointer.to_string(), text, media_type: media_type.clone() })
    }

    fn is_a_union(self, ty: &Type) -> bool {
        matches!(ty, Type::Named(id) if matches!(self.types.shape(*id), Some(TypeShape::Union(_))))
    }

    fn page_source(self, key: &str, from: &ToldIn, body: &Type, item: &Type, wanted: Wanted) -> Result<Source, String> {
        let (ty, at) = match from {
            ToldIn::Header(name) => return Ok(Source::Header(name.clone())),
            ToldIn::NextLink => return Ok(Source::NextLink),
            ToldIn::Body(at) => (body, at),
            ToldIn::LastItem(at) => (item, at),
        };
        let ty = self.types.at(ty, at).map_err(|reason| told(key, at, &reason))?;
        if !self.fits(&ty, wanted) {
            return Err(told(key, at, &format!("it is not {}", wanted.words())));
        }
        Ok(match from {
            ToldIn::LastItem(_) => Source::LastItem(at.to_string()),
            _ => Source::Body(at.to_string()),
        })
    }

    fn fits(self, ty: &Type, wanted: Wanted) -> bool {
        match self.types.plain(ty) {
            // What the document does not describe, and what the configuration puts in its place, may be anything.
            Type::Json | Type::Foreign(_) => true,
            Type::Int(_) => wanted != Wanted::Text,
            Type::String => true,
            Type::Float(_) => wanted != Wanted::Text,
            Type::Secret | Type::Base64 | Type::Uuid | Type::DateTime | Type::Date | Type::Time | Type::Duration => {
                wanted == Wanted::Scalar
            }
            Type::Named(id) => match self.types.shape(id) {
                Some(TypeShape::Enum(_)) => wanted != Wanted::Whole,
                // A choice of scalars only: unions in it are not looked into.
                Some(TypeShape::Union(union)) => union.variants.iter().all(|variant| {
                    let inner = self.types.plain(&variant.ty);
                    !self.is_a_union(&inner) && self.fits(&inner, wanted)
                }),
                _ => false,
            },
            _ => false,
        }
    }
}

/// What a parameter or a part of a response has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// Text or a number.
    Scalar,
    /// A whole number.
    Whole,
    /// Text.
    Text,
}

impl Wanted {
    fn words(self) -> &'static str {
        match self {
            Self::Scalar => "one text or number",
            Self::Whole => "a whole number",
            Self::Text => "text",
        }
    }
}

/// The type of the JSON body that all successes have which have a body.
fn body(operation: &Operation) -> Result<&Type, String> {
    let mut body = None;
    for success in &operation.success {
        match &success.reply {
            Reply::Empty => {}
            Reply::Json(ty) if body.is_none_or(|known| known == ty) => body = Some(ty),
            _ => return Err("its successes are not all JSON of one type".to_owned()),
        }
    }
    body.ok_or_else(|| "it has no success with a JSON body".to_owned())
}

pub(super) fn told(key: &str, pointer: &Pointer, reason: &str) -> String {
    format!("`{key}` is `{pointer}`, but {reason}")
}
