//! `robots.txt` (RFC 9309): what a site asks programs not to fetch.

use crate::fetch::resolve;

/// The rules of a site for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Robots(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// The name that a file may address us by.
const PRODUCT: &str = "crategen";

/// What is read of a file at least (RFC 9309, section 2.5), and at most here.
const BYTES: usize = 500 * 1024;

impl Robots {
    /// Reads the rules of all groups that address us; where none does, those for everybody.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes.get(..BYTES).unwrap_or(bytes));
        let (mut own, mut all) = (None::<Vec<Rule>>, Vec::new());
        let (mut for_us, mut for_all, mut naming) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !std::mem::replace(&mut naming, true) {
                        (for_us, for_all) = (false, false);
                    }
                    for_us |= is_us(value);
                    for_all |= value == "*";
                    if for_us {
                        own.get_or_insert_default();
                    }
                }
                word @ ("allow" | "disallow") => {
                    naming = false;
                    let Some(pattern) = normal(value).filter(|_| !value.is_empty()) else { continue };
                    let rule = Rule { allow: word == "allow", pattern };
                    if let Some(own) = own.as_mut().filter(|_| for_us) {
                        own.push(rule.clone());
                    }
                    if for_all {
                        all.push(rule);
                    }
                }
                _ => {}
            }
        }
        Self(own.unwrap_or(all))
    }

    /// Whether a URL may be fetched: the longest pattern that fits decides, and of two of one length the one that allows.
    pub(super) fn allow(&self, url: &str) -> bool {
        let Some(path) = path_of(url) else { return true };
        let fit = self.0.iter().filter(|rule| fits(&rule.pattern, path));
        fit.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

fn is_us(value: &str) -> bool {
    let token = value.split(|letter: char| !letter.is_ascii_alphabetic() && !"_-".contains(letter)).next();
    token.is_some_and(|token| token.eq_ignore_ascii_case(PRODUCT))
}

/// A pattern in the form that paths of URLs have here.
fn normal(pattern: &str) -> Option<String> {
    let url = resolve("https://robots.invalid/", pattern)?;
    path_of(&url).map(str::to_owned)
}

/// Path and query of a URL.
fn path_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.find('/').and_then(|start| rest.get(start..))
}

/// Whether a path begins as a pattern says, in which `*` is any text and a `$` at the end the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let last = if whole { parts.pop() } else { None };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    match (whole, last) {
        (true, Some(last)) => rest.ends_with(last),
        (true, None) => rest.is_empty(),
        (false, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Robots, fits};

    #[test]
    fn patterns_are_those_of_the_standard() {
        for (pattern, path, expected) in [
            ("/fish", "/fishheads/yummy.html", true),
            ("/fish", "/Fish.asp", false),
            ("/fish*.php", "/fishheads/catfish.php?parameters", true),
            ("/*.php$", "/folder/filename.php", true),
            ("/*.php$", "/filename.php?parameters", false),
            ("/fish$", "/fish", true),
            ("/fish$", "/fishes", false),
            ("/a*a$", "/a", false),
            ("/*/b*c", "/x/b/y/c/z", true),
        ] {
            assert_eq!(fits(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn our_group_stands_for_that_of_everybody_and_the_longest_pattern_decides() {
        let text = "User-agent: *\nDisallow: /\n\nUser-Agent: other\nUser-agent: CrateGen/2\nDisallow: /private # ours\n\
                    Allow: /private/api/\nDisallow:\nSitemap: https://x.example/map\n";
        let robots = Robots::parse(text.as_bytes());
        assert!(robots.allow("https://x.example/docs"));
        assert!(!robots.allow("https://x.example/private/key.md"));
        assert!(robots.allow("https://x.example/private/api/key.md"));
        let others = Robots::parse(text.replace("CrateGen", "nobody").as_bytes());
        assert!(!others.allow("https://x.example/docs"));
        assert!(Robots::parse(b"<html>").allow("https://x.example/docs"));
        let encoded = Robots::parse(b"user-agent: *\rdisallow: /%7euser/a b\r");
        assert!(!encoded.allow("https://x.example/~user/a%20b.md"));
    }
}
