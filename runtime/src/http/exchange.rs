//! One POST and its answer: takes headers and a body, gives the status and the body that came.
use std::{
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use ::http::{HeaderMap, HeaderValue, Method, Uri, header};
use bytes::Bytes;
use hyper_util::client::legacy::{Error as LegacyError, connect::capture_connection};
use jsonrpsee_core::{BoxError, http_helpers::HttpError};
use jsonrpsee_http_client::{
    HttpBackend, HttpBody, HttpRequest,
    transport::{Error as BackendError, HttpTransportClientBuilder},
};
use tower::{Service, ServiceBuilder};

use super::body;
use crate::{
    ConnectOptions, Error, Fault, Tolerance, connection::closed_by_us, endpoint::Endpoint,
};

/// The HTTP client inside jsonrpsee's, with its pool and TLS.
///
/// jsonrpsee's own client drops the body under 4xx and 5xx, refuses error objects with a member
/// more, and reads each reply twice. So its transport is built only to have it build the client.
pub(super) struct Exchange {
    /// None once the connection has ended.
    backend: Mutex<Option<HttpBackend>>,
    uri: Uri,
    headers: HeaderMap,
    origin: String,
    max_reply_bytes: usize,
    is_strict: bool,
}

impl Exchange {
    pub(super) fn new(endpoint: Endpoint, options: &ConnectOptions) -> Result<Self, Error> {
        let built = OnceLock::new();
        let keep = ServiceBuilder::new().layer_fn(|backend: HttpBackend| {
            // The layer is applied once per transport.
            let _ = built.set(backend.clone());
            backend
        });
        let builder = HttpTransportClientBuilder::new();
        #[cfg(feature = "tls")]
        let builder = match endpoint.url.scheme() {
            "https" => {
                let config = options.tls.config().map_err(Error::Connect)?;
                let mut config = config.as_ref().clone();
                // The builder sets its own, and panics where there are some.
                config.alpn_protocols.clear();
                builder.with_custom_cert_store(config)
            }
            _ => builder,
        };
        builder
            .set_connect_timeout(Some(options.connect_timeout))
            .set_service(keep)
            .build(endpoint.url.as_str())
            .map_err(|error| {
                Error::Connect(Fault::new(error.to_string()).caused_by(error).lasting())
            })?;
        let backend = built
            .into_inner()
            .ok_or_else(|| unusable("no client was built"))?;
        let uri = endpoint
            .url
            .as_str()
            .parse()
            .map_err(|_| unusable("the URL cannot be sent to"))?;
        let origin = endpoint.to_string();
        let mut headers = endpoint.headers;
        let json = HeaderValue::from_static("application/json");
        for name in [header::CONTENT_TYPE, header::ACCEPT] {
            headers.entry(name).or_insert_with(|| json.clone());
        }
        Ok(Self {
            backend: Mutex::new(Some(backend)),
            uri,
            headers,
            origin,
            max_reply_bytes: options.max_reply_bytes,
            is_strict: options.strict,
        })
    }

    /// Posts `body` and waits for the answer, so long in all since the call began; `own` headers replace those of the
    /// connection.
    pub(super) async fn post(
        &self,
        own: HeaderMap,
        body: Vec<u8>,
        limit: Duration,
        since: Instant,
    ) -> Result<(u16, Bytes), Error> {
        let mut headers = self.headers.clone();
        own.keys().for_each(|name| drop(headers.remove(name)));
        headers.extend(own);
        let mut request = HttpRequest::new(HttpBody::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        let connection = capture_connection(&mut request);
        let left = limit.saturating_sub(since.elapsed());
        let answer = tokio::time::timeout(left, self.answer(request)).await;
        answer.unwrap_or_else(|_| {
            let origin = &self.origin;
            // Without a connection nothing was sent.
            Err(Error::Timeout(match *connection.connection_metadata() {
                None => Fault::new(format!("cannot connect to {origin} in {limit:?}")),
                Some(_) => Fault::new(format!("no answer came from {origin} in {limit:?}")).sent(),
            }))
        })
    }

    async fn answer(&self, request: HttpRequest) -> Result<(u16, Bytes), Error> {
        // Hyper's client is always ready: its pool makes another connection instead.
        let backend = self.backend().clone();
        let mut backend = backend.ok_or_else(|| Error::Closed(closed_by_us()))?;
        let response = backend
            .call(request)
            .await
            .map_err(|error| self.fault(error))?;
        let status = response.status();
        let is_json = !self.is_strict || is_json(response.headers());
        let read = body::read(response, self.max_reply_bytes, &self.origin).await;
        let is_success = !self.is_strict || status.is_success();
        let status = status.as_u16();
        let refuse = |tolerance: Tolerance, body: &[u8]| {
            Err(Error::Transport(tolerance.fault(body).with_status(status)))
        };
        match read {
            Ok(body) if !is_success => refuse(Tolerance::HttpStatus, &body),
            Ok(body) if !is_json && !body.is_empty() => refuse(Tolerance::ContentType, &body),
            Ok(body) => Ok((status, body)),
            Err(fault) => Err(Error::Transport(fault.with_status(status).sent())),
        }
    }

    /// Closes the connections of the pool.
    pub(super) fn release(&self) {
        drop(self.backend().take());
    }

    fn backend(&self) -> MutexGuard<'_, Option<HttpBackend>> {
        // No code under the lock leaves it half changed.
        self.backend.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing was sent when no connection came to be.
    fn fault(&self, error: BackendError) -> Error {
        // jsonrpsee's errors pass hyper's through, so it is not among their sources.
        let error: BoxError = match error {
            BackendError::Http(HttpError::Stream(error)) => error,
            other => Box::new(other),
        };
        let refused = error
            .downcast_ref::<LegacyError>()
            .is_some_and(LegacyError::is_connect);
        #[cfg(feature = "tls")]
        if let Some(refusal) = crate::tls::Refusal::find(&*error) {
            let message = format!("cannot connect to {}: {refusal}", self.origin);
            return Error::Connect(Fault::new(message).caused_by(error).lasting());
        }
        let first = first_cause(&*error);
        let origin = &self.origin;
        match refused {
            true => {
                let message = format!("cannot connect to {origin}: {first}");
                Error::Connect(Fault::new(message).caused_by(error))
            }
            false => {
                let message = format!("the exchange with {origin} broke: {first}");
                Error::Transport(Fault::new(message).caused_by(error).sent())
            }
        }
    }
}

/// Whether a body is said to be JSON, as JSON-RPC over HTTP names it.
fn is_json(headers: &HeaderMap) -> bool {
    let known = [
        "application/json",
        "application/json-rpc",
        "application/jsonrequest",
    ];
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    known.iter().any(|known| kind.eq_ignore_ascii_case(known))
}

/// What began it all, which says more than what came of it.
pub(super) fn first_cause<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> &'a (dyn std::error::Error + 'static) {
    let mut first = error;
    while let Some(cause) = first.source() {
        first = cause;
    }
    first
}

fn unusable(message: &'static str) -> Error {
    Error::Connect(Fault::new(message).lasting())
}
