//! Types that stand in place of what the generator would make, by the rules of the configuration.

use super::Lower;
use crate::config::{self, Replacement, unfit_rule};
use crate::ir::{Conversion, Foreign, Library, Type};
use crate::model::{SchemaId, SimpleType};
use crate::names::RustPath;

impl Lower<'_> {
    /// The type that a rule puts in place of one schema.
    pub(crate) fn replaced(&mut self, id: SchemaId) -> Option<Type> {
        if self.config.types.replace.is_empty() {
            return None;
        }
        let schema = self.schema(id);
        let (component, pointer, place) = (schema.component.clone(), schema.pointer.clone(), schema.place.clone());
        let rule = self.rules.replaced(component.as_deref(), &pointer)?;
        let any = matches!(rule.by, config::Conversion::Serde | config::Conversion::Own);
        // A schema that takes anything need not even be readable.
        let simple = if any { None } else { self.merged(id).ok().and_then(|merged| merged.one_type()) };
        if let Some(simple) = simple.filter(|&simple| !can(rule.by, simple)) {
            let kind = format!("{simple:?}").to_lowercase();
            let message = format!("the rule reads and writes text or numbers, but this schema is of the type `{kind}`");
            let told = unfit_rule(&rule.place, message).related(place, "the schema");
            self.diagnostics.push(told.help("say `as = \"serde\"`, or remove the rule"));
        }
        Some(self.foreign(rule))
    }

    /// The type that a rule puts in place of all schemas of a format.
    pub(crate) fn replaced_format(&mut self, format: Option<&str>, simple: Option<SimpleType>) -> Option<Type> {
        let rule = self.rules.replaced_format(format?, simple?)?;
        Some(self.foreign(rule))
    }

    fn foreign(&mut self, rule: &Replacement) -> Type {
        let path = RustPath::new(&rule.path).expect("the configuration has checked this path");
        let by = match rule.by {
            config::Conversion::Serde => Some(Conversion::Serde),
            config::Conversion::Text => Some(Conversion::Text),
            config::Conversion::Number => Some(Conversion::Number),
            config::Conversion::Own => None,
        };
        let foreign = &mut self.client.foreign;
        if let Some(by) = by.filter(|_| !foreign.iter().any(|known| known.path == path)) {
            foreign.push(Foreign { path: path.clone(), by });
            foreign.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Type::Foreign(path)
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

/// The library of dates and times.
pub(super) fn library(library: config::Library) -> Library {
    match library {
        config::Library::Jiff => Library::Jiff,
        config::Library::Chrono => Library::Chrono,
        config::Library::Time => Library::Time,
    }
}
