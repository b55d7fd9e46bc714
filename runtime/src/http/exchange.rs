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
    client::legacy::{Client, Error as ClientError, connect::capture_connection},
    rt::TokioExecutor,
};
use url::Url;

use super::{
    answer::{Answer, Reading},
    connector::Connector,
    failure::{self, Progress},
    kept::Kept,
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
    uri: Uri,
    headers: HeaderMap,
    auth: Option<Auth>,
    /// The server, and the proxy before it, as errors say them.
    way: String,
    reading: Reading,
}

/// What is sent, more than once if need be.
struct Post {
    /// The headers of the call.
    own: HeaderMap,
    /// Those that prove who calls.
    shown: HeaderMap,
    posting: Posting,
    progress: Progress,
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
            uri: address(&url)?,
            url,
            headers,
            auth: options.auth.clone(),
            way: format!("{origin}{route}"),
            reading: Reading::new(origin, options),
        })
    }

    /// Posts and waits for the answer, so long in all since the call began; `own` headers
    /// replace those of the connection.
    pub(super) async fn post(
        &self,
        own: HeaderMap,
        posting: Posting,
        limit: Duration,
        since: Instant,
    ) -> Result<Answer, Error> {
        let mut post = Post {
            own,
            shown: HeaderMap::new(),
            posting,
            progress: Progress::Authorizing,
        };
        let left = limit.saturating_sub(since.elapsed());
        let answer = tokio::time::timeout(left, self.authorized(&mut post)).await;
        answer.unwrap_or_else(|_| Err(Error::Timeout(post.progress.late(&self.way, limit))))
    }

    /// Shows who calls. Who is refused and has another proof shows that.
    async fn authorized(&self, post: &mut Post) -> Result<Answer, Error> {
        let auth = match &self.auth {
            // A call that proves itself does not need the connection to do it.
            Some(auth) if !post.own.contains_key(header::AUTHORIZATION) => auth,
            _ => return self.follow(post).await,
        };
        post.shown = auth.headers().await?;
        let answer = self.follow(post).await?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        match auth.renewed(&post.shown).await? {
            None => Ok(answer),
            Some(renewed) => {
                post.shown = renewed;
                self.follow(post).await
            }
        }
    }

    /// Sends, and again where the server says so within its origin.
    async fn follow(&self, post: &mut Post) -> Result<Answer, Error> {
        let mut moved: Option<Url> = None;
        for _ in 0..=redirect::MOST {
            let uri = match &moved {
                Some(url) => address(url)?,
                None => self.uri.clone(),
            };
            let response = self.send(uri, post).await?;
            let from = moved.as_ref().unwrap_or(&self.url);
            let status = response.status();
            match Redirect::read(status, response.headers(), from) {
                None => return self.reading.read(response).await,
                Some(Redirect::Follow(to)) => moved = Some(to),
                Some(Redirect::Refuse(message)) => {
                    let fault = Fault::new(message).with_status(status.as_u16());
                    return Err(Error::Transport(fault.sent().lasting()));
                }
            }
        }
        let most = redirect::MOST;
        let message = format!("the server redirects more than {most} times");
        Err(Error::Transport(Fault::new(message).sent().lasting()))
    }

    /// Sends, and again over the next connection where a kept one breaks. Each that breaks is kept no
    /// longer, so that a new one comes at last.
    async fn send(&self, uri: Uri, post: &mut Post) -> Result<Response<Incoming>, Error> {
        let mut first = None;
        loop {
            let sent = self.try_to_send(uri.clone(), post).await?;
            let kept = post.progress.kept();
            let broke = match sent {
                Ok(response) => {
                    kept.inspect(Kept::note_answer);
                    return Ok(response);
                }
                Err(error) => error,
            };
            let is_old = kept.is_some_and(|kept| kept.has_answered());
            let is_over = !(is_old && post.posting.is_repeated_after(&broke));
            // Of the first try the server may have the request, whatever became of the others.
            let told = first.unwrap_or(broke);
            if is_over {
                return Err(failure::of_client(&self.way, told));
            }
            first = Some(told);
        }
    }

    async fn try_to_send(
        &self,
        uri: Uri,
        post: &mut Post,
    ) -> Result<Result<Response<Incoming>, ClientError>, Error> {
        let mut request = Request::new(Full::new(post.posting.body.clone()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.clone_from(&self.headers);
        auth::replace(headers, &post.shown);
        auth::replace(headers, &post.own);
        post.progress = Progress::Asking(capture_connection(&mut request));
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
}

/// A URL as hyper takes it. What is wrong with it may be a key, so it is not repeated.
fn address(url: &Url) -> Result<Uri, Error> {
    let unusable = |_| Error::Connect(Fault::new("the URL cannot be sent to").lasting());
    url.as_str().parse().map_err(unusable)
}
