//! The rules of the configuration, each of which must be used: one that no longer applies is an error.

use std::cell::RefCell;
use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::config::{self, Config, ConstantRule, EnumAction, NamePattern, Named, Replaced, Replacement};
use crate::diagnostic::{Diagnostics, Place};
use crate::ir::{Constant, Docs};
use crate::model::{Operation, SimpleType};
use crate::names::ConstName;
use crate::pointer::Pointer;

/// What the configuration says of an enum that a description lists.
pub(crate) enum Described {
    /// No enum.
    Off,
    /// The listed names.
    Listed,
    /// These names.
    Named(IndexMap<String, String>),
}

/// The rules, and which of them have been used. Every pass reads them, and none of them depends on what another one has used,
/// so that is noted inside.
pub(crate) struct Rules<'a> {
    pub(super) config: &'a Config,
    used: RefCell<BTreeSet<Place>>,
}

impl<'a> Rules<'a> {
    pub(crate) fn new(config: &'a Config) -> Self {
        Self { config, used: RefCell::default() }
    }

    /// The name that a rule gives to `operations/ID`, `schemas/NAME`, `tags/TAG`, or an inline schema's pointer.
    pub(crate) fn rename(&self, key: &str) -> Option<String> {
        let matches = |at: &Named| match at {
            Named::Operation(id) => key.strip_prefix("operations/") == Some(id),
            Named::Schema(name) => key.strip_prefix("schemas/") == Some(name),
            Named::Tag(tag) => key.strip_prefix("tags/") == Some(tag),
            Named::Inline(pointer) => key == pointer.to_string(),
        };
        let rule = self.config.names.rename.iter().find(|rule| matches(&rule.at))?;
        self.uses(&rule.place);
        Some(rule.to.clone())
    }

    /// An operationId after the patterns of the configuration, which can name the path, the method and the tag.
    pub(crate) fn operation_id(&self, id: &str, read: &Operation, tag: &str) -> String {
        let method = read.method.to_lowercase();
        let about = [("path", read.path.as_str()), ("method", method.as_str()), ("tag", tag)];
        self.rewritten(&self.config.names.operations, id, &about).0
    }

    /// The name of a type after the patterns of the configuration, and the last one that changed it.
    pub(crate) fn type_name(&self, name: &str) -> (String, Option<&'a NamePattern>) {
        self.rewritten(&self.config.names.types, name, &[])
    }

    fn rewritten(
        &self,
        patterns: &'a [NamePattern],
        name: &str,
        about: &[(&str, &str)],
    ) -> (String, Option<&'a NamePattern>) {
        let mut last = None;
        let rewritten = patterns.iter().fold(name.to_owned(), |name, pattern| match pattern.apply(&name, about) {
            Some(rewritten) => {
                self.uses(&pattern.place);
                last = Some(pattern);
                rewritten
            }
            None => name,
        });
        (rewritten, last)
    }

    /// What is done with the list in the description at a pointer.
    pub(crate) fn described(&self, pointer: &str) -> Described {
        let Some(rule) = self.config.enums.description.iter().find(|rule| rule.at.to_string() == pointer) else {
            return if self.config.enums.from_descriptions { Described::Listed } else { Described::Off };
        };
        self.uses(&rule.place);
        match &rule.action {
            EnumAction::Off => Described::Off,
            EnumAction::Names(names) => Described::Named(names.clone()),
        }
    }

    /// The constants that a description tells.
    pub(crate) fn constants(&self, description: &str) -> Vec<Constant> {
        let value = |rule: &ConstantRule| Some(rule.pattern.captures(description)?.get(1)?.as_str().to_owned());
        let mut all = Vec::new();
        for rule in &self.config.constants {
            if let Some(value) = value(rule) {
                self.uses(&rule.place);
                let docs = Docs(rule.docs.as_deref().map(crate::docs::clean).unwrap_or_default());
                all.push(Constant { name: ConstName::new(&rule.name), value, docs });
            }
        }
        all
    }

    /// The rule that replaces one schema: a component by its name, or what stands at a pointer.
    pub(crate) fn replaced(&self, component: Option<&str>, pointer: &Pointer) -> Option<&'a Replacement> {
        let is = |rule: &&Replacement| match &rule.what {
            Replaced::At(Named::Schema(name)) => component == Some(name),
            Replaced::At(Named::Inline(at)) => at == pointer,
            _ => false,
        };
        self.using(self.config.types.replace.iter().find(is))
    }

    /// The rule that replaces a format, as far as its conversion can do values of this type.
    pub(crate) fn replaced_format(&self, format: &str, simple: SimpleType) -> Option<&'a Replacement> {
        let is = |rule: &&Replacement| rule.what == Replaced::Format(format.to_owned()) && can(rule.by, simple);
        self.using(self.config.types.replace.iter().find(is))
    }

    /// Notes that a rule is used.
    pub(crate) fn uses(&self, place: &Place) {
        self.used.borrow_mut().insert(place.clone());
    }

    /// Reports a rule that nothing used, with why it does not fit what it is about, if it is about something.
    pub(crate) fn misfit(&self, place: &Place, reason: Option<String>, diagnostics: &mut Diagnostics) {
        if let (Some(reason), false) = (reason, self.is_used(place)) {
            self.uses(place);
            let told = config::unfit_rule(place, reason);
            diagnostics.push(told.help("correct the rule, or the document by an overlay"));
        }
    }

    /// Whether a rule was used.
    fn is_used(&self, place: &Place) -> bool {
        self.used.borrow().contains(place)
    }

    fn using(&self, rule: Option<&'a Replacement>) -> Option<&'a Replacement> {
        rule.iter().for_each(|rule| self.uses(&rule.place));
        rule
    }

    /// The rules that nothing used: mistakes where the client is whole.
    pub(crate) fn report_unused(&self, is_whole: bool, diagnostics: &mut Diagnostics) {
        let names = &self.config.names;
        let patterns = names.operations.iter().chain(&names.types).map(|rule| &rule.place);
        let constants = self.config.constants.iter().map(|rule| &rule.place);
        let places = patterns.chain(constants).chain(names.rename.iter().map(|rule| &rule.place));
        let replaced = self.config.types.replace.iter().map(|rule| &rule.place);
        let streaming = self.config.streaming.iter().map(|rule| &rule.place);
        let responses = self.config.responses.iter().map(|rule| &rule.place);
        let paging = self.config.paging.iter().map(|rule| &rule.place).chain(streaming).chain(responses);
        for place in
            places.chain(replaced).chain(paging).chain(self.config.enums.description.iter().map(|rule| &rule.place))
        {
            if !self.is_used(place) {
                diagnostics.push(if is_whole { config::unused_rule(place) } else { config::idle_rule(place) });
            }
        }
    }
}

/// Whether a conversion can do the values of a type.
pub(super) fn can(by: config::Conversion, simple: SimpleType) -> bool {
    match by {
        config::Conversion::Serde | config::Conversion::Own => true,
        config::Conversion::Text => simple == SimpleType::String,
        config::Conversion::Number => matches!(simple, SimpleType::Number | SimpleType::Integer),
    }
}
