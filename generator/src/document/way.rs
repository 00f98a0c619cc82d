//! The way to a value while a document is walked, which costs nothing until a pointer is needed.

use serde_json::Value;

use crate::pointer::Pointer;

/// A step on the way to a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'v> {
    /// To the value of a key.
    Key(&'v str),
    /// To an item of a list.
    Item(usize),
}

impl Step<'_> {
    /// As a token of a pointer.
    pub(crate) fn token(&self) -> String {
        match self {
            Self::Key(key) => (*key).to_owned(),
            Self::Item(index) => index.to_string(),
        }
    }
}

/// The way from the outermost value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way<'v>(Vec<Step<'v>>);

impl<'v> Way<'v> {
    /// The way to what stands at a pointer of a value, and what that is.
    pub(crate) fn to(value: &'v Value, at: &Pointer) -> Option<(Self, &'v Value)> {
        let mut way = Self::default();
        let found = at.tokens().iter().try_fold(value, |value, token| {
            let (step, child) = match value {
                Value::Object(map) => map.get_key_value(token.as_str()).map(|(key, child)| (Step::Key(key), child))?,
                Value::Array(items) => {
                    let index = token.parse().ok()?;
                    (Step::Item(index), items.get(index)?)
                }
                _ => return None,
            };
            way.go(step);
            Some(child)
        })?;
        Some((way, found))
    }

    /// Goes one step further.
    pub(crate) fn go(&mut self, step: Step<'v>) {
        self.0.push(step);
    }

    /// Goes one step back.
    pub(crate) fn back(&mut self) {
        self.0.pop();
    }

    /// As a pointer.
    pub(crate) fn pointer(&self) -> Pointer {
        Pointer::root().join(self.0.iter().map(Step::token))
    }
}
