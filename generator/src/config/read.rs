//! Reads TOML tables key by key: remembers which keys were asked for, so that every other key can be refused, and
//! collects what is wrong instead of stopping at it.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Spot, nearest};
use crate::source::FileId;

/// A table that is being read.
pub(super) struct Table<'t, 'i> {
    /// How the user writes it: `[package]`, `[[keep]]`.
    name: String,
    file: FileId,
    start: usize,
    entries: &'t DeTable<'i>,
    asked: BTreeSet<&'static str>,
}

/// A value with the byte at which it stands.
pub(super) struct Found<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// What stands under a key that is the user's own.
pub(super) enum Named<'t, 'i> {
    Text(Found<String>),
    Table(Table<'t, 'i>),
}

impl<'t, 'i> Table<'t, 'i> {
    /// The table of a whole file.
    pub(super) fn root(file: FileId, entries: &'t DeTable<'i>) -> Self {
        Self { name: String::new(), file, start: 0, entries, asked: BTreeSet::new() }
    }

    /// Where the table stands.
    pub(super) fn place(&self) -> Place {
        self.at(self.start)
    }

    /// The text of a key.
    pub(super) fn text(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Found<String>> {
        self.typed(key, "text", diagnostics, |value| value.as_str().map(str::to_owned))
    }

    /// The text of a key that must be there.
    pub(super) fn required(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Found<String>> {
        if !self.entries.contains_key(key) {
            self.asked.insert(key);
            let message = format!("{} has no `{key}`", self.name);
            diagnostics.push(Diagnostic::error("config::missing-key", self.place(), message));
            return None;
        }
        self.text(key, diagnostics)
    }

    /// The truth value of a key.
    pub(super) fn flag(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Found<bool>> {
        self.typed(key, "true or false", diagnostics, DeValue::as_bool)
    }

    /// The whole number of a key, zero or more.
    pub(super) fn whole(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Found<u64>> {
        self.typed(key, "a whole number, zero or more", diagnostics, |value| {
            let number = value.as_integer()?;
            u64::from_str_radix(number.as_str(), number.radix()).ok()
        })
    }

    /// The truth value of a key as a word, or its text.
    pub(super) fn flag_or_text(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Found<String>> {
        self.typed(key, "true, false or text", diagnostics, |value| {
            value.as_bool().map(|flag| flag.to_string()).or_else(|| value.as_str().map(str::to_owned))
        })
    }

    /// Whether a key has a list.
    pub(super) fn is_list(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|value| value.get_ref().as_array().is_some())
    }

    /// The list of texts of a key; empty where it is absent.
    pub(super) fn texts(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<String> {
        let texts = |value: &DeValue<'i>| {
            value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
        };
        self.typed(key, "a list of texts", diagnostics, texts).map(|found| found.value).unwrap_or_default()
    }

    /// The entries of a sub-table whose keys are the user's own, each a text.
    pub(super) fn pairs(
        &mut self,
        key: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Found<Vec<(String, String)>>> {
        let pairs = |value: &DeValue<'i>| {
            let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'i>>)| {
                let key: &std::borrow::Cow<'i, str> = key.get_ref();
                Some((key.to_string(), value.get_ref().as_str()?.to_owned()))
            };
            value.as_table()?.iter().map(entry).collect()
        };
        self.typed(key, "a table of texts", diagnostics, pairs)
    }

    /// The entries of a table whose keys are the user's own, each a text or a table.
    pub(super) fn named(&mut self, diagnostics: &mut Diagnostics) -> Vec<(String, Named<'t, 'i>)> {
        let mut all = Vec::new();
        for (key, value) in self.entries {
            let key: &std::borrow::Cow<'i, str> = key.get_ref();
            let named = match value.get_ref() {
                DeValue::String(text) => {
                    Named::Text(Found { value: text.to_string(), place: self.at(value.span().start) })
                }
                DeValue::Table(entries) => Named::Table(self.below(format!("[{}]", self.path(key)), value, entries)),
                _ => {
                    self.wrong_type(key, "a text or a table", value, diagnostics);
                    continue;
                }
            };
            all.push((key.to_string(), named));
        }
        all
    }

    /// A sub-table as JSON, for what is passed on as it is.
    pub(super) fn json(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<serde_json::Value> {
        self.typed(key, "a table of JSON values", diagnostics, |value| value.as_table().and_then(|_| json(value)))
            .map(|found| found.value)
    }

    /// The sub-table of a key.
    pub(super) fn table(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Table<'t, 'i>> {
        self.asked.insert(key);
        let value = self.entries.get(key)?;
        let name = format!("[{}]", self.path(key));
        match value.get_ref().as_table() {
            Some(entries) => Some(self.below(name, value, entries)),
            None => {
                self.wrong_type(key, &format!("a table `{name}`"), value, diagnostics);
                None
            }
        }
    }

    /// The tables of a key that may be given several times.
    pub(super) fn tables(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<Table<'t, 'i>> {
        self.asked.insert(key);
        let Some(value) = self.entries.get(key) else { return Vec::new() };
        let name = format!("[[{}]]", self.path(key));
        let tables = value.get_ref().as_array().and_then(|items| {
            items.iter().map(|item| Some(self.below(name.clone(), item, item.get_ref().as_table()?))).collect()
        });
        tables.unwrap_or_else(|| {
            self.wrong_type(key, &format!("tables `{name}`"), value, diagnostics);
            Vec::new()
        })
    }

    /// The entries that were not asked for so far.
    pub(super) fn rest(&self) -> DeTable<'i> {
        let rest = self.entries.iter().filter(|(key, _)| !self.asked.contains(key.get_ref().as_ref()));
        rest.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Keys that somebody else reads.
    pub(super) fn know(&mut self, keys: &[&'static str]) {
        self.asked.extend(keys);
    }

    /// Refuses every key that was not asked for.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for key in self.entries.keys().filter(|key| !self.asked.contains(key.get_ref().as_ref())) {
            let known = self.asked.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
            let help = match nearest(key.get_ref(), self.asked.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {known}"),
            };
            let place = if self.name.is_empty() { "at the top".into() } else { format!("in {}", self.name) };
            let message = format!("unknown key `{}` {place}", key.get_ref());
            diagnostics.push(Diagnostic::error("config::unknown-key", self.at(key.span().start), message).help(help));
        }
    }

    fn typed<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        diagnostics: &mut Diagnostics,
        read: impl Fn(&DeValue<'i>) -> Option<T>,
    ) -> Option<Found<T>> {
        self.asked.insert(key);
        let value = self.entries.get(key)?;
        match read(value.get_ref()) {
            Some(read) => Some(Found { value: read, place: self.at(value.span().start) }),
            None => {
                self.wrong_type(key, wanted, value, diagnostics);
                None
            }
        }
    }

    fn wrong_type(&self, key: &str, wanted: &str, value: &Spanned<DeValue<'i>>, diagnostics: &mut Diagnostics) {
        let message = format!("`{}` must be {wanted}, not {}", self.path(key), value.get_ref().type_str());
        diagnostics.push(Diagnostic::error("config::wrong-type", self.at(value.span().start), message));
    }

    fn below(&self, name: String, value: &Spanned<DeValue<'i>>, entries: &'t DeTable<'i>) -> Table<'t, 'i> {
        Table { name, file: self.file, start: value.span().start, entries, asked: BTreeSet::new() }
    }

    fn path(&self, key: &str) -> String {
        let prefix = self.name.trim_matches(['[', ']']);
        if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
    }

    fn at(&self, offset: usize) -> Place {
        Place { file: self.file, spot: Spot::Offset(offset) }
    }
}

fn json(value: &DeValue<'_>) -> Option<serde_json::Value> {
    Some(match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok()?.into(),
        DeValue::Float(number) => number.as_str().parse::<f64>().ok()?.into(),
        DeValue::Datetime(time) => time.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect::<Option<Vec<_>>>()?.into(),
        DeValue::Table(entries) => {
            let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
                let key: &std::borrow::Cow<'_, str> = key.get_ref();
                Some((key.to_string(), json(value.get_ref())?))
            };
            serde_json::Value::Object(entries.iter().map(entry).collect::<Option<_>>()?)
        }
    })
}
