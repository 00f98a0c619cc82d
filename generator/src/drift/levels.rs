//! The stability levels of operations, and the findings that they excuse.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::Kind;
use super::operations::Matched;
use super::policy::{Policy, State};
use super::{Found, Wire};
use crate::config::Stability;
use crate::model::{Api, Operation};

/// What was announced of each operation, by the name that it has in findings.
pub(super) struct Levels(BTreeMap<String, Option<Stability>>);

impl Levels {
    /// The levels that operations had: callers of the released client rely on these.
    pub(super) fn of(old: &Api, matched: &[Matched<'_>]) -> Self {
        let level = |one: &Operation| State::new(one.deprecated, &one.lifecycle).stability();
        let all = old.operations.iter().map(|one| (one.label(), level(one)));
        Self(all.chain(matched.iter().map(|(before, now)| (now.label(), level(before)))).collect())
    }

    /// Of the levels of some operations, the one that requires the most days before a sunset.
    pub(super) fn strictest(&self, operations: &BTreeSet<String>, policy: Policy<'_>) -> Option<Stability> {
        let levels = operations.iter().filter_map(|name| self.0.get(name).copied());
        levels.max_by_key(|level| policy.rules.deprecation_days.of(*level)).flatten()
    }

    /// What reaches only operations that may change breaks nobody.
    pub(super) fn excuse(&self, all: &mut [Found], policy: Policy<'_>) {
        for found in all.iter_mut().filter(|found| found.wire > Wire::Safe && found.kind != Kind::StabilityInvalid) {
            let levels = || found.operations.iter().map(|name| self.0.get(name).copied().flatten());
            if !found.operations.is_empty() && levels().all(|level| policy.may_change(level)) {
                let words: BTreeSet<&str> = levels().flatten().map(Stability::as_str).collect();
                found.excuse = Some(words.into_iter().collect::<Vec<_>>().join(", "));
                found.wire = Wire::Safe;
            }
        }
    }
}
