//! Which version a set of findings asks for, by Cargo's rules: below 1.0 the second number stands for the first.

use semver::Version;

use super::Finding;
use crate::surface::Level;

/// The version that has to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bump {
    /// The version of the released crate.
    pub from: Version,
    /// The least version that may be released; the same where nothing changed.
    pub to: Version,
    /// How many findings ask for each level: major, minor, patch.
    pub counts: [usize; 3],
}

/// The version that findings ask for.
pub fn bump(from: &Version, findings: &[Finding]) -> Bump {
    let count = |level| findings.iter().filter(|finding| finding.rust == level).count();
    let counts = [count(Level::Major), count(Level::Minor), count(Level::Patch)];
    let level = findings.iter().map(|finding| finding.rust).max().unwrap_or_default();
    Bump { from: from.clone(), to: next(from, level), counts }
}

fn next(from: &Version, level: Level) -> Version {
    let (major, minor, patch) = (from.major, from.minor, from.patch);
    let (major, minor, patch) = match (level, major, minor) {
        (Level::None, ..) => return from.clone(),
        (Level::Major, 0, 0) => (0, 0, patch.saturating_add(1)),
        (Level::Major, 0, _) => (0, minor.saturating_add(1), 0),
        (Level::Major, ..) => (major.saturating_add(1), 0, 0),
        (Level::Minor, 1.., _) => (major, minor.saturating_add(1), 0),
        (Level::Minor | Level::Patch, ..) => (major, minor, patch.saturating_add(1)),
    };
    Version::new(major, minor, patch)
}

/// `0.3.1 -> 0.4.0 (2 major, 1 minor)`
impl std::fmt::Display for Bump {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = ["major", "minor", "patch"].into_iter().zip(self.counts).filter(|(_, count)| *count > 0);
        let words = words.map(|(word, count)| format!("{count} {word}")).collect::<Vec<_>>();
        if words.is_empty() {
            return write!(f, "none ({} stays)", self.from);
        }
        write!(f, "{} -> {} ({})", self.from, self.to, words.join(", "))
    }
}
