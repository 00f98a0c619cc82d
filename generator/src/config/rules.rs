//! The rules of `codegen.toml`: what concerns one place of a document, a name or a file.

use crate::config::legal::{check_kept_file, check_module};
use crate::config::read::{Found, Table};
use crate::config::values::{checked, choice, invalid, parsed, rules, value};
use crate::config::{
    Components, ComponentsAs, ConstantRule, EnumAction, EnumRule, Enums, Keep, Merge, NamePattern, NameRule, Named,
    Names, Prefer, Rename, Variants, VariantsAs,
};
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

pub(super) fn merge(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Merge {
    Merge {
        rename: rules(table, "rename", diagnostics, |rule, diagnostics| {
            let fragment = rule.required("fragment", diagnostics);
            let component = rule.required("component", diagnostics);
            let to = rule.required("to", diagnostics);
            Some(Rename { fragment: fragment?.value, component: component?.value, to: to?.value })
        }),
        prefer: rules(table, "prefer", diagnostics, |rule, diagnostics| {
            let (at, fragment) = (rule.required("at", diagnostics), rule.required("fragment", diagnostics));
            Some(Prefer { at: at?.value, fragment: fragment?.value })
        }),
        components: rules(table, "components", diagnostics, |rule, diagnostics| {
            let choices = [
                ("split", ComponentsAs::Split),
                ("first", ComponentsAs::First),
                ("largest", ComponentsAs::Largest),
                ("newest", ComponentsAs::Newest),
            ];
            let kind = choice(rule, "as", &choices, diagnostics);
            Some(Components { at: value(rule.text("at", diagnostics)), kind })
        }),
        variants: rules(table, "variants", diagnostics, |rule, diagnostics| {
            let (at, by) = (rule.required("at", diagnostics), value(rule.text("by", diagnostics)));
            let choices = [("union", VariantsAs::Union), ("functions", VariantsAs::Functions)];
            let kind = choice(rule, "as", &choices, diagnostics);
            Some(Variants { at: at?.value, by, kind })
        }),
        api: value(table.text("api", diagnostics)),
        info: table.json("info", diagnostics),
    }
}

pub(super) fn names(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Names {
    Names {
        operations: rules(table, "operations", diagnostics, name_pattern),
        types: rules(table, "types", diagnostics, name_pattern),
        rename: rules(table, "rename", diagnostics, |rule, diagnostics| {
            let (at, to) = (rule.required("at", diagnostics), rule.required("to", diagnostics));
            let at = parsed(at?, "at", NAMED, diagnostics, named)?;
            Some(NameRule { at, to: to?.value, place: rule.place() })
        }),
    }
}

fn name_pattern(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<NamePattern> {
    let (found, replace) = (rule.required("pattern", diagnostics), rule.required("replace", diagnostics));
    let pattern = pattern(&found?, "pattern", diagnostics)?;
    Some(NamePattern { pattern, replace: replace?.value, place: rule.place() })
}

pub(super) fn constant(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<ConstantRule> {
    let (name, found) = (rule.required("name", diagnostics), rule.required("pattern", diagnostics));
    let docs = rule.text("docs", diagnostics).map(|docs| docs.value);
    let found = found?;
    let pattern = pattern(&found, "pattern", diagnostics)?;
    if pattern.captures_len() != 2 {
        invalid(&found.place, "pattern", "must have exactly one group: the constant's value", diagnostics);
        return None;
    }
    Some(ConstantRule { name: name?.value, pattern, docs, place: rule.place() })
}

/// The regular expression of a key.
pub(super) fn pattern(found: &Found<String>, key: &str, diagnostics: &mut Diagnostics) -> Option<regex_lite::Regex> {
    let compiled = regex_lite::Regex::new(&found.value);
    compiled
        .map_err(|error| {
            invalid(&found.place, key, &format!("is not a regular expression: {error}"), diagnostics);
        })
        .ok()
}

const NAMED: &str = "must be operations/<operationId>, schemas/<Name>, tags/<tag>, or a JSON Pointer";

pub(super) fn named(text: &str) -> Option<Named> {
    match text.split_once('/') {
        Some(("operations", id)) if !id.is_empty() => Some(Named::Operation(id.to_owned())),
        Some(("schemas", name)) if !name.is_empty() => Some(Named::Schema(name.to_owned())),
        Some(("tags", tag)) if !tag.is_empty() => Some(Named::Tag(tag.to_owned())),
        _ => pointer(text).map(Named::Inline),
    }
}

/// A JSON Pointer, also in the form of a `$ref` to the same document.
fn pointer(text: &str) -> Option<Pointer> {
    let text = text.strip_prefix('#').unwrap_or(text);
    text.parse().ok().filter(|pointer: &Pointer| !pointer.tokens().is_empty())
}

pub(super) fn enums(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Enums {
    Enums {
        from_descriptions: value(table.flag("from-descriptions", diagnostics)).unwrap_or(true),
        description: rules(table, "description", diagnostics, enum_rule),
    }
}

fn enum_rule(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<EnumRule> {
    let at = rule.required("at", diagnostics);
    let off = value(rule.flag("off", diagnostics)).unwrap_or(false);
    let names = rule.pairs("names", diagnostics);
    let at = parsed(at?, "at", "must be a JSON Pointer of the document", diagnostics, pointer)?;
    let action = match (off, names) {
        (true, None) => EnumAction::Off,
        (false, Some(names)) => EnumAction::Names(names.value.into_iter().collect()),
        _ => {
            invalid(&rule.place(), "[[enums.description]]", "needs either off = true or names = {…}", diagnostics);
            return None;
        }
    };
    Some(EnumRule { at, action, place: rule.place() })
}

pub(super) fn keep(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Keep> {
    let (file, module) = (rule.required("file", diagnostics), rule.required("module", diagnostics));
    let docs = value(rule.text("docs", diagnostics));
    let feature = value(rule.text("feature", diagnostics));
    let file = file.and_then(|file| checked(file, "file", diagnostics, check_kept_file));
    let module = module.and_then(|module| checked(module, "module", diagnostics, check_module));
    Some(Keep { file: file?, module: module?, docs, feature, place: rule.place() })
}
