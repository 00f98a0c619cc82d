//! The operation that asks a token endpoint for a token, and what that answers.

use std::time::Duration;

use http::Method;

use crate::runtime::auth::Issued;
use crate::runtime::description::OperationInfo;
use crate::runtime::description::Retry;
use crate::runtime::description::Status;
use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;
use crate::runtime::json::Field;
use crate::runtime::json::Key;
use crate::runtime::json::Reader;
use crate::runtime::response::Error;
use crate::runtime::response::Operation;
use crate::runtime::response::Reply;
use crate::runtime::transport::Mode;

/// The operation that requests a token.
pub(crate) struct RequestToken;

/// The body of an error of a token endpoint (RFC 6749, section 5.2).
pub(crate) struct Refusal {
    pub(crate) code: String,
}

static REQUEST_TOKEN: OperationInfo = OperationInfo {
    id: "token",
    name: "oauth.token",
    method: Method::POST,
    path: &[],
    params: &[],
    servers: &[],
    security: &[],
    accept: "application/json",
    success: &[Status::Code(200)],
    streamed: &[],
    fields: None,
    retry: Retry::NotIdempotent,
};

impl<M: Mode> Operation<M> for RequestToken {
    const INFO: &'static OperationInfo = &REQUEST_TOKEN;
    type Output = Issued;

    #[inline]
    fn decode(reply: Reply<M>) -> Result<Issued, Error> {
        if reply.status().as_u16() == 200 { reply.json() } else { Err(reply.unexpected()) }
    }
}

impl Decode for Issued {
    /// The response of a token endpoint (RFC 6749, section 5.1).
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut access_token = Field::new(Key::required("access_token"));
        let mut expires_in: Field<Option<Seconds>> = Field::new(Key::optional("expires_in"));
        let mut refresh_token = Field::new(Key::optional("refresh_token"));
        reader.fields(&mut [&mut access_token, &mut expires_in, &mut refresh_token])?;
        Ok(Self {
            token: access_token.required(),
            life: expires_in.optional().and_then(|seconds| seconds.0),
            refresh: refresh_token.optional(),
        })
    }
}

impl Decode for Refusal {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut code = Field::new(Key::required("error"));
        reader.fields(&mut [&mut code])?;
        Ok(Self { code: code.required() })
    }
}

/// A number of seconds, which some servers send as a string. Less than zero is zero: such a life is over. `None` where it is
/// something else, or too long to matter.
struct Seconds(Option<Duration>);

impl Decode for Seconds {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let text = reader.raw()?;
        let seconds: Option<f64> = text.trim_matches('"').parse().ok();
        Ok(Self(
            seconds
                .filter(|seconds| !seconds.is_nan())
                .and_then(|seconds| Duration::try_from_secs_f64(seconds.max(0.0)).ok()),
        ))
    }
}
