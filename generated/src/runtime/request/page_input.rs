//! What the next page is asked for by: the value of a parameter, or a field of a body that is JSON.

use bytes::Bytes;

use crate::runtime::description::PageInput;
use crate::runtime::json::Tree;
use crate::runtime::response::Error;
use crate::runtime::transport::Body;
use crate::runtime::transport::Mode;

use super::draft::RequestDraft;

impl<M: Mode> RequestDraft<M> {
    /// The text or number that the caller gave, as text.
    #[inline]
    pub(crate) fn page_input(&self, input: PageInput) -> Option<String> {
        match input {
            PageInput::Param(index) => self.scalar(index),
            PageInput::Body { pointer, .. } => {
                let body = self.json_body().ok()?;
                match body.at(pointer)? {
                    Tree::String(text) | Tree::Number(text) => Some(text.clone()),
                    _ => None,
                }
            }
        }
    }

    /// Whether the caller gave a value.
    #[inline]
    pub(crate) fn has_page_input(&self, input: PageInput) -> bool {
        match input {
            PageInput::Param(index) => self.has(index),
            PageInput::Body { pointer, .. } => self.json_body().is_ok_and(|body| body.at(pointer).is_some()),
        }
    }

    /// Sets the value. A body that the call has none of becomes an object with nothing else.
    #[inline]
    pub(crate) fn set_page_input(&mut self, input: PageInput, value: &str) {
        let (pointer, text, media_type) = match input {
            PageInput::Param(index) => return self.param(index, &value),
            PageInput::Body { pointer, text, media_type } => (pointer, text, media_type),
        };
        let number = if text { None } else { Tree::number(value) };
        let value = number.unwrap_or_else(|| Tree::String(value.to_owned()));
        let set = self.json_body().and_then(|mut body| match body.set(pointer, value) {
            true => Ok(body.text()),
            false => Err(format!("there is no place for `{pointer}`")),
        });
        match (set, self.content_type.is_some()) {
            (Ok(text), true) => self.body = Body::Bytes(Bytes::from(text)),
            (Ok(text), false) => self.body(media_type, Body::from(text)),
            (Err(what), _) => self.fail(Error::request(format!("the body: {what}"))),
        }
    }
}
