//! What components are called. They are named first, so that no inline schema takes the name of one.

use std::collections::HashMap;

use crate::config::{NamePattern, unfit_rule};
use crate::diagnostic::Diagnostics;
use crate::lower::numbered;
use crate::lower::rules::Rules;
use crate::model::{Api, SchemaId};
use crate::names::{Claim, Scope, TypeName};

/// The names of components.
#[derive(Default)]
pub(in crate::lower) struct Components {
    /// Of their types.
    pub(super) names: HashMap<SchemaId, TypeName>,
    /// As words, where the rules of the configuration change them.
    pub(super) words: HashMap<String, String>,
}

/// Names the components of an API; gives the names that are taken in `types`, too.
pub(in crate::lower) fn components<'a>(
    api: &Api,
    rules: &'a Rules<'a>,
    diagnostics: &mut Diagnostics,
) -> (Components, Scope) {
    let (mut all, mut taken) = (Components::default(), Scope::default());
    let mut patterned: HashMap<String, &'a NamePattern> = HashMap::new();
    for (name, &id) in &api.components {
        let schema = api.schema(id);
        let renamed = rules.rename(&format!("schemas/{name}"));
        let (wanted, pattern) = renamed.map_or_else(|| rules.type_name(name), |to| (to, None));
        let (first, others) = spellings(&wanted);
        let key = first.as_str().to_lowercase();
        let (type_name, claim) = taken.claim(first.clone(), others);
        if claim == Claim::Numbered {
            diagnostics.push(numbered(&first, &type_name, schema.place.clone()));
        }
        if let (true, Some(pattern)) = (type_name != first, pattern.or(patterned.get(&key).copied())) {
            let message = format!("the pattern gives the name `{first}` to `{name}` and to another schema");
            let told = unfit_rule(&pattern.place, message).related(schema.place.clone(), "one of them");
            diagnostics.push(told.help("change the pattern, or name one of them with [[names.rename]]"));
        }
        patterned.extend(pattern.map(|pattern| (key, pattern)));
        if wanted != *name {
            all.words.insert(name.clone(), wanted);
        }
        // A component that is only a reference shares its target's schema: the target keeps its own name.
        if schema.component.as_ref() == Some(name) {
            all.names.insert(id, type_name);
        }
    }
    (all, taken)
}

/// The spellings of a type's name: the first choice and those that are tried when it is taken.
pub(super) fn spellings(wanted: &str) -> (TypeName, impl Iterator<Item = TypeName>) {
    let others = ["type", "schema", "model"].into_iter().map(move |suffix| TypeName::of(&[wanted, suffix]));
    (TypeName::new(wanted), others)
}
