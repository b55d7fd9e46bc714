//! What is no call: takes why not, gives the response that says so.
use std::fmt::Display;

use http::{
    HeaderValue, Response, StatusCode,
    header::{ALLOW, CONNECTION, CONTENT_TYPE, SEC_WEBSOCKET_VERSION},
};

use super::{HttpBody, answer};
use crate::ServerError;

/// Code of JSON-RPC 2.0, section 5.1.
const INVALID_REQUEST: i64 = -32600;

/// Why a request of HTTP gets no answer of JSON-RPC.
pub(super) enum Refusal {
    /// There is nothing at this path.
    Nowhere,
    /// HTTP has methods for other things, too.
    Method,
    /// The body is of another type, or compressed.
    Type(&'static str),
    /// The body is longer than so many bytes.
    TooLong(usize),
    /// All clients together send more than there is memory for.
    Full,
    /// The body did not come in time.
    Late,
    /// The body broke off.
    Broken,
    /// The opening handshake of a WebSocket is none.
    Handshake(&'static str),
    /// There is no connection below that could become a WebSocket.
    NoUpgrade,
    /// The page of a browser may not open a WebSocket.
    Origin,
    /// A layer of the user's let nothing through.
    Layer,
    /// The server closes.
    Closing,
}

/// What there is to do at a service.
pub(super) const ALLOWED: &str = "GET, HEAD, OPTIONS, POST";

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Nowhere => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Type(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Late => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Handshake(_) | Self::NoUpgrade => StatusCode::UPGRADE_REQUIRED,
            Self::Origin => StatusCode::FORBIDDEN,
            Self::Full | Self::Layer | Self::Closing => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Nowhere => "there is nothing at this path".to_owned(),
            Self::Method => "JSON-RPC is asked by POST or over a WebSocket".to_owned(),
            Self::Type(why) | Self::Handshake(why) => (*why).to_owned(),
            Self::TooLong(limit) => format!("Invalid Request: it has more than {limit} bytes"),
            Self::Full => "too much is being sent by all clients together".to_owned(),
            Self::Late => "the body did not come in time".to_owned(),
            Self::Broken => "the body broke off".to_owned(),
            Self::NoUpgrade => "no WebSocket can be opened over this connection".to_owned(),
            Self::Origin => "pages of this origin may open no WebSocket here".to_owned(),
            Self::Layer => "no requests are taken now".to_owned(),
            Self::Closing => "no requests are taken any more".to_owned(),
        }
    }

    /// As text, for who did not ask by JSON-RPC.
    pub(super) fn text(&self) -> Response<HttpBody> {
        let words = format!("{}\n", self.words());
        self.dressed(text(self.status(), words))
    }

    /// As an error of JSON-RPC, for who did.
    pub(super) fn error(&self) -> Response<HttpBody> {
        let code = match self {
            Self::Full | Self::Layer | Self::Closing => answer::BUSY,
            _ => INVALID_REQUEST,
        };
        let error = ServerError::new(code, self.words());
        let written = answer::written("null", Err(error));
        self.dressed(json(self.status(), written))
    }

    fn dressed(&self, mut response: Response<HttpBody>) -> Response<HttpBody> {
        let headers = response.headers_mut();
        match self {
            Self::Method => {
                headers.insert(ALLOW, HeaderValue::from_static(ALLOWED));
            }
            // What is left of the body is not read.
            Self::Full | Self::Late | Self::Broken | Self::TooLong(_) | Self::Closing => {
                headers.insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Self::Handshake(_) | Self::NoUpgrade => {
                headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
            }
            _ => {}
        }
        response
    }
}

/// A response of JSON.
pub(super) fn json(status: StatusCode, body: HttpBody) -> Response<HttpBody> {
    typed(status, "application/json", body)
}

/// A response of text.
pub(super) fn text(status: StatusCode, text: impl Display) -> Response<HttpBody> {
    typed(status, "text/plain; charset=utf-8", text.to_string().into())
}

/// What the server has counted.
#[cfg(feature = "metrics")]
pub(super) fn metrics(options: &crate::ServeOptions) -> Response<HttpBody> {
    let text = options.metrics.as_ref().map(|metrics| metrics.text());
    let text = text.unwrap_or_default();
    typed(StatusCode::OK, crate::serve::metrics::TYPE, text.into())
}

/// A response of nothing.
pub(super) fn empty(status: StatusCode) -> Response<HttpBody> {
    let mut response = Response::new(HttpBody::default());
    *response.status_mut() = status;
    response
}

fn typed(status: StatusCode, of: &'static str, body: HttpBody) -> Response<HttpBody> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(of));
    response
}
