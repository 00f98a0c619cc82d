//! The field of a body that switches the server to another representation of the response, as `stream: true` does.

use bytes::Bytes;

use crate::runtime::encoding::encode_form;
use crate::runtime::encoding::form;
use crate::runtime::encoding::is_json;
use crate::runtime::json;
use crate::runtime::json::Tree;
use crate::runtime::transport::Body;
use crate::runtime::transport::Mode;

/// A field of a body, and the value that the call sets there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Switch {
    /// The media type of the body where the caller sets none.
    pub(crate) media_type: &'static str,
    /// Where the field is: a JSON Pointer (RFC 6901).
    pub(crate) pointer: &'static str,
    /// Its value, as JSON.
    pub(crate) value: &'static str,
}

const FORM: &str = "application/x-www-form-urlencoded";

impl Switch {
    /// The body with the field, and its media type.
    ///
    /// # Errors
    /// When the body is neither JSON nor a form, or what holds the field is no object.
    #[inline]
    pub(crate) fn apply<M: Mode>(self, media_type: Option<&str>, body: &Body<M>) -> Result<(String, Body<M>), String> {
        let media_type = media_type.unwrap_or(self.media_type);
        let sent = match body {
            Body::Empty => Bytes::new(),
            Body::Bytes(bytes) => bytes.clone(),
            Body::Stream { .. } => return Err(self.refused(media_type)),
        };
        let value = json::from_json::<Tree>(self.value.as_bytes()).map_err(|error| error.to_string())?;
        let changed = match media_type {
            one if is_json(one) => self.json(&sent, value)?,
            one if one.starts_with(FORM) => self.form(&sent, &value),
            other => return Err(self.refused(other)),
        };
        Ok((media_type.to_owned(), Body::from(changed)))
    }

    #[inline]
    fn refused(&self, media_type: &str) -> String {
        format!("the field {:?} cannot be set in a body of {media_type}, only in JSON and forms", self.pointer)
    }

    #[inline]
    fn json(&self, body: &[u8], value: Tree) -> Result<String, String> {
        let text = if body.is_empty() { b"{}" } else { body };
        let mut tree: Tree = json::from_json_within(text, usize::MAX).map_err(|error| error.to_string())?;
        if !tree.set(self.pointer, value) {
            return Err(format!("what should hold the field {:?} is no object", self.pointer));
        }
        Ok(tree.text())
    }

    #[inline]
    fn form(&self, body: &[u8], value: &Tree) -> String {
        let name = encode_form(self.pointer.trim_start_matches('/'));
        let body = String::from_utf8_lossy(body);
        let is_other = |piece: &&str| piece.split('=').next() != Some(name.as_str()) && !piece.is_empty();
        let field = format!("{name}={}", encode_form(&form::text(value, false)));
        body.split('&').filter(is_other).chain([field.as_str()]).collect::<Vec<_>>().join("&")
    }
}
