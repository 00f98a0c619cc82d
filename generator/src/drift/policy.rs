//! What an API promises of the life of its parts, where the configuration asks for that: sunset dates and stability levels.

use super::day::Day;
use super::kinds::Kind;
use super::pair::Words;
use crate::config::{DriftPolicy, Stability};
use crate::model::Lifecycle;

/// A policy, and the day of the comparison: a library asks no clock, so the same documents have the same findings.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// What is promised.
    pub rules: &'a DriftPolicy,
    /// The day of the comparison.
    pub today: Day,
}

/// What is announced of a part of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) deprecated: bool,
    pub(super) lifecycle: Lifecycle,
}

impl State {
    pub(super) fn new(deprecated: bool, lifecycle: &Lifecycle) -> Self {
        Self { deprecated, lifecycle: lifecycle.clone() }
    }

    /// The level that is announced, where it is one.
    pub(super) fn stability(&self) -> Option<Stability> {
        self.lifecycle.stability.as_deref().and_then(Stability::of)
    }

    fn sunset(&self) -> Option<Day> {
        self.lifecycle.sunset.as_deref().and_then(Day::parse)
    }
}

impl Policy<'_> {
    /// What the removal of a part is by the policy; `None` where nothing was announced of it.
    pub(super) fn removal(&self, was: &State, level: Option<Stability>) -> Option<(Kind, Words)> {
        if !was.deprecated {
            return None;
        }
        let allowed = match (&was.lifecycle.sunset, was.sunset()) {
            (None, _) => self.days(was, level) == 0,
            (Some(_), day) => day.is_some_and(|day| day <= self.today),
        };
        let kind = if allowed { Kind::RemovedAfterDeprecation } else { Kind::RemovedBeforeSunset };
        let words = was.lifecycle.sunset.clone().unwrap_or_else(|| "no sunset".to_owned());
        Some((kind, (Some(words), None)))
    }

    /// What the policy says of the announcements of a part. `level` is that of what holds it.
    pub(super) fn changes(&self, old: &State, new: &State, level: Option<Stability>) -> Vec<(Kind, Words)> {
        let mut all = Vec::new();
        all.extend(stability(old, new));
        if new.deprecated {
            all.extend(self.sunset(old, new, level));
        }
        all
    }

    fn sunset(&self, old: &State, new: &State, level: Option<Stability>) -> Option<(Kind, Words)> {
        let words = (old.lifecycle.sunset.clone(), new.lifecycle.sunset.clone());
        if old.deprecated && words.0 == words.1 {
            return None;
        }
        let before = old.sunset().filter(|_| old.deprecated);
        let days = self.days(new, level);
        let kind = match (before, &words.1, new.sunset()) {
            (_, Some(_), None) => Kind::SunsetInvalid,
            (_, None, _) if old.deprecated => Kind::SunsetRemoved,
            (_, None, _) if days > 0 => Kind::SunsetMissing,
            (_, None, _) => return None,
            (Some(before), _, Some(now)) if now < before => Kind::SunsetEarlier,
            (Some(before), _, Some(now)) if now > before => Kind::SunsetLater,
            (Some(_), ..) => return None,
            (None, _, Some(now)) if now < self.today.after(days) => Kind::SunsetTooSoon,
            (None, ..) => return None,
        };
        Some((kind, words))
    }

    /// How many days have to be between deprecation and sunset.
    fn days(&self, state: &State, level: Option<Stability>) -> u64 {
        self.rules.deprecation_days.of(state.stability().or(level))
    }

    /// Whether what has a level may change without breaking anybody.
    pub(super) fn may_change(&self, level: Option<Stability>) -> bool {
        level.is_some_and(|level| level < self.rules.stability_level)
    }
}

/// A level that is announced for the first time lowers none.
fn stability(old: &State, new: &State) -> Option<(Kind, Words)> {
    let words = (old.lifecycle.stability.clone(), new.lifecycle.stability.clone());
    let kind = match (old.stability(), new.stability()) {
        (_, None) if words.1.is_some() && words.0 != words.1 => Kind::StabilityInvalid,
        (Some(before), Some(now)) if now < before => Kind::StabilityDecreased,
        (Some(before), Some(now)) if now > before => Kind::StabilityIncreased,
        _ => return None,
    };
    Some((kind, words))
}
