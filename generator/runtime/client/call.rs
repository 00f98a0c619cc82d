//! A call of one operation, from its parameters to its result.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::StatusCode;

use crate::runtime::description::ApiOperation;
use crate::runtime::description::FieldEncoding;
use crate::runtime::encoding::Multipart;
use crate::runtime::encoding::is_within;
use crate::runtime::json::Encode;
use crate::runtime::json::Problem;
use crate::runtime::json::Problems;
use crate::runtime::request::Attempt;
use crate::runtime::request::BaseUrl;
use crate::runtime::request::Destination;
use crate::runtime::request::RequestDraft;
use crate::runtime::request::Switch;
use crate::runtime::response::ByteStream;
use crate::runtime::response::Error;
use crate::runtime::response::ErrorResponse;
use crate::runtime::response::HasHeaders;
use crate::runtime::response::HeaderReader;
use crate::runtime::response::Operation;
use crate::runtime::response::Reply;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::Body;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::Mode;

use super::handle::Client;

/// A call that is not sent yet. `.await` or [`Call::send`] sends it, and gives a `T`: the output of the operation `O`, or what a
/// view of the call gives, such as [`Call::raw`] or the methods that an operation with several media types has.
///
/// It owns a handle of its client, so it can be stored, returned and spawned. A clone is sent on its own; a call whose body is a
/// stream can be sent only once, so sending its clone is an error.
#[must_use = "a call is made when it is awaited, or by `.send()`"]
pub struct Call<O: Operation<M>, M: Mode = Async, T = <O as Operation<M>>::Output> {
    client: Client<M>,
    draft: Box<RequestDraft<M>>,
    decode: Decoder<M, T>,
    operation: PhantomData<fn() -> O>,
}

/// Makes the value of a call from its response.
pub(crate) type Decoder<M, T> = fn(Reply<M>) -> Result<T, Error>;

/// A call that returns the whole [`Response`] instead of only the value.
#[must_use = "a call is made when it is awaited, or by `.send()`"]
pub struct CallWithResponse<O: Operation<M>, M: Mode = Async, T = <O as Operation<M>>::Output>(Call<O, M, T>);

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
    problems: Problems,
    info: ApiOperation,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation<M>, M: Mode> Call<O, M> {
    /// Prepares a call of the operation `O`.
    #[doc(hidden)]
    #[inline]
    pub fn new(client: &Client<M>) -> Self {
        let draft = Box::new(RequestDraft::new(O::INFO));
        Self { client: client.clone(), draft, decode: O::decode, operation: PhantomData }
    }
}

impl<O: Operation<M>, M: Mode, T> Call<O, M, T> {
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
    pub fn json_body(mut self, media_type: &str, body: &dyn Encode) -> Self {
        self.draft.json(media_type, body);
        self
    }

    /// Sets a text body.
    #[doc(hidden)]
    #[inline]
    pub fn text_body(mut self, media_type: &str, body: impl Into<String>) -> Self {
        self.draft.body(media_type, Body::from(body.into()));
        self
    }

    /// Sets a body of bytes, or of a stream.
    #[doc(hidden)]
    #[inline]
    pub fn bytes_body(mut self, media_type: &str, body: impl Into<Body<M>>) -> Self {
        self.draft.body(media_type, body.into());
        self
    }

    /// Refuses a media type of a body that is not in the range of the document.
    #[doc(hidden)]
    #[inline]
    pub fn within(mut self, range: &str, media_type: &str) -> Self {
        if !is_within(range, media_type) {
            self.draft.fail(Error::request(format!("the media type of the body has to be one of `{range}`")));
        }
        self
    }

    /// Sets a body of form fields: those of an object.
    #[doc(hidden)]
    #[inline]
    pub fn form_body(mut self, media_type: &str, body: &dyn Encode, encodings: &[FieldEncoding]) -> Self {
        self.draft.form(media_type, body, encodings);
        self
    }

    /// Sets one field of a body that is JSON or a form.
    #[doc(hidden)]
    #[inline]
    pub fn body_field(mut self, name: &str, value: &dyn Encode) -> Self {
        self.draft.field(name, value);
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
        self.draft.once = true;
        self
    }

    /// How often this call is sent again at most, instead of [`ClientBuilder::retries`](super::ClientBuilder::retries).
    #[inline]
    pub fn retries(mut self, retries: u32) -> Self {
        self.draft.retry.set_retries(retries);
        self
    }

    /// After which statuses this call may be sent again, instead of
    /// [`ClientBuilder::retry_statuses`](super::ClientBuilder::retry_statuses).
    #[inline]
    pub fn retry_statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.draft.retry.set_statuses(statuses);
        self
    }

    /// Decides after which failed attempts this call is sent again, instead of
    /// [`ClientBuilder::retry_if`](super::ClientBuilder::retry_if).
    #[inline]
    pub fn retry_if(mut self, decide: impl Fn(&Attempt<'_>) -> bool + Send + Sync + 'static) -> Self {
        self.draft.retry.set_decision(decide);
        self
    }

    /// Says that doing this call twice is as doing it once, so that it is sent again as a GET would be. Without this, a POST or PATCH
    /// is sent again only when it was certainly not done.
    #[inline]
    pub fn idempotent(mut self) -> Self {
        self.draft.idempotent = true;
        self
    }

    /// Sends a key with each attempt of this call, by which a server does it only once, however often it arrives; the call is then
    /// sent again as a GET would be. The header is `Idempotency-Key`, unless
    /// [`ClientBuilder::idempotency_header`](super::ClientBuilder::idempotency_header) says another one. A header or parameter of
    /// that name is such a key, too.
    #[inline]
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        let name = self.client.shared.headers.key_name();
        self.draft.header(name.as_str(), key.as_ref());
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
        let operation = ApiOperation(self.draft.info);
        self.draft.destination =
            Destination::Base(base.map_err(|what| Error::request(format!("base URL: {what}")).of(operation))?);
        Ok(self)
    }

    /// Returns the status, the headers and the body of the response with the value.
    #[inline]
    pub fn with_response(self) -> CallWithResponse<O, M, T> {
        CallWithResponse(self)
    }

    /// Returns the body of a success as it arrives, without decoding it and without limit of its size or of the total time. Use
    /// it for a media type that is not in the document: name the type with [`Call::header`] (`accept`).
    #[inline]
    pub fn raw(mut self) -> Call<O, M, ByteStream<M>> {
        self.draft.streamed = Some(true);
        self.decoded(|reply| Ok(reply.stream()))
    }

    /// The same call, for another representation of the response: what it asks for, whether the body is handed out as a
    /// stream, and how it is read.
    #[doc(hidden)]
    #[inline]
    pub fn view<V>(
        mut self,
        accept: &'static str,
        streamed: bool,
        decode: fn(Reply<M>) -> Result<V, Error>,
    ) -> Call<O, M, V> {
        (self.draft.accept, self.draft.streamed) = (accept, Some(streamed));
        self.decoded(decode)
    }

    /// Sets a field of the body, at a JSON Pointer, whatever the caller sets there: the one that switches the server to another
    /// representation.
    #[doc(hidden)]
    #[inline]
    pub fn switch(mut self, media_type: &'static str, pointer: &'static str, value: &'static str) -> Self {
        self.draft.switch(Switch { media_type, pointer, value });
        self
    }

    #[inline]
    fn decoded<V>(self, decode: Decoder<M, V>) -> Call<O, M, V> {
        Call { client: self.client, draft: self.draft, decode, operation: PhantomData }
    }

    #[inline]
    pub(crate) fn into_parts(self) -> (Client<M>, Box<RequestDraft<M>>, Decoder<M, T>) {
        (self.client, self.draft, self.decode)
    }

    #[inline]
    pub(crate) fn draft(&mut self) -> &mut RequestDraft<M> {
        &mut self.draft
    }
}

impl<O: Operation<Async>, T: 'static> Call<O, Async, T> {
    /// Sends the call. Dropping the future cancels it.
    ///
    /// # Errors
    /// When the call failed, or the response is not a success of the operation.
    #[inline]
    pub fn send(self) -> BoxFuture<'static, Result<T, Error>> {
        let (decode, reply) = (self.decode, self.client.execute(self.draft));
        Box::pin(async move { decode(reply.await?) })
    }
}

impl<O: Operation<Blocking>, T> Call<O, Blocking, T> {
    /// Sends the call.
    ///
    /// # Errors
    /// When the call failed, or the response is not a success of the operation.
    #[inline]
    pub fn send(self) -> Result<T, Error> {
        (self.decode)(self.client.execute(self.draft)?)
    }
}

impl<O: Operation<Async>, T: 'static> CallWithResponse<O, Async, T> {
    /// Sends the call. Dropping the future cancels it.
    ///
    /// # Errors
    /// When the call failed, or the response is not a success of the operation.
    #[inline]
    pub fn send(self) -> BoxFuture<'static, Result<Response<T, O>, Error>> {
        let Call { client, draft, decode, .. } = self.0;
        let reply = client.execute(draft);
        Box::pin(async move { respond::<O, Async, T>(reply.await?, decode) })
    }
}

impl<O: Operation<Blocking>, T> CallWithResponse<O, Blocking, T> {
    /// Sends the call.
    ///
    /// # Errors
    /// When the call failed, or the response is not a success of the operation.
    #[inline]
    pub fn send(self) -> Result<Response<T, O>, Error> {
        let Call { client, draft, decode, .. } = self.0;
        respond::<O, Blocking, T>(client.execute(draft)?, decode)
    }
}

impl<O: Operation<Async>, T: 'static> IntoFuture for Call<O, Async, T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<O: Operation<Async>, T: 'static> IntoFuture for CallWithResponse<O, Async, T> {
    type Output = Result<Response<T, O>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

#[inline]
fn respond<O: Operation<M>, M: Mode, T>(mut reply: Reply<M>, decode: Decoder<M, T>) -> Result<Response<T, O>, Error> {
    let (status, headers, attempts) = (reply.status(), reply.headers().clone(), reply.attempts());
    let body = reply.bytes().unwrap_or_default();
    let kept = reply.reading.keep();
    let value = decode(reply)?;
    let problems = std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Response {
        status,
        headers,
        body,
        attempts,
        value,
        problems,
        info: ApiOperation(O::INFO),
        operation: PhantomData,
    })
}

impl<T, O> Response<T, O> {
    /// Where the body is not as documented and the client tolerated it, in the order of the body; at most the first hundred. Items
    /// of a stream are read later and are not in it. See [`ClientBuilder::tolerant`](super::ClientBuilder::tolerant).
    #[inline]
    pub fn problems(&self) -> &[Problem] {
        &self.problems.listed
    }

    /// How many places of the body were tolerated.
    #[inline]
    pub fn problem_count(&self) -> usize {
        self.problems.count
    }
}

impl<T, O: HasHeaders> Response<T, O> {
    /// The headers that the document knows, as their types.
    ///
    /// # Errors
    /// When one is not as documented, or a required one is missing.
    #[inline]
    pub fn documented_headers(&self) -> Result<O::Headers, Error> {
        let response = ErrorResponse {
            status: self.status,
            headers: self.headers.clone(),
            body: self.body.clone(),
            messages: false,
        };
        O::headers(&HeaderReader { operation: self.info, response: &response })
            .map_err(|error| error.after(self.attempts))
    }
}

impl<T: Clone, O> Clone for Response<T, O> {
    #[inline]
    fn clone(&self) -> Self {
        Self {
            headers: self.headers.clone(),
            body: self.body.clone(),
            value: self.value.clone(),
            problems: self.problems.clone(),
            ..*self
        }
    }
}

impl<O: Operation<M>, M: Mode, T> Clone for Call<O, M, T> {
    #[inline]
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), draft: self.draft.copied(), decode: self.decode, operation: PhantomData }
    }
}

impl<O: Operation<M>, M: Mode, T> Clone for CallWithResponse<O, M, T> {
    #[inline]
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<O: Operation<M>, M: Mode, T> fmt::Debug for Call<O, M, T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.draft.info.name).finish_non_exhaustive()
    }
}

impl<O: Operation<M>, M: Mode, T> fmt::Debug for CallWithResponse<O, M, T> {
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
