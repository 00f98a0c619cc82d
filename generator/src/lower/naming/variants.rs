//! What the variants of a union are called: by the tag's value, by the branch's own name without what it shares with the union
//! or with all branches, else by what its schema says.

use std::collections::{HashMap, HashSet};

use super::Names;
use super::branch::{Branch, Word, simple_word};
use crate::lower::meanings::title;
use crate::model::{Additional, SchemaId, SimpleType};
use crate::names::{VariantName, words};
use crate::schema::Merged;

/// How long a tag may be that is a name: longer ones are addresses.
const LONGEST_TAG: usize = 40;

impl Names<'_> {
    /// The words of the variants of a union that is called `union`.
    pub(in crate::lower) fn variant_words(&mut self, union: &str, branches: &[Branch]) -> Vec<String> {
        let said = self.said(branches);
        let union = words(union);
        let names: Vec<Option<Vec<String>>> =
            said.iter().map(|word| if let Some(Word::Name(name)) = word { Some(words(name)) } else { None }).collect();
        let all: Vec<&Vec<String>> = names.iter().flatten().collect();
        let (before, behind) = if all.len() > 1 { shared(&all) } else { (0, 0) };
        let short: Vec<String> = said
            .iter()
            .zip(&names)
            .enumerate()
            .map(|(position, (said, name))| match (said, name) {
                (_, Some(name)) => {
                    let before = before.max(common(name.iter(), union.iter()));
                    let behind = behind.max(common(name.iter().rev(), union.iter().rev()));
                    without(name, before, behind).join(" ")
                }
                (Some(Word::Said(said)), _) => said.clone(),
                _ => format!("variant {}", position + 1),
            })
            .collect();
        unambiguous(short, &said)
    }

    /// What branches are called in the names of their types.
    pub(super) fn branch_words(&mut self, branches: &[SchemaId]) -> Vec<String> {
        let branches: Vec<Branch> = branches.iter().copied().map(Branch::of).collect();
        let said = self.said(&branches).into_iter().enumerate();
        said.map(|(position, word)| match word {
            Some(Word::Name(words) | Word::Said(words)) => words,
            None => format!("variant {}", position + 1),
        })
        .collect()
    }

    /// What each branch is called by its schema; `None`: it says nothing that tells it from the others.
    fn said(&mut self, branches: &[Branch]) -> Vec<Option<Word>> {
        let mut said: Vec<Option<Word>> = branches.iter().map(|branch| self.named_word(branch)).collect();
        if said.iter().any(Option::is_none) {
            // What lowering makes of several branches has all that they have.
            let own = |branch: &&Branch| branch.words.is_none();
            let kinds: Vec<Option<&'static str>> = branches
                .iter()
                .map(|branch| Some(branch).filter(own).and_then(|one| self.kind_word(one.schema)))
                .collect();
            let objects = self.objects(branches.iter().filter(own).map(|branch| branch.schema));
            for (index, word) in said.iter_mut().enumerate().filter(|(_, word)| word.is_none()) {
                let schema = branches[index].schema;
                let told = self.schema_word(schema, index, &kinds, &objects).map(Word::Said);
                *word = told.or_else(|| self.elsewhere(schema).map(Word::Name));
            }
            let rest: Vec<usize> = (0..said.len()).filter(|&index| said[index].is_none()).collect();
            for &index in &rest {
                let is_only = rest.iter().filter(|&&other| kinds[other] == kinds[index]).count() == 1;
                said[index] = kinds[index].filter(|_| is_only).map(|kind| Word::Said(kind.to_owned()));
            }
        }
        said
    }

    /// The tag, or the name of a branch.
    fn named_word(&mut self, branch: &Branch) -> Option<Word> {
        let own = self.own_words(branch.schema);
        let tag = branch.tag.as_ref().filter(|tag| is_name(tag) && own.as_ref() != Some(tag));
        let said = tag.map(|tag| Word::Said(tag.clone()));
        let named = said.or_else(|| branch.words.clone()).or_else(|| own.map(Word::Name));
        named.or_else(|| branch.tag.clone().map(Word::Said))
    }

    /// What a schema is called: its component, or its title.
    pub(in crate::lower) fn own_words(&self, id: SchemaId) -> Option<String> {
        let target = self.meanings.schemas.wrapped(id).unwrap_or(id);
        let component = self.meanings.schema(target).component.as_ref().map(|name| self.component_words(name));
        component.or_else(|| title(self.meanings.schema(id)))
    }

    /// What the keywords of a branch say that tells it from the others.
    fn schema_word(
        &mut self,
        id: SchemaId,
        index: usize,
        kinds: &[Option<&'static str>],
        objects: &Objects,
    ) -> Option<String> {
        let merged = self.meanings.merged(id).ok()?;
        if merged.null_only {
            return Some("null".to_owned());
        }
        if let Some([value]) = merged.values.as_deref()
            && let Some(text) = value.as_str()
        {
            return Some(if text.is_empty() { "empty".to_owned() } else { text.to_owned() });
        }
        if let Some(types) = merged.types.as_deref().filter(|types| matches!(types.len(), 2 | 3)) {
            let words: Vec<&str> = types.iter().copied().map(simple_word).collect();
            return Some(words.join(" or "));
        }
        if let Some(constant) = objects.constant(&merged) {
            return Some(constant);
        }
        let kind = kinds[index]?;
        if kinds.iter().filter(|other| **other == Some(kind)).count() == 1 {
            return Some(kind.to_owned());
        }
        let holds = |names: &mut Self, item: Option<SchemaId>| Some(format!("{kind} of {}", names.plural(item?)?));
        match merged.one_type()? {
            SimpleType::Array => holds(self, merged.items),
            SimpleType::Object if merged.properties.is_empty() => match merged.additional {
                Additional::Of(value) => holds(self, Some(value)),
                _ => None,
            },
            SimpleType::Object => objects.property(&merged),
            _ => merged.format.clone().filter(|format| is_name(format)),
        }
    }

    /// What a schema is called that is a branch and stands in another schema.
    fn elsewhere(&mut self, id: SchemaId) -> Option<String> {
        let is_branch = match self.meanings.schema(id).pointer.tokens() {
            [.., keyword, _] => matches!(keyword.as_str(), "oneOf" | "anyOf"),
            _ => true,
        };
        (!is_branch && !self.synthetic.contains_key(&id)).then(|| self.words(id, "")).filter(|words| !words.is_empty())
    }

    /// What several values of a schema are called.
    fn plural(&mut self, id: SchemaId) -> Option<String> {
        let kind = |names: &mut Self| match names.kind_word(id)? {
            "text" => Some("text".to_owned()),
            kind => Some(format!("{kind}s")),
        };
        self.own_words(id).or_else(|| kind(self))
    }

    /// What a value of a schema is, in one word.
    fn kind_word(&mut self, id: SchemaId) -> Option<&'static str> {
        let merged = self.meanings.merged(id).ok()?;
        Some(match merged.one_type()? {
            SimpleType::Object if merged.properties.is_empty() && merged.additional != Additional::Forbidden => "map",
            simple => simple_word(simple),
        })
    }

    /// What the objects among branches have, each once.
    fn objects(&mut self, schemas: impl Iterator<Item = SchemaId>) -> Objects {
        let (mut objects, mut seen) = (Objects::default(), HashSet::new());
        for schema in schemas {
            if !seen.insert(schema) {
                continue;
            }
            let Ok(merged) = self.meanings.merged(schema) else { continue };
            for (name, &property) in &merged.properties {
                let one = self.meanings.merged(property).ok().and_then(|said| match said.values.as_deref() {
                    Some([one]) => one.as_str().filter(|text| is_name(text)).map(str::to_owned),
                    _ => None,
                });
                let entry = objects.0.entry(name.clone()).or_default();
                entry.all += 1;
                entry.required += usize::from(merged.required.contains(name));
                entry.constants.extend(one.map(|one| (property, one)));
            }
        }
        objects
    }
}

/// How the objects among the branches of a union use each property.
#[derive(Default)]
struct Objects(HashMap<String, Use>);

#[derive(Default)]
struct Use {
    all: usize,
    required: usize,
    /// The only values, where there is one.
    constants: Vec<(SchemaId, String)>,
}

impl Objects {
    /// The only value of a property, where no other object has it: of one that must be there, else of any.
    fn constant(&self, merged: &Merged) -> Option<String> {
        let of = |(name, property): (&String, &SchemaId)| {
            let constants = &self.0.get(name)?.constants;
            let (_, text) = constants.iter().find(|(of, _)| of == property)?;
            (constants.iter().filter(|(_, other)| other == text).count() == 1).then(|| text.clone())
        };
        let properties = || merged.properties.iter();
        let required = properties().filter(|(name, _)| merged.required.contains(*name)).find_map(of);
        required.or_else(|| properties().find_map(of))
    }

    /// A property that only this object has, or that it alone requires.
    fn property(&self, merged: &Merged) -> Option<String> {
        let required = || merged.properties.keys().filter(|name| merged.required.contains(*name));
        let count = |name: &String, of: fn(&Use) -> usize| self.0.get(name).map(of) == Some(1);
        let alone = required().find(|name| count(name, |one| one.all));
        let alone = alone.or_else(|| required().find(|name| count(name, |one| one.required)));
        alone.or_else(|| merged.properties.keys().find(|name| count(name, |one| one.all))).cloned()
    }
}

/// Whether a text can be a name: not a number, an address or a sentence.
fn is_name(text: &str) -> bool {
    let signs = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':');
    text.len() <= LONGEST_TAG
        && text.starts_with(char::is_alphabetic)
        && text.chars().all(signs)
        && !text.contains("//")
}

/// How many words all names begin and end with.
fn shared(all: &[&Vec<String>]) -> (usize, usize) {
    let Some((first, rest)) = all.split_first() else { return (0, 0) };
    let before = rest.iter().map(|name| common(first.iter(), name.iter())).min().unwrap_or(0);
    let behind = rest.iter().map(|name| common(first.iter().rev(), name.iter().rev())).min().unwrap_or(0);
    (before, behind)
}

/// How many words are equal from the start.
fn common<'w>(one: impl Iterator<Item = &'w String>, other: impl Iterator<Item = &'w String>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

/// A name without so many words before and behind; whole where nothing would be left of it, or nothing that can begin a name.
fn without(name: &[String], before: usize, behind: usize) -> &[String] {
    let rest = name.get(before..name.len().saturating_sub(behind)).filter(|rest| !rest.is_empty());
    let begins =
        |rest: &&[String]| rest.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
    rest.filter(begins).unwrap_or(name)
}

/// Shortened names that come to one name are whole again.
fn unambiguous(mut short: Vec<String>, said: &[Option<Word>]) -> Vec<String> {
    let key = |words: &String| VariantName::new(words).as_str().to_lowercase();
    let mut counts: HashMap<String, usize> = HashMap::new();
    short.iter().for_each(|words| *counts.entry(key(words)).or_default() += 1);
    for (words, said) in short.iter_mut().zip(said) {
        if let Some(Word::Name(name)) = said
            && counts.get(&key(words)).is_some_and(|&count| count > 1)
        {
            words.clone_from(name);
        }
    }
    short
}
