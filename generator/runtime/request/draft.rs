//! A request that is not sent yet: parameters, headers and body, encoded as text. The first mistake is kept and reported on sending.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderValue;

use crate::runtime::description::ApiOperation;
use crate::runtime::description::BodyFields;
use crate::runtime::description::FieldEncoding;
use crate::runtime::description::Location;
use crate::runtime::description::OperationInfo;
use crate::runtime::encoding::Encoded;
use crate::runtime::encoding::Keep;
use crate::runtime::encoding::Multipart;
use crate::runtime::encoding::form;
use crate::runtime::encoding::is_json;
use crate::runtime::encoding::percent;
use crate::runtime::encoding::style;
use crate::runtime::json;
use crate::runtime::json::Encode;
use crate::runtime::json::Tree;
use crate::runtime::response::Error;
use crate::runtime::transport::Body;
use crate::runtime::transport::Instant;
use crate::runtime::transport::Mode;

use super::base_url::BaseUrl;
use super::headers;
use super::retry_rules::RetryRules;
use super::switch::Switch;

/// A request that is not sent yet.
pub(crate) struct RequestDraft<M: Mode> {
    pub(crate) info: &'static OperationInfo,
    /// In the order of the document.
    pub(crate) params: Vec<(usize, Encoded)>,
    /// Further pieces of the query, encoded.
    pub(crate) query: Vec<String>,
    /// Headers of the caller.
    pub(crate) headers: HeaderMap,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) body: Body<M>,
    /// The fields of a body that is a form, before they became text; only where calls set fields.
    pub(crate) form: Option<Tree>,
    pub(crate) destination: Destination,
    pub(crate) timeout: Option<Duration>,
    /// When the call must be over, if it is one of several that have their time together.
    pub(crate) deadline: Option<Instant>,
    /// Whether it is sent once only, also where a token is rejected.
    pub(crate) once: bool,
    /// Whether it may be done twice, whatever its operation says.
    pub(crate) idempotent: bool,
    pub(crate) retry: RetryRules,
    /// Whether it is sent without credentials.
    pub(crate) anonymous: bool,
    /// The `Accept` header; empty for none.
    pub(crate) accept: &'static str,
    /// Whether the body of every success is handed out as a stream, or of none, whatever the operation does.
    pub(crate) streamed: Option<bool>,
    /// The field of the body that the call sets.
    pub(crate) switch: Option<Switch>,
    pub(crate) problem: Option<Error>,
}

/// Where a request is sent.
#[derive(Clone)]
pub(crate) enum Destination {
    /// To the server of the client or of the operation.
    Configured,
    /// To another server, at the path of the operation.
    Base(BaseUrl),
    /// To exactly this URL.
    Absolute(String),
    /// To a URL that a response of the operation contains. It must have the origin of the operation, and has its own query.
    Link {
        /// The URL, absolute or relative.
        url: String,
        /// The base URL of the call, if the caller set one.
        base: Option<BaseUrl>,
    },
}

/// A piece `name=value` of a query, encoded.
#[inline]
pub(crate) fn query_piece(name: &str, value: &str) -> String {
    format!("{}={}", percent::encode(name, Keep::Unreserved), percent::encode(value, Keep::Unreserved))
}

impl<M: Mode> RequestDraft<M> {
    #[inline]
    pub(crate) fn new(info: &'static OperationInfo) -> Self {
        Self {
            info,
            params: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            content_type: None,
            body: Body::Empty,
            form: None,
            destination: Destination::Configured,
            timeout: None,
            deadline: None,
            once: false,
            idempotent: false,
            retry: RetryRules::default(),
            accept: info.accept,
            streamed: None,
            switch: None,
            anonymous: false,
            problem: None,
        }
    }

    /// The same call once more.
    ///
    /// # Errors
    /// The first mistake of the caller, or when the body is a stream.
    #[inline]
    pub(crate) fn again(&self) -> Result<Box<Self>, Error> {
        let mut copy = self.copied();
        copy.problem.take().map_or(Ok(copy), |problem| Err(problem.of(ApiOperation(self.info))))
    }

    /// The same call; where it cannot be sent again, its problem says so.
    #[inline]
    pub(crate) fn copied(&self) -> Box<Self> {
        let body = self.body.replay();
        let stream = || Error::request("a body that is a stream can be sent once, and this call is sent several times");
        let problem = self.problem.as_ref().map(Error::again).or_else(|| body.is_none().then(stream));
        Box::new(Self {
            info: self.info,
            params: self.params.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            content_type: self.content_type.clone(),
            body: body.unwrap_or(Body::Empty),
            form: self.form.clone(),
            destination: self.destination.clone(),
            timeout: self.timeout,
            deadline: self.deadline,
            once: self.once,
            idempotent: self.idempotent,
            retry: self.retry.clone(),
            anonymous: self.anonymous,
            accept: self.accept,
            streamed: self.streamed,
            switch: self.switch,
            problem,
        })
    }

    /// Whether a parameter has a value.
    #[inline]
    pub(crate) fn has(&self, index: usize) -> bool {
        self.params.iter().any(|(set, _)| *set == index)
    }

    /// The text of a parameter that has one value.
    #[inline]
    pub(crate) fn scalar(&self, index: usize) -> Option<String> {
        let (_, encoded) = self.params.iter().find(|(set, _)| *set == index)?;
        match encoded {
            Encoded::Query(pieces) | Encoded::Cookie(pieces) => match pieces.as_slice() {
                [piece] => piece.split_once('=').map(|(_, value)| value.to_owned()),
                _ => None,
            },
            Encoded::Path(text) | Encoded::Header(text) => Some(text.clone()),
        }
    }

    /// Sets a parameter; the last value counts.
    #[inline]
    pub(crate) fn param(&mut self, index: usize, value: &dyn Encode) {
        let Some(param) = self.info.params.get(index) else {
            return self.fail(Error::request(format!("the operation has no parameter {index}")));
        };
        if param.location == Location::Header && headers::is_reserved(param.name) {
            return;
        }
        match Tree::of(value).and_then(|value| style::encode(param, &value)) {
            Ok(encoded) => {
                self.params.retain(|(set, _)| *set != index);
                let behind = self.params.iter().take_while(|(set, _)| *set < index).count();
                self.params.insert(behind, (index, encoded));
            }
            Err(what) => self.fail(Error::request(format!("parameter {:?}: {what}", param.name))),
        }
    }

    #[inline]
    pub(crate) fn query(&mut self, name: &str, value: &str) {
        self.query.push(query_piece(name, value));
    }

    #[inline]
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match headers::header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(error) => self.fail(error),
        }
    }

    #[inline]
    pub(crate) fn json(&mut self, media_type: &str, body: &dyn Encode) {
        match json::to_json(body) {
            Ok(text) => self.body(media_type, Body::Bytes(Bytes::from(text))),
            Err(error) => self.fail(Error::request(format!("the body: {error}"))),
        }
    }

    #[inline]
    pub(crate) fn form(&mut self, media_type: &str, body: &dyn Encode, encodings: &[FieldEncoding]) {
        if let Err(what) = Tree::of(body).and_then(|fields| self.form_of(media_type, fields, encodings)) {
            self.fail(Error::request(format!("the body: {what}")));
        }
    }

    #[inline]
    fn form_of(&mut self, media_type: &str, fields: Tree, encodings: &[FieldEncoding]) -> Result<(), String> {
        let text = form::encode(&fields, encodings)?;
        self.body(media_type, Body::from(text));
        self.form = self.info.fields.is_some().then_some(fields);
        Ok(())
    }

    /// Sets a field of the body; what is set last counts, be it a field or a whole body.
    #[inline]
    pub(crate) fn field(&mut self, name: &str, value: &dyn Encode) {
        let Some(fields) = self.info.fields else {
            return self.fail(Error::request("the operation has no body whose fields can be set"));
        };
        if let Err(what) = Tree::of(value).and_then(|value| self.set_field(fields, name, value)) {
            self.fail(Error::request(format!("the field {name:?} of the body: {what}")));
        }
    }

    #[inline]
    fn set_field(&mut self, fields: BodyFields, name: &str, value: Tree) -> Result<(), String> {
        let BodyFields { media_type, encodings } = fields;
        let mut body = match self.form.take() {
            Some(form) => form,
            None => self.json_body()?,
        };
        *body.member(name).ok_or("the body is no object")? = value;
        if !is_json(media_type) {
            return self.form_of(media_type, body, encodings);
        }
        self.body(media_type, Body::from(body.text()));
        Ok(())
    }

    /// The body as JSON: no body is an empty object.
    #[inline]
    pub(super) fn json_body(&self) -> Result<Tree, String> {
        match &self.body {
            Body::Empty => Ok(Tree::Object(Vec::new())),
            // The caller made it: the limit of what a response may hold is not for it.
            Body::Bytes(text) => json::from_json_within(text, usize::MAX).map_err(|error| error.to_string()),
            Body::Stream { .. } => Err("a body that is a stream has no fields".to_owned()),
        }
    }

    #[inline]
    pub(crate) fn multipart(&mut self, media_type: &str, form: Multipart<M>) {
        match form.finish(media_type) {
            Ok((media_type, body)) => self.body(&media_type, body),
            Err(what) => self.fail(Error::request(format!("the body: {what}"))),
        }
    }

    #[inline]
    pub(crate) fn body(&mut self, media_type: &str, body: Body<M>) {
        match HeaderValue::from_str(media_type) {
            Ok(content_type) => self.content_type = Some(content_type),
            Err(_) => self.fail(Error::request("the media type of the body is no legal header value")),
        }
        (self.body, self.form) = (body, None);
        self.switched();
    }

    /// Sets a field of the body, of the one that there is and of those that the caller sets later.
    #[inline]
    pub(crate) fn switch(&mut self, switch: Switch) {
        self.switch = Some(switch);
        self.switched();
    }

    #[inline]
    fn switched(&mut self) {
        let Some(switch) = self.switch else { return };
        let media_type = self.content_type.as_ref().and_then(|media_type| media_type.to_str().ok());
        match switch.apply(media_type, &self.body) {
            Ok((media_type, body)) => (self.content_type, self.body) = (HeaderValue::from_str(&media_type).ok(), body),
            Err(what) => self.fail(Error::request(format!("the body: {what}"))),
        }
    }

    #[inline]
    pub(crate) fn fail(&mut self, error: Error) {
        self.problem.get_or_insert(error);
    }
}
