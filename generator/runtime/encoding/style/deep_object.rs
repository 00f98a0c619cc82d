//! `deepObject`: `color%5BR%5D=100`. The standard defines one level of an object; deeper levels, lists and single values are
//! written as the servers with bracket notation read them: `a%5Bb%5D%5B0%5D=1` (or `a%5Bb%5D%5B%5D=1`), `a=1`. `explode` makes no
//! difference (OpenAPI 3.2).

use crate::runtime::description::Param;
use crate::runtime::encoding::percent;
use crate::runtime::encoding::percent::Keep;
use crate::runtime::json::Tree;

use super::flat::scalar;
use super::named;
use super::nothing;

#[inline]
pub(super) fn encode(
    param: &Param,
    name: &str,
    value: &Tree,
    keep: Option<Keep>,
    indexed: bool,
) -> Result<Vec<(String, String)>, String> {
    let mut brackets = Brackets { pairs: Vec::new(), keep, indexed };
    brackets.write(name, value)?;
    if brackets.pairs.is_empty() { nothing(param) } else { Ok(brackets.pairs) }
}

/// What is written, and how.
struct Brackets {
    pairs: Vec<(String, String)>,
    /// What is kept of values; `None`: all of it.
    keep: Option<Keep>,
    /// Whether the brackets of an item have its number.
    indexed: bool,
}

impl Brackets {
    /// Nulls are left out. Values come from JSON of bounded depth, or were built by the caller: the recursion is no deeper than
    /// theirs.
    #[inline]
    fn write(&mut self, name: &str, value: &Tree) -> Result<(), String> {
        match value {
            Tree::Null => {}
            Tree::Object(fields) => {
                for (key, value) in fields {
                    self.write(&self.inside(name, key), value)?;
                }
            }
            Tree::Array(items) => {
                for (index, item) in items.iter().filter(|item| **item != Tree::Null).enumerate() {
                    let key = if self.indexed { index.to_string() } else { String::new() };
                    self.write(&self.inside(name, &key), item)?;
                }
            }
            value => {
                let text = scalar(value)?;
                let text = self.keep.map_or_else(|| text.to_owned(), |keep| percent::encode(text, keep));
                self.pairs.push((name.to_owned(), text));
            }
        }
        Ok(())
    }

    #[inline]
    fn inside(&self, name: &str, key: &str) -> String {
        let key = named(key, self.keep);
        if self.keep.is_some() { format!("{name}%5B{key}%5D") } else { format!("{name}[{key}]") }
    }
}
