//! The rules that settle conflicts, and whether each still does.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use super::versions::Version;
use crate::config::Components;
use crate::config::ComponentsAs;
use crate::config::Merge;
use crate::config::Prefer;
use crate::config::Variants;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::pointer::Pointer;

/// The code of rules that settle nothing.
pub(super) const UNUSED: &str = "merge::unused-rule";

/// Rules with a record of their use.
pub(super) struct Rules<'m> {
    prefer: BTreeMap<Pointer, (&'m Prefer, bool)>,
    components: BTreeMap<Pointer, (&'m Components, bool)>,
    /// The rules for all components without one of their own; one is enough.
    all_components: Vec<(&'m Components, bool)>,
    variants: BTreeMap<Pointer, (&'m Variants, bool)>,
    info: Option<&'m Value>,
    info_used: bool,
}

impl<'m> Rules<'m> {
    /// Reads rules; wrong ones are reported and left out.
    pub(super) fn new(rules: &'m Merge, diagnostics: &mut Diagnostics) -> Self {
        let prefer = by_pointer(&rules.prefer, |rule| Some(&rule.at), "prefer", diagnostics);
        let variants = by_pointer(&rules.variants, |rule| Some(&rule.at), "variants", diagnostics);
        let components = by_pointer(&rules.components, |rule| rule.at.as_ref(), "components", diagnostics);
        let all = rules.components.iter().filter(|rule| rule.at.is_none());
        let all_components: Vec<_> = all.map(|rule| (rule, false)).collect();
        if all_components.len() > 1 {
            let error = Diagnostic::error("merge::rule", None, "two `[[merge.components]]` have no `at`");
            diagnostics.push(error.help("keep one of them, or give the other one a component"));
        }
        Self { prefer, components, all_components, variants, info: rules.info.as_ref(), info_used: false }
    }

    /// What `[merge.info]` says, taken as used.
    pub(super) fn info(&mut self) -> Option<&'m Value> {
        self.info_used = true;
        self.info
    }

    /// Whether a rule prefers a version of what stands there.
    pub(super) fn prefers(&self, at: &Pointer) -> bool {
        self.prefer.contains_key(at)
    }

    /// The rule for a component that contradicts itself, counted as used.
    pub(super) fn components(&mut self, at: &Pointer) -> Option<ComponentsAs> {
        // A credential is never that of another page because of a rule that does not name it.
        let is_scheme = at.tokens().get(1).is_some_and(|kind| kind == "securitySchemes");
        let wide = |rule: &&mut (&Components, bool)| !is_scheme || rule.0.kind == ComponentsAs::Split;
        let (rule, used) = match self.components.get_mut(at) {
            Some(rule) => rule,
            None => self.all_components.first_mut().filter(wide)?,
        };
        *used = true;
        Some(rule.kind)
    }

    /// Whether a rule says what becomes of the variants of an operation.
    pub(super) fn has_variants(&self, at: &Pointer) -> bool {
        self.variants.contains_key(at)
    }

    /// The rule for the variants of an operation, counted as used.
    pub(super) fn variants(&mut self, at: &Pointer) -> Option<&'m Variants> {
        let (rule, used) = self.variants.get_mut(at)?;
        *used = true;
        Some(rule)
    }

    /// The version that a rule prefers: `None` without a rule, `Some(None)` where the rule is wrong and has been reported.
    pub(super) fn prefer(
        &mut self,
        at: &Pointer,
        versions: &[Version<'_>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Option<Document>> {
        let (rule, used) = self.prefer.get_mut(at)?;
        *used = true;
        let meant: Vec<_> = versions.iter().filter(|version| version.part.is(&rule.fragment)).collect();
        let (problem, code) = match meant.as_slice() {
            [] => ("means no fragment that has something there", UNUSED),
            [first, rest @ ..] if rest.iter().all(|other| other.document.value == first.document.value) => {
                return Some(Some(first.document.clone()));
            }
            _ => ("means several fragments that differ", "merge::rule"),
        };
        let message = format!("`fragment = \"{}\"` of the `[[merge.prefer]]` at \"{at}\" {problem}", rule.fragment);
        let names: BTreeSet<_> = versions.iter().map(|version| format!("`{}`", version.part.name)).collect();
        let names: Vec<_> = names.into_iter().collect();
        let help = format!("name one of {}, or `file#operation`", names.join(", "));
        diagnostics.push(Diagnostic::error(code, None, message).help(help));
        Some(None)
    }

    /// Reports rules that settled nothing.
    pub(super) fn check(&self, diagnostics: &mut Diagnostics) {
        for (at, (rule, _)) in self.prefer.iter().filter(|(_, (_, used))| !used) {
            let message = format!(
                "the `[[merge.prefer]]` at \"{at}\" for \"{}\" settles nothing: no two fragments differ there",
                rule.fragment
            );
            diagnostics.push(Diagnostic::error(UNUSED, None, message).help("remove the rule"));
        }
        let unused = self.components.values().chain(&self.all_components).filter(|(_, used)| !used);
        for (rule, _) in unused {
            let of = rule.at.as_ref().map_or(String::new(), |at| format!(" at \"{at}\""));
            let message =
                format!("the `[[merge.components]]`{of} settles nothing: no fragments contradict each other there");
            diagnostics.push(Diagnostic::error(UNUSED, None, message).help("remove the rule"));
        }
        for at in self.variants.iter().filter(|(_, (_, used))| !used).map(|(at, _)| at) {
            let message = format!("the `[[merge.variants]]` at \"{at}\" settles nothing: it stands on one page only");
            diagnostics.push(Diagnostic::error(UNUSED, None, message).help("remove the rule"));
        }
        if self.info.is_some() && !self.info_used {
            let message = "`[merge.info]` settles nothing: all fragments have the same `info`";
            diagnostics.push(
                Diagnostic::error(UNUSED, None, message)
                    .help("remove it; what the API says wrongly, an overlay corrects"),
            );
        }
    }
}

/// Rules by the place that each is about; wrong ones are reported and left out.
fn by_pointer<'m, T>(
    rules: &'m [T],
    at: fn(&T) -> Option<&String>,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Pointer, (&'m T, bool)> {
    let mut found = BTreeMap::new();
    for rule in rules {
        let Some(text) = at(rule) else { continue };
        let Ok(pointer) = text.parse::<Pointer>() else {
            let message = format!("`at = \"{text}\"` of a `[[merge.{name}]]` is not a JSON Pointer");
            diagnostics.push(
                Diagnostic::error("merge::rule", None, message)
                    .help("it starts with `/`, and `/` inside a name is written `~1`: `/paths/~1pets/get`"),
            );
            continue;
        };
        if found.insert(pointer, (rule, false)).is_some() {
            let message = format!("two `[[merge.{name}]]` have `at = \"{text}\"`");
            diagnostics.push(Diagnostic::error("merge::rule", None, message).help("keep one of them"));
        }
    }
    found
}
