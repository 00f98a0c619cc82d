//! `[drift.policy]`: what an API promises of the life of its parts.

use crate::config::read::Table;
use crate::config::values::{choice, value};
use crate::diagnostic::Diagnostics;

/// `[drift.policy]`: how deprecation, sunset dates (`x-sunset`) and stability levels (`x-stability-level`) are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DriftPolicy {
    /// `[drift.policy.deprecation-days]`
    pub deprecation_days: DeprecationDays,
    /// `stability-level`: the lowest level whose changes count; what is below it may change.
    pub stability_level: Stability,
}

/// `[drift.policy.deprecation-days]`: for each stability level, how many days there must be at least from the day of the
/// comparison to the sunset of what becomes deprecated. Zero, the default, requires no sunset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeprecationDays {
    /// `draft`
    pub draft: u64,
    /// `alpha`
    pub alpha: u64,
    /// `beta`
    pub beta: u64,
    /// `stable`
    pub stable: u64,
    /// `unmarked`: of what has no stability level.
    pub unmarked: u64,
}

impl DeprecationDays {
    /// Those of a level, or of what has none.
    pub fn of(&self, level: Option<Stability>) -> u64 {
        match level {
            Some(Stability::Draft) => self.draft,
            Some(Stability::Alpha) => self.alpha,
            Some(Stability::Beta) => self.beta,
            Some(Stability::Stable) => self.stable,
            None => self.unmarked,
        }
    }
}

/// How much of a part of an API may change, the most first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stability {
    /// `draft`
    Draft,
    /// `alpha`
    Alpha,
    /// `beta`
    #[default]
    Beta,
    /// `stable`
    Stable,
}

impl Stability {
    /// The levels by the words that documents and configurations use.
    pub const WORDS: [(&str, Self); 4] =
        [("draft", Self::Draft), ("alpha", Self::Alpha), ("beta", Self::Beta), ("stable", Self::Stable)];

    /// The word of the level.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Stable => "stable",
        }
    }

    /// The level of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, level)| level)
    }
}

/// Reads the section.
pub(super) fn policy(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> DriftPolicy {
    let deprecation_days =
        table.table("deprecation-days", diagnostics).map_or_else(DeprecationDays::default, |mut days| {
            let mut of = |key| value(days.whole(key, diagnostics)).unwrap_or_default();
            let read = DeprecationDays {
                draft: of("draft"),
                alpha: of("alpha"),
                beta: of("beta"),
                stable: of("stable"),
                unmarked: of("unmarked"),
            };
            days.finish(diagnostics);
            read
        });
    let stability_level = choice(table, "stability-level", &Stability::WORDS, diagnostics);
    DriftPolicy { deprecation_days, stability_level }
}
