//! `deepObject`: `color%5BR%5D=100`. Only one level is defined; deeper ones are written the way servers with bracket notation
//! read them, `a%5Bb%5D%5B0%5D=1`. `explode` makes no difference (OpenAPI 3.2).

use crate::runtime::description::Param;
use crate::runtime::encoding::percent;
use crate::runtime::encoding::percent::Keep;
use crate::runtime::json::Tree;

use super::flat::scalar;
use super::nothing;

#[inline]
pub(super) fn encode(param: &Param, value: &Tree, keep: Option<Keep>) -> Result<Vec<String>, String> {
    let fields = match value {
        Tree::Object(fields) => fields,
        Tree::Null => return nothing(param),
        _ => return Err("style DeepObject is defined for objects only".to_owned()),
    };
    let mut pieces = Vec::new();
    let name = percent::encode(param.name, Keep::Unreserved);
    for (key, value) in fields {
        write(&mut pieces, &inside(&name, key), value, keep.unwrap_or(Keep::Unreserved))?;
    }
    if pieces.is_empty() { nothing(param) } else { Ok(pieces) }
}

/// Values come from JSON of bounded depth, or were built by the caller: the recursion is no deeper than theirs.
#[inline]
fn write(pieces: &mut Vec<String>, name: &str, value: &Tree, keep: Keep) -> Result<(), String> {
    match value {
        Tree::Null => Ok(()),
        Tree::Object(fields) => {
            fields.iter().try_for_each(|(key, value)| write(pieces, &inside(name, key), value, keep))
        }
        Tree::Array(items) => {
            let mut items = items.iter().enumerate();
            items.try_for_each(|(index, item)| write(pieces, &inside(name, &index.to_string()), item, keep))
        }
        value => {
            pieces.push(format!("{name}={}", percent::encode(scalar(value)?, keep)));
            Ok(())
        }
    }
}

#[inline]
fn inside(name: &str, key: &str) -> String {
    format!("{name}%5B{}%5D", percent::encode(key, Keep::Unreserved))
}
