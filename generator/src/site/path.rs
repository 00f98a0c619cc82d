//! The file that a page is kept in: below the folder on every system, and distinct where upper and lower case are one.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::choose::{PAGES, Why};
use super::manifest::hash;
use crate::fetch::same_origin;

/// The path of a URL below a folder, with its query, not decoded.
///
/// # Errors
/// It is not below the folder.
pub(super) fn below<'u>(url: &'u str, folder: &str) -> Result<&'u str, Why> {
    if !same_origin(url, folder) {
        return Err(Why::OtherHost);
    }
    url.strip_prefix(folder).ok_or(Why::Outside)
}

/// The folder that a URL stands in, with a `/` at its end.
pub(super) fn folder_of(url: &str) -> &str {
    let plain = url.split(['?', '#']).next().unwrap_or(url);
    plain.rfind('/').and_then(|end| plain.get(..=end)).unwrap_or(plain)
}

/// Which file is whose.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Paths in lower case → the page there.
    files: BTreeMap<String, String>,
}

impl Places {
    /// Remembers the file of a page.
    pub(super) fn keep(&mut self, file: &str, of: &str) {
        self.files.insert(file.to_lowercase(), of.to_owned());
    }

    /// The file of a page, remembered: made from its path, and where that is another page's, from its address too.
    pub(super) fn place(&mut self, path: &str, of: &str) -> String {
        let first = file(path);
        let file = if self.is_free(&first, of) { first } else { with_hash(&first, of) };
        self.keep(&file, of);
        file
    }

    fn is_free(&self, file: &str, of: &str) -> bool {
        let folded = file.to_lowercase();
        let folder = format!("{folded}/");
        let mut parents = folded.match_indices('/').filter_map(|(end, _)| folded.get(..end));
        self.files.get(&folded).is_none_or(|other| other == of)
            && !parents.any(|parent| self.files.contains_key(parent))
            && self.files.range(folder.clone()..).next().is_none_or(|(next, _)| !next.starts_with(&folder))
    }
}

/// The file of a path of a URL.
fn file(path: &str) -> String {
    let (plain, query) = path.split_once('?').map_or((path, None), |(plain, query)| (plain, Some(query)));
    let plain = if plain.is_empty() || plain.ends_with('/') { format!("{plain}index") } else { plain.to_owned() };
    let parts: Vec<String> = plain.split('/').filter(|part| !part.is_empty()).map(part).collect();
    let mut file = parts.join("/");
    if !file.rsplit_once('.').is_some_and(|(_, ending)| PAGES.contains(&ending)) {
        file.push_str(".md");
    }
    if query.is_some() { with_hash(&file, path) } else { file }
}

/// A part of a path as the name of a file or folder: itself where it is a legal one everywhere, else what is legal of it with a
/// hash of the whole.
fn part(part: &str) -> String {
    let decoded = percent_decode_str(part).decode_utf8_lossy();
    let legal = |letter: char| letter.is_ascii_alphanumeric() || "-_.+,=@".contains(letter);
    let stem = decoded.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let digit = |rest: &str| rest.len() == 1 && rest.starts_with(|letter: char| letter.is_ascii_digit());
    let device = ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || ["com", "lpt"].iter().any(|name| stem.strip_prefix(name).is_some_and(digit));
    let fine = decoded.chars().all(legal) && !decoded.starts_with('.') && !decoded.ends_with('.');
    if fine && !device && decoded.len() <= LONGEST {
        return decoded.into_owned();
    }
    let ascii = any_ascii::any_ascii(&decoded);
    let ascii = ascii.replace("..", "-");
    let kept: String = ascii.chars().map(|letter| if legal(letter) { letter } else { '-' }).take(LONGEST).collect();
    let (stem, ending) = split(kept.trim_matches(['.', '-']));
    format!("{}{}{ending}", if stem.is_empty() { "page" } else { stem }, suffix(part))
}

/// Bytes of a name at most.
const LONGEST: usize = 100;

fn with_hash(file: &str, of: &str) -> String {
    let (stem, ending) = split(file);
    format!("{stem}{}{ending}", suffix(of))
}

fn suffix(of: &str) -> String {
    format!("-{}", hash(of.as_bytes()).get(..8).unwrap_or_default())
}

/// A name without and with the ending of a page.
fn split(name: &str) -> (&str, &str) {
    let end = name.rfind('.').filter(|end| name.get(end + 1..).is_some_and(|ending| PAGES.contains(&ending)));
    name.split_at(end.unwrap_or(name.len()))
}

#[cfg(test)]
mod tests {
    use super::{Places, file};

    #[test]
    fn names_are_legal_everywhere() {
        for (path, expected) in [
            ("beds/list.md", "beds/list.md"),
            ("beds/", "beds/index.md"),
            ("", "index.md"),
            ("beds/list", "beds/list.md"),
            ("v1.2/list", "v1.2/list.md"),
        ] {
            assert_eq!(file(path), expected);
        }
        for path in
            ["%2e%2e/x.md", "..%2f..%2fetc/passwd.md", ".git/config.md", "aux.md", "a:b.md", "a%00.md", "x\\y.md"]
        {
            let file = file(path);
            let wrong = |part: &str| part.starts_with('.') || part.eq_ignore_ascii_case("aux.md");
            assert!(!file.split('/').any(wrong) && file.ends_with(".md"), "{path} → {file}");
            assert!(file.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./".contains(letter)), "{file}");
        }
    }

    #[test]
    fn no_two_pages_share_a_file() {
        let mut places = Places::default();
        let first = places.place("Beds/List.md", "one");
        let second = places.place("beds/list.md", "two");
        assert_eq!(first, "Beds/List.md");
        assert!(second.starts_with("beds/list-") && second.ends_with(".md"), "{second}");
        assert_eq!(places.place("Beds/List.md", "one"), first, "a page stays where it is");
        let folder = places.place("beds/list.md/x.md", "three");
        assert_ne!(folder, "beds/list.md/x.md", "a file stands where the folder would be");
    }
}
