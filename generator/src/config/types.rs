//! `[types]`: the Rust types of formats and of single schemas.

use crate::config::Named;
use crate::config::legal::{check_rust_path, root_of};
use crate::config::read::{Found, Table};
use crate::config::rules::named;
use crate::config::values::{choice, invalid, parsed, rules, value};
use crate::diagnostic::{Diagnostics, Place};

/// `[types]`: the Rust types of formats and of single schemas.
#[derive(Clone, Debug)]
pub struct Types {
    /// The library of dates and times: one for a crate.
    pub library: Library,
    /// `date-time`: `format: date-time`.
    pub date_time: Temporal,
    /// `date`: `format: date`.
    pub date: Temporal,
    /// `time`: `format: time`. Text unless it is set: RFC 3339 wants an offset there, which no library has a type for.
    pub time: Temporal,
    /// `duration`: `format: duration`. Text unless it is set.
    pub duration: Temporal,
    /// `uuid`: `format: uuid`.
    pub uuid: UuidType,
    /// `share-inline`: whether equal inline types with one property name or title are one type, and equal failures and headers of operations.
    pub share_inline: bool,
    /// `[[types.replace]]`
    pub replace: Vec<Replacement>,
}

impl Default for Types {
    fn default() -> Self {
        Self {
            library: Library::default(),
            date_time: Temporal::default(),
            date: Temporal::default(),
            time: Temporal::default(),
            duration: Temporal::default(),
            uuid: UuidType::default(),
            share_inline: true,
            replace: Vec::new(),
        }
    }
}

/// A library of dates and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Library {
    /// `"jiff"`
    #[default]
    Jiff,
    /// `"chrono"`
    Chrono,
    /// `"time"`
    Time,
}

/// What a format of dates and times becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Temporal {
    /// The default of the format.
    #[default]
    Unsaid,
    /// A type of the library.
    Typed,
    /// `"text"`: text as sent.
    Text,
}

/// What `format: uuid` becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UuidType {
    /// `"uuid"`: `uuid::Uuid`.
    #[default]
    Uuid,
    /// `"text"`: text as sent.
    Text,
}

/// `[[types.replace]]`: a type of another crate, or of a hand-written module, in place of what the generator makes.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// What is replaced.
    pub what: Replaced,
    /// `type`: a path, as `rust_decimal::Decimal` or `crate::money::Money`.
    pub path: String,
    /// `as`: how its values are read and written.
    pub by: Conversion,
    /// Where the rule stands.
    pub place: Place,
}

/// What a `[[types.replace]]` replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// `format`: every schema of this format, whose type the conversion can do.
    Format(String),
    /// `at`: a schema of `components`, or the one at a JSON Pointer.
    At(Named),
}

/// How the values of a type that the generator does not make are read and written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conversion {
    /// `"serde"`: any JSON, through `serde::Deserialize` and `serde::Serialize`.
    #[default]
    Serde,
    /// `"text"`: JSON text, through `FromStr` and `Display`.
    Text,
    /// `"number"`: JSON numbers, whose text goes through `FromStr` and `Display`.
    Number,
    /// `"own"`: the type has `Decode` and `Encode` of the client's runtime.
    Own,
}

pub(super) fn types(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Types {
    let mut types = Types::default();
    let mut library = None;
    for key in ["date-time", "date", "time", "duration"] {
        let Some(found) = table.text(key, diagnostics) else { continue };
        let of_format = temporal(key, &found, &mut library, diagnostics);
        match key {
            "date-time" => types.date_time = of_format,
            "date" => types.date = of_format,
            "time" => types.time = of_format,
            _ => types.duration = of_format,
        }
    }
    types.library = library.map(|(library, _)| library).unwrap_or_default();
    types.uuid = choice(table, "uuid", &[("uuid", UuidType::Uuid), ("text", UuidType::Text)], diagnostics);
    types.share_inline = value(table.flag("share-inline", diagnostics)).unwrap_or(true);
    types.replace = rules(table, "replace", diagnostics, replacement);
    types
}

fn temporal(
    key: &'static str,
    found: &Found<String>,
    library: &mut Option<(Library, &'static str)>,
    diagnostics: &mut Diagnostics,
) -> Temporal {
    let named = match found.value.as_str() {
        "text" => return Temporal::Text,
        "jiff" => Library::Jiff,
        "chrono" => Library::Chrono,
        "time" => Library::Time,
        _ => {
            invalid(&found.place, key, "must be \"jiff\" or \"chrono\" or \"time\" or \"text\"", diagnostics);
            return Temporal::Unsaid;
        }
    };
    if key == "duration" && named != Library::Jiff {
        invalid(&found.place, key, "can be \"jiff\" or \"text\": no other has durations of ISO 8601", diagnostics);
    }
    let (first, other) = *library.get_or_insert((named, key));
    if first != named {
        let what = format!("names another library than `{other}`: a crate has one");
        invalid(&found.place, key, &what, diagnostics);
    }
    Temporal::Typed
}

fn replacement(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Replacement> {
    let (format, at) = (rule.text("format", diagnostics), rule.text("at", diagnostics));
    let path = rule.required("type", diagnostics).and_then(|path| {
        let known =
            parsed(path, "type", "must be the path of a type, as rust_decimal::Decimal", diagnostics, |path| {
                check_rust_path(path).then(|| path.to_owned())
            })?;
        Some(known)
    });
    let conversions = [
        ("serde", Conversion::Serde),
        ("text", Conversion::Text),
        ("number", Conversion::Number),
        ("own", Conversion::Own),
    ];
    let by = choice(rule, "as", &conversions, diagnostics);
    let what = match (format, at) {
        (Some(format), None) => Some(Replaced::Format(format.value)),
        (None, Some(at)) => {
            let schema = |text: &str| named(text).filter(|at| matches!(at, Named::Schema(_) | Named::Inline(_)));
            parsed(at, "at", "must be schemas/<Name> or a JSON Pointer", diagnostics, schema).map(Replaced::At)
        }
        _ => {
            invalid(&rule.place(), "[[types.replace]]", "needs either `format` or `at`", diagnostics);
            None
        }
    };
    let path = path?;
    if root_of(&path) == "crate" && by != Conversion::Own {
        let what = "of this crate must have `as = \"own\"`: it has Decode and Encode of the crate's runtime";
        invalid(&rule.place(), "type", what, diagnostics);
    }
    Some(Replacement { what: what?, path, by, place: rule.place() })
}
