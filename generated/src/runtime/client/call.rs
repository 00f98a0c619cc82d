//! A call of one operation, from its parameters to its result.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::StatusCode;

use crate::runtime::encoding::FieldEncoding;
use crate::runtime::encoding::Multipart;
use crate::runtime::execute::driver;
use crate::runtime::json::Encode;
use crate::runtime::request::BaseUrl;
use crate::runtime::request::Destination;
use crate::runtime::request::RequestDraft;
use crate::runtime::response::Error;
use crate::runtime::response::ErrorResponse;
use crate::runtime::response::HasHeaders;
use crate::runtime::response::HeaderReader;
use crate::runtime::response::Operation;
use crate::runtime::response::Raw;
use crate::runtime::response::Reply;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::Body;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::Mode;

use super::handle::Client;

/// A call that is not sent yet. `.await` or [`Call::send`] sends it.
#[must_use = "a call is made when it is awaited, or by `.send()`"]
pub struct Call<'a, O, M: Mode> {
    client: &'a Client<M>,
    draft: Box<RequestDraft<M>>,
    operation: PhantomData<fn() -> O>,
}

/// A call that returns the whole [`Response`] instead of only the value.
#[must_use = "a call is made when it is awaited, or by `.send()`"]
pub struct CallWithResponse<'a, O, M: Mode>(Call<'a, O, M>);

/// A value and the response that it was made from, of the operation `O`.
#[non_exhaustive]
pub struct Response<T, O = ()> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it was received; empty when it was handed out as a stream.
    pub body: Bytes,
    /// How many times the request was sent.
    pub attempts: u32,
    /// The value.
    pub value: T,
    name: &'static str,
    operation: PhantomData<fn() -> O>,
}

impl<'a, O, M: Mode> Call<'a, O, M> {
    /// Prepares a call of the operation `O`.
    #[doc(hidden)]
    #[inline]
    pub fn new(client: &'a Client<M>) -> Self
    where
        O: Operation<M>,
    {
        Self { client, draft: Box::new(RequestDraft::new(O::INFO)), operation: PhantomData }
    }

    /// Sets the parameter of that index in [`OperationInfo::params`](crate::runtime::OperationInfo::params).
    #[doc(hidden)]
    #[inline]
    pub fn param(mut self, index: usize, value: &dyn Encode) -> Self {
        self.draft.param(index, value);
        self
    }

    /// Sets a JSON body.
    #[doc(hidden)]
    #[inline]
    pub fn json(mut self, media_type: &str, body: &dyn Encode) -> Self {
        self.draft.json(media_type, body);
        self
    }

    /// Sets a text body.
    #[doc(hidden)]
    #[inline]
    pub fn text(mut self, media_type: &str, body: impl Into<String>) -> Self {
        self.draft.body(media_type, Body::from(body.into()));
        self
    }

    /// Sets a body of bytes, or of a stream.
    #[doc(hidden)]
    #[inline]
    pub fn bytes(mut self, media_type: &str, body: impl Into<Body<M>>) -> Self {
        self.draft.body(media_type, body.into());
        self
    }

    /// Sets a body of form fields: those of an object.
    #[doc(hidden)]
    #[inline]
    pub fn form(mut self, media_type: &str, body: &dyn Encode, encodings: &[FieldEncoding]) -> Self {
        self.draft.form(media_type, body, encodings);
        self
    }

    /// Sets a body of parts, as `multipart/form-data`.
    #[doc(hidden)]
    #[inline]
    pub fn multipart(self, form: Multipart<M>) -> Self {
        self.multipart_as("multipart/form-data", form)
    }

    /// Sets a body of parts, of another multipart media type.
    #[doc(hidden)]
    #[inline]
    pub fn multipart_as(mut self, media_type: &str, form: Multipart<M>) -> Self {
        self.draft.multipart(media_type, form);
        self
    }

    /// How long this call may take with all its retries, instead of the limits of the client for the call and for an attempt.
    #[inline]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// Sends a header with this call. The header of a security scheme stands for its credential.
    #[inline]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.draft.header(name, value);
        self
    }

    /// Adds a query parameter that is not in the document.
    #[inline]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.draft.query(name, value);
        self
    }

    /// Sends this call only once, without retries.
    #[inline]
    pub fn no_retry(mut self) -> Self {
        self.draft.retry = false;
        self
    }

    /// Sends this call without the credentials of the client, whatever the document says that it needs.
    #[inline]
    pub fn without_credentials(mut self) -> Self {
        self.draft.anonymous = true;
        self
    }

    /// Sends this call to another server. Credentials are sent there only if it has the origin of the client's base URL, or one
    /// given to [`ClientBuilder::trust_origin`](super::ClientBuilder::trust_origin).
    ///
    /// # Errors
    /// When the URL is not valid as a base URL.
    #[inline]
    pub fn base_url(mut self, url: &str) -> Result<Self, Error> {
        let base = BaseUrl::parse(url, self.client.shared.servers.allow_http);
        let operation = self.draft.info.name;
        self.draft.destination =
            Destination::Base(base.map_err(|what| Error::request(format!("base URL: {what}")).of(operation))?);
        Ok(self)
    }

    /// Returns the status, the headers and the body of the response with the value.
    #[inline]
    pub fn with_response(self) -> CallWithResponse<'a, O, M> {
        CallWithResponse(self)
    }

    /// Returns the body of a success as it arrives, without decoding it and without limit of its size or of the total time. Use
    /// it for a media type that the client does not request itself: name the type with [`Call::header`] (`accept`). Call the
    /// setters of the operation first.
    #[inline]
    pub fn raw(mut self) -> Call<'a, Raw<O>, M>
    where
        O: Operation<M>,
    {
        self.draft.raw = true;
        Call { client: self.client, draft: self.draft, operation: PhantomData }
    }

    #[inline]
    pub(crate) fn into_parts(self) -> (&'a Client<M>, Box<RequestDraft<M>>) {
        (self.client, self.draft)
    }

    #[inline]
    pub(crate) fn draft(&mut self) -> &mut RequestDraft<M> {
        &mut self.draft
    }
}

impl<'a, O: Operation<Async>> Call<'a, O, Async>
where
    O::Output: 'a,
    O: 'a,
{
    /// Sends the call. Dropping the future cancels it.
    ///
    /// # Errors
    /// When the call failed, or the response is not a success of the operation.
    #[inline]
    pub fn send(self) -> BoxFuture<'a, Result<O::Output, Error>> {
        let reply = driver::execute(&self.client.shared, &self.client.mode, self.draft);
        Box::pin(async move { O::decode(reply.await?) })
    }
}

impl<O: Operation<Blocking>> Call<'_, O, Blocking> {
    /// Sends the call.
    ///
    /// # Errors
    /// When the call failed, or the response is not a success of the operation.
    #[inline]
    pub fn send(self) -> Result<O::Output, Error> {
        O::decode(driver::execute_blocking(&self.client.shared, &self.client.mode, self.draft)?)
    }
}

impl<'a, O: Operation<Async> + 'a> CallWithResponse<'a, O, Async>
where
    O::Output: 'a,
{
    /// Sends the call. Dropping the future cancels it.
    ///
    /// # Errors
    /// When the call failed, or the response is not a success of the operation.
    #[inline]
    pub fn send(self) -> BoxFuture<'a, Result<Response<O::Output, O>, Error>> {
        let reply = driver::execute(&self.0.client.shared, &self.0.client.mode, self.0.draft);
        Box::pin(async move { respond::<O, Async>(reply.await?) })
    }
}

impl<O: Operation<Blocking>> CallWithResponse<'_, O, Blocking> {
    /// Sends the call.
    ///
    /// # Errors
    /// When the call failed, or the response is not a success of the operation.
    #[inline]
    pub fn send(self) -> Result<Response<O::Output, O>, Error> {
        respond::<O, Blocking>(driver::execute_blocking(&self.0.client.shared, &self.0.client.mode, self.0.draft)?)
    }
}

impl<'a, O: Operation<Async> + 'a> IntoFuture for Call<'a, O, Async>
where
    O::Output: 'a,
{
    type Output = Result<O::Output, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<'a, O: Operation<Async> + 'a> IntoFuture for CallWithResponse<'a, O, Async>
where
    O::Output: 'a,
{
    type Output = Result<Response<O::Output, O>, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

#[inline]
fn respond<O: Operation<M>, M: Mode>(reply: Reply<M>) -> Result<Response<O::Output, O>, Error> {
    let (status, headers, attempts) = (reply.status(), reply.headers().clone(), reply.attempts());
    let body = reply.bytes().unwrap_or_default();
    let value = O::decode(reply)?;
    Ok(Response { status, headers, body, attempts, value, name: O::INFO.name, operation: PhantomData })
}

impl<T, O: HasHeaders> Response<T, O> {
    /// The headers that the document knows, as their types.
    ///
    /// # Errors
    /// When one is not as documented, or a required one is missing.
    #[inline]
    pub fn headers(&self) -> Result<O::Headers, Error> {
        let response = ErrorResponse {
            status: self.status,
            headers: self.headers.clone(),
            body: self.body.clone(),
            messages: false,
        };
        O::headers(&HeaderReader { operation: self.name, response: &response })
            .map_err(|error| error.after(self.attempts))
    }
}

impl<T: Clone, O> Clone for Response<T, O> {
    #[inline]
    fn clone(&self) -> Self {
        Self { headers: self.headers.clone(), body: self.body.clone(), value: self.value.clone(), ..*self }
    }
}

impl<O, M: Mode> fmt::Debug for Call<'_, O, M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.draft.info.name).finish_non_exhaustive()
    }
}

impl<O, M: Mode> fmt::Debug for CallWithResponse<'_, O, M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Debug, O> fmt::Debug for Response<T, O> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
