//! Where references lead.

use serde_json::Value;

use crate::document::bundle::address::{self, Foreign};
use crate::document::bundle::walk::{Refusal, Target, Walk};
use crate::document::index::Index;
use crate::pointer::Pointer;

/// How many references may lead from one to the next.
const LONGEST_CHAIN: usize = 64;

impl Walk<'_> {
    /// What a reference leads to; `None` where it stays as it is: inside the document, or to an identifier of it.
    pub(super) fn resolve(&mut self, text: &str, file: usize) -> Result<Option<Target>, Refusal> {
        let (path, fragment) = address::split(text);
        if file == 0 && path.is_none() {
            return Ok(None);
        }
        if file == 0 && self.index.as_ref().is_some_and(|index| index.knows(text)) {
            return Ok(None);
        }
        let number = match path {
            None => file,
            Some(path) => self.number(path, file)?,
        };
        self.within(number, fragment, path.is_none()).map(Some).ok_or_else(|| {
            let name = self.shelf.get(number).map(|text| text.path.clone()).unwrap_or_default();
            ("bundle::nothing", format!("there is nothing at `#{fragment}` of `{name}`"))
        })
    }

    fn number(&mut self, path: &str, file: usize) -> Result<usize, Refusal> {
        let from = self.shelf.get(file).map(|text| text.path.clone()).unwrap_or_default();
        let path = address::join(&from, path).map_err(|foreign| match foreign {
            Foreign::Url => ("bundle::url", format!("`{path}` is not a local file, and nothing is fetched")),
            Foreign::Outside => ("bundle::outside", format!("`{path}` leads out of the folder of the document")),
        })?;
        let read = self.shelf.number(&path, self.diags);
        read.map_err(|why| ("bundle::file", format!("`{path}` could not be read: {why}")))
    }

    /// Parts of a document that were split off often refer to its components as if they still stood in it.
    fn within(&mut self, number: usize, fragment: &str, same: bool) -> Option<Target> {
        if let Some(pointer) = self.anchored(number, fragment) {
            return Some(Target { file: number, pointer });
        }
        let found = |number: usize| {
            let text = self.shelf.get(number)?;
            Pointer::of_fragment(fragment).find(|pointer| pointer.get(&text.value).is_some())
        };
        match (found(number), same) {
            (Some(pointer), _) => Some(Target { file: number, pointer }),
            (None, true) => Some(Target { file: 0, pointer: found(0)? }),
            (None, false) if number == 0 => Some(Target { file: 0, pointer: Pointer::of_fragment(fragment).next()? }),
            (None, false) => None,
        }
    }

    /// The schema of a file with an anchor (JSON Schema 2020-12 core, section 8.2.2).
    fn anchored(&mut self, number: usize, fragment: &str) -> Option<Pointer> {
        if number == 0 || fragment.is_empty() || fragment.contains('/') {
            return None;
        }
        let text = self.shelf.get(number)?;
        let index = self.anchors.entry(number).or_insert_with(|| Index::of_file(&text.value)).as_ref()?;
        let pointer = index.resolve(0, &format!("#{fragment}"), &text.value).ok()?;
        pointer.get(&text.value).is_some().then_some(pointer)
    }

    /// Where a chain of references ends; `None` where it begins with one that stays as it is.
    pub(super) fn end(&mut self, text: &str, file: usize) -> Result<Option<Target>, Refusal> {
        Ok(self.chain(text, file)?.pop())
    }

    /// What a reference leads to, what that leads to, and so on; empty where the reference stays as it is.
    pub(super) fn chain(&mut self, text: &str, file: usize) -> Result<Vec<Target>, Refusal> {
        let Some(first) = self.resolve(text, file)? else { return Ok(Vec::new()) };
        let mut chain = vec![first];
        while let (Some(last), true) = (chain.last(), chain.len() <= LONGEST_CHAIN) {
            let file = last.file;
            let value = self.shelf.get(file).and_then(|text| last.pointer.get(&text.value));
            let Some(Value::String(next)) = value.and_then(|value| value.get("$ref")) else {
                return Ok(chain);
            };
            let next = next.clone();
            let inside = self.resolve(&next, file)?.or_else(|| self.within(0, address::split(&next).1, true));
            match inside {
                Some(next) => chain.push(next),
                None => return Err(("bundle::nothing", format!("`{next}` leads to nothing"))),
            }
        }
        Err(("bundle::cycle", format!("`{text}` leads to itself")))
    }
}
