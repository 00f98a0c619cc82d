//! What a schema is called: a component by its name after the rules of the configuration, an inline schema by where it
//! stands, so that the name does not depend on who needs it first.

use super::Names;
use crate::config::{DeriveRule, Derived, Named};
use crate::lower::Site;
use crate::lower::meanings::title;
use crate::model::SchemaId;
use crate::names::TypeName;
use crate::pointer::{Pointer, Token};

impl Names<'_> {
    /// What a component is called, as words.
    pub(in crate::lower) fn component_words(&self, name: &str) -> String {
        self.components.words.get(name).map_or(name, String::as_str).to_owned()
    }

    /// The words of an inline schema's name. `site` names what the schema stands in where its pointer cannot (an
    /// operation's part).
    pub(in crate::lower) fn words(&mut self, id: SchemaId, site: &str) -> String {
        if let Some(words) = self.synthetic.get(&id) {
            return words.clone();
        }
        if let Some((owner, step)) = self.meanings.schemas.step(id) {
            let step = step.trim_start_matches('/').to_owned();
            return format!("{} {step}", self.words(owner, ""));
        }
        let schema = self.meanings.schema(id);
        if let Some(name) = &schema.component {
            return self.component_words(name);
        }
        let pointer = schema.pointer.clone();
        let tokens = pointer.tokens();
        match tokens.split_first_chunk::<3>() {
            Some(([components, kind, name], rest)) if components == "components" => {
                let owner = match kind.as_str() {
                    // `GetPetResponse` is not called `GetPetResponseResponse`.
                    "responses" if name.to_lowercase().ends_with("response") => name.to_string(),
                    "responses" => format!("{name} response"),
                    "requestBodies" => format!("{name} body"),
                    "headers" => format!("{name} header"),
                    "schemas" => self.component_words(name),
                    _ => name.to_string(),
                };
                join(&owner, &self.steps(&pointer, 3, rest))
            }
            _ => join(site, &self.steps(&pointer, 0, tokens)),
        }
    }

    /// What an inline schema is called where it stands: by its title, or by its property or parameter with what leads on from
    /// there. `None` for a body, what lowering made, and what a rule is about.
    pub(in crate::lower) fn short_name(&mut self, id: SchemaId, site: &Site) -> Option<TypeName> {
        let schema = self.meanings.schema(id);
        if schema.component.is_some() || self.synthetic.contains_key(&id) || self.is_of_rule(&schema.pointer) {
            return None;
        }
        if let Some((owner, step)) = self.meanings.schemas.step(id).map(|(owner, step)| (owner, step.to_owned())) {
            return self.short_name_of_step(id, owner, &step, site);
        }
        let (titled, pointer) = (title(schema), schema.pointer.clone());
        if let Some(title) = titled {
            return Some(TypeName::of(&[&title]));
        }
        let (steps, in_schemas) = match pointer.tokens() {
            [components, kind, _, rest @ ..] if components == "components" => {
                (self.steps(&pointer, 3, rest), kind == "schemas")
            }
            tokens => (self.steps(&pointer, 0, tokens), false),
        };
        let property = steps.iter().rposition(|step| step.is_property);
        let param = site.param.clone().filter(|_| property.is_none() && !in_schemas);
        if property.is_none() && param.is_none() {
            return None;
        }
        let steps = steps.into_iter().skip(property.unwrap_or(0)).map(|step| step.word);
        let words: Vec<String> = param.into_iter().chain(steps).collect();
        Some(TypeName::of(&words.iter().map(String::as_str).collect::<Vec<_>>()))
    }

    /// What an intersection is called: by the title of a part, or by the property that its parts have in common.
    fn short_name_of_step(&mut self, id: SchemaId, owner: SchemaId, step: &str, site: &Site) -> Option<TypeName> {
        let schema = self.meanings.schema(id);
        let parts = if schema.all_of.is_empty() { &schema.any_of } else { &schema.all_of };
        let parts = parts.iter().rev().map(|&part| self.meanings.schema(part)).filter(|part| part.component.is_none());
        if let Some(title) = parts.filter_map(title).next() {
            return Some(TypeName::of(&[&title]));
        }
        match step.strip_prefix('/') {
            Some(property) => Some(TypeName::of(&[property])),
            None => Some(TypeName::of(&[self.short_name(owner, site)?.as_str(), step])),
        }
    }

    /// Whether a rule of the configuration is about the schema at a pointer: what was asked for stays as it is.
    fn is_of_rule(&self, pointer: &Pointer) -> bool {
        let is = |at: &Named| matches!(at, Named::Inline(at) if at == pointer);
        let derived = |rule: &DeriveRule| matches!(&rule.which, Derived::At(at) if is(at));
        self.meanings.rules.config.names.rename.iter().any(|rule| is(&rule.at))
            || self.meanings.rules.config.derives.iter().any(derived)
    }

    /// The words of the steps from a schema's owner down to it.
    fn steps(&mut self, pointer: &Pointer, skip: usize, rest: &[Token]) -> Vec<Step> {
        let start =
            if skip > 0 { 0 } else { rest.iter().position(|token| token == "schema").map_or(rest.len(), |i| i + 1) };
        let mut words = Vec::new();
        let mut index = start;
        while let Some(token) = rest.get(index) {
            let next = rest.get(index + 1);
            match (token.as_str(), next) {
                ("properties", Some(name)) => {
                    words.push(Step { word: name.to_string(), is_property: true });
                    index += 1;
                }
                ("items", _) => words.push(Step::of("item")),
                ("additionalProperties" | "x-crategen-pattern-properties", _) => words.push(Step::of("value")),
                ("x-crategen-prefix-items", Some(position)) => {
                    words.push(Step::of(&format!("item {position}")));
                    index += 1;
                }
                ("oneOf" | "anyOf", Some(position)) => {
                    let word = self.words_of_branch(&truncated(pointer, skip + index + 2), position);
                    words.extend(word.as_deref().map(Step::of));
                    index += 1;
                }
                ("allOf" | "content" | "parameters", Some(_)) => index += 1,
                _ => {}
            }
            index += 1;
        }
        words
    }

    /// What a branch is called beside the others; nothing where it is the only one that is not null and its union has no name.
    fn words_of_branch(&mut self, branch: &Pointer, position: &str) -> Option<String> {
        let id = self.by_pointer.get(branch).copied();
        if let Some(known) = id.and_then(|id| self.branches.get(&id)) {
            return known.clone();
        }
        self.name_branches(branch);
        let known = id.and_then(|id| self.branches.get(&id)).cloned();
        let number = position.parse::<usize>().map_or(0, |number| number + 1);
        known.unwrap_or_else(|| Some(format!("variant {number}")))
    }

    /// Names a branch and those beside it.
    fn name_branches(&mut self, branch: &Pointer) {
        let [owner @ .., keyword, _] = branch.tokens() else { return };
        let Some(&id) = self.by_pointer.get(&Pointer::root().join(owner)) else { return };
        let schema = self.meanings.schema(id);
        let is_named = schema.component.is_some();
        let branches = if keyword == "oneOf" { schema.one_of.clone() } else { schema.any_of.clone() };
        let words = self.branch_words(&branches);
        let is_null = |names: &mut Self, id: SchemaId| names.meanings.merged(id).is_ok_and(|merged| merged.null_only);
        let is_only = branches.iter().filter(|&&branch| !is_null(self, branch)).count() == 1;
        for (branch, words) in branches.into_iter().zip(words) {
            self.branches.insert(branch, (is_named || !is_only).then_some(words));
        }
    }
}

/// A step from a schema to one inside of it.
struct Step {
    word: String,
    is_property: bool,
}

impl Step {
    fn of(word: &str) -> Self {
        Self { word: word.to_owned(), is_property: false }
    }
}

fn truncated(pointer: &Pointer, length: usize) -> Pointer {
    pointer.tokens().iter().take(length).cloned().collect()
}

/// Joins words; a step that the words before it already end with is not said again.
fn join(owner: &str, steps: &[Step]) -> String {
    steps.iter().fold(owner.to_owned(), |words, step| format!("{words} {}", step.word)).trim().to_owned()
}
