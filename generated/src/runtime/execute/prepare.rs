//! The request of an attempt: its headers, URL and body, then what hooks and credentials add.

use http::HeaderValue;
use http::Request;
use http::Uri;
use http::header;
use http::request::Parts;

use crate::runtime::auth::AuthValue;
use crate::runtime::auth::authenticate;
use crate::runtime::description::ApiOperation;
use crate::runtime::request::Address;
use crate::runtime::request::Destination;
use crate::runtime::request::OutgoingRequest;
use crate::runtime::request::assemble;
use crate::runtime::request::url;
use crate::runtime::response::Error;
use crate::runtime::transport::Body;
use crate::runtime::transport::Mode;

use super::state_machine::CallState;

impl<M: Mode> CallState<'_, M> {
    /// The request of the next attempt, with these credentials.
    ///
    /// # Errors
    /// When something cannot be sent, or a hook fails.
    #[inline]
    pub(super) fn prepare(&mut self, values: &[AuthValue]) -> Result<Request<Body<M>>, Error> {
        let headers = self.headers.take();
        let headers = headers.map_or_else(|| assemble::headers(&self.shared.headers, &self.draft), Ok)?;
        // A stream is sent once. The empty body in its place is never sent, because the call is not `replayable`.
        let body = self.draft.body.replay().unwrap_or_else(|| std::mem::replace(&mut self.draft.body, Body::Empty));
        let (mut head, ()) = Request::new(()).into_parts();
        (head.method, head.uri, head.headers) = (self.info.method.clone(), self.uri.clone(), headers);
        // What goes to any server gets nothing that is meant for this one.
        let hooks = (!matches!(self.draft.destination, Destination::Absolute(_))).then_some(&self.shared.hooks);
        let (operation, attempt) = (ApiOperation(self.info), self.attempts.made.saturating_add(1));
        if let Some(hooks) = hooks {
            hooks.requested(OutgoingRequest::new(operation, attempt, &mut head, &body))?;
        }
        self.authenticate(&mut head, values)?;
        if let Some(hooks) = hooks {
            hooks.sign(OutgoingRequest::new(operation, attempt, &mut head, &body))?;
        }
        Ok(Request::from_parts(head, body))
    }

    /// Adds the credentials, the cookies and the user agent.
    #[inline]
    fn authenticate(&self, head: &mut Parts, values: &[AuthValue]) -> Result<(), Error> {
        let (mut query, mut cookies) = (Vec::new(), assemble::cookies(&self.draft));
        for (scheme, value) in self.schemes.iter().zip(values) {
            if let Some(scheme) = self.shared.api.schemes.get(*scheme) {
                authenticate::apply(scheme, value, &mut head.headers, &mut query, &mut cookies)?;
            }
        }
        head.headers.entry(header::USER_AGENT).or_insert_with(|| self.shared.headers.user_agent.clone());
        if !cookies.is_empty() {
            let cookies = HeaderValue::from_str(&cookies.join("; "));
            let mut cookies = cookies.map_err(|_| Error::request("a cookie has characters that cannot be sent"))?;
            cookies.set_sensitive(true);
            if head.headers.insert(header::COOKIE, cookies).is_some() {
                return Err(Error::request("the header cookie is set by the operation"));
            }
        }
        if !query.is_empty() {
            head.uri = self.with_credentials(&head.uri, &query)?;
        }
        Ok(())
    }

    /// The URL with pieces of the query that are credentials, each sent once.
    #[inline]
    fn with_credentials(&self, uri: &Uri, pieces: &[String]) -> Result<Uri, Error> {
        let address = Address::sent(uri, &self.origin);
        let query = address.query.as_deref().unwrap_or_default();
        let set = pieces.iter().find(|piece| assemble::has_name(query, piece));
        // A server may repeat what it was sent in a link.
        let of_server = self.is_redirected || matches!(self.draft.destination, Destination::Link { .. });
        if let (Some(piece), false) = (set, of_server) {
            let name = piece.split('=').next().unwrap_or_default();
            return Err(Error::request(format!("the query parameter {name:?} is set by a credential")));
        }
        let query = assemble::without_names(query, pieces);
        let mut text = Address { query: Some(query).filter(|query| !query.is_empty()), ..address }.text();
        pieces.iter().for_each(|piece| assemble::add_to_query(&mut text, piece));
        url::legal(text)
    }
}
