//! One POST and its answer: takes headers and a body, gives the status and the body that came.
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use ::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{
        Client, Error as ClientError,
        connect::{CaptureConnection, capture_connection},
    },
    rt::TokioExecutor,
};
use url::Url;

use super::{
    answer::{Answer, Reading},
    connector::Connector,
    posting::Posting,
    redirect::{self, Redirect},
};
use crate::{
    Auth, ConnectOptions, Error, Fault, auth, connection::closed_by_us, endpoint::Endpoint,
};

/// Hyper's client with its pool, and what goes with every request.
///
/// jsonrpsee's own client drops the body under 4xx and 5xx, refuses error objects with a member
/// more, reads each reply twice, and knows no proxies.
pub(super) struct Exchange {
    /// None once the connection has ended.
    client: Mutex<Option<Client<Connector, Full<Bytes>>>>,
    url: Url,
    headers: HeaderMap,
    auth: Option<Auth>,
    /// The server, and the proxy before it, as errors say them.
    origin: String,
    way: String,
    reading: Reading,
}

/// How far a request is, to tell what a timeout means.
enum Progress {
    Authorizing,
    Asking(CaptureConnection),
}

impl Exchange {
    pub(super) fn new(endpoint: Endpoint, options: &ConnectOptions) -> Result<Self, Error> {
        let origin = endpoint.to_string();
        let url = endpoint.url;
        let route = options.proxy.route(&url).map_err(Error::Connect)?;
        let connector = match url.scheme() {
            "http" => Connector::new(false, &route, options),
            "https" => Connector::new(true, &route, options),
            _ => Err(Fault::new("the URL is not of HTTP").lasting()),
        };
        let mut headers = endpoint.headers;
        let json = HeaderValue::from_static("application/json");
        for name in [header::CONTENT_TYPE, header::ACCEPT] {
            headers.entry(name).or_insert_with(|| json.clone());
        }
        route.add_headers(&mut headers);
        let client = Client::builder(TokioExecutor::new());
        Ok(Self {
            client: Mutex::new(Some(client.build(connector.map_err(Error::Connect)?))),
            url,
            headers,
            auth: options.auth.clone(),
            way: format!("{origin}{route}"),
            reading: Reading::new(origin.clone(), options),
            origin,
        })
    }

    /// Posts `body` and waits for the answer, so long in all since the call began; `own` headers
    /// replace those of the connection.
    pub(super) async fn post(
        &self,
        own: HeaderMap,
        posting: Posting,
        limit: Duration,
        since: Instant,
    ) -> Result<Answer, Error> {
        let mut progress = Progress::Authorizing;
        let answer = self.authorized(own, posting, &mut progress);
        let left = limit.saturating_sub(since.elapsed());
        let answer = tokio::time::timeout(left, answer).await;
        answer.unwrap_or_else(|_| Err(Error::Timeout(self.late(limit, &progress))))
    }

    /// Posts with the headers of the connection. Who is refused and has another token shows that.
    async fn authorized(
        &self,
        own: HeaderMap,
        posting: Posting,
        progress: &mut Progress,
    ) -> Result<Answer, Error> {
        let mut headers = self.headers.clone();
        // A call that proves itself does not need the connection to do it.
        let auth = match own.contains_key(header::AUTHORIZATION) {
            true => None,
            false => self.auth.as_ref(),
        };
        let Some(auth) = auth else {
            auth::replace(&mut headers, own);
            return self.follow(headers, posting, progress).await;
        };
        let shown = auth.headers().await?;
        auth::replace(&mut headers, shown.clone());
        auth::replace(&mut headers, own.clone());
        let answer = self
            .follow(headers.clone(), posting.clone(), progress)
            .await?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        match auth.renewed(&shown).await? {
            None => Ok(answer),
            Some(renewed) => {
                auth::replace(&mut headers, renewed);
                auth::replace(&mut headers, own);
                self.follow(headers, posting, progress).await
            }
        }
    }

    /// Posts, and again where the server sends the request within its origin.
    async fn follow(
        &self,
        headers: HeaderMap,
        posting: Posting,
        progress: &mut Progress,
    ) -> Result<Answer, Error> {
        let mut url = self.url.clone();
        for _ in 0..=redirect::MOST {
            let response = self.send(&url, &headers, &posting, progress).await?;
            let status = response.status();
            match Redirect::read(status, response.headers(), &url) {
                None => return self.reading.read(response).await,
                Some(Redirect::Follow(to)) => url = to,
                Some(Redirect::Refuse(message)) => {
                    let fault = Fault::new(message).with_status(status.as_u16());
                    return Err(Error::Transport(fault.sent().lasting()));
                }
            }
        }
        let message = format!(
            "{} redirects more than {} times",
            self.origin,
            redirect::MOST
        );
        Err(Error::Transport(Fault::new(message).sent().lasting()))
    }

    async fn send(
        &self,
        url: &Url,
        headers: &HeaderMap,
        posting: &Posting,
        progress: &mut Progress,
    ) -> Result<Response<Incoming>, Error> {
        let first = self.try_to_send(url, headers, posting, progress).await?;
        let broke = match first {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        if posting.is_repeated_after(&broke)
            && let Ok(response) = self.try_to_send(url, headers, posting, progress).await?
        {
            return Ok(response);
        }
        // Of the first try the server may have the request, whatever became of the second.
        Err(self.fault(broke))
    }

    async fn try_to_send(
        &self,
        url: &Url,
        headers: &HeaderMap,
        posting: &Posting,
        progress: &mut Progress,
    ) -> Result<Result<Response<Incoming>, ClientError>, Error> {
        let mut request = Request::new(Full::new(posting.body.clone()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = url.as_str().parse::<Uri>().map_err(|_| {
            // What is wrong with it may be a key.
            Error::Connect(Fault::new("the URL cannot be sent to").lasting())
        })?;
        *request.headers_mut() = headers.clone();
        *progress = Progress::Asking(capture_connection(&mut request));
        let client = self.client().clone();
        let client = client.ok_or_else(|| Error::Closed(closed_by_us()))?;
        Ok(client.request(request).await)
    }

    /// Closes the connections of the pool.
    pub(super) fn release(&self) {
        drop(self.client().take());
    }

    fn client(&self) -> MutexGuard<'_, Option<Client<Connector, Full<Bytes>>>> {
        // No code under the lock leaves it half changed.
        self.client.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing was sent when no connection came to be.
    fn fault(&self, error: ClientError) -> Error {
        let way = &self.way;
        #[cfg(feature = "tls")]
        if let Some(refusal) = crate::tls::Refusal::find(&error)
            && (error.is_connect() || refusal.is_of_identity())
        {
            let message = format!("cannot connect to {way}: {refusal}");
            return Error::Connect(Fault::new(message).caused_by(error).lasting());
        }
        let first = first_cause(&error);
        match error.is_connect() {
            true => {
                let message = format!("cannot connect to {way}: {first}");
                Error::Connect(Fault::new(message).caused_by(error))
            }
            false => {
                let message = format!("the exchange with {way} broke: {first}");
                Error::Transport(Fault::new(message).caused_by(error).sent())
            }
        }
    }

    fn late(&self, limit: Duration, progress: &Progress) -> Fault {
        let way = &self.way;
        match progress {
            Progress::Authorizing => Fault::new(format!("no credentials came in {limit:?}")),
            // Without a connection nothing was sent.
            Progress::Asking(connection) if connection.connection_metadata().is_none() => {
                Fault::new(format!("cannot connect to {way} in {limit:?}"))
            }
            Progress::Asking(_) => {
                Fault::new(format!("no answer came from {way} in {limit:?}")).sent()
            }
        }
    }
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
