//! Takes a URL and gives what its server answers: the only place that knows HTTP.

use std::time::Duration;

use reqwest::header::{
    ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    LOCATION,
};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode, Url};

use super::cache::Validators;
use super::failure::Failure;
use super::network::Answer;
use crate::files::{same_server, without_credentials};

/// How often a server may send us on.
const MAX_REDIRECTS: usize = 10;

/// What to ask for.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    /// A JSON-RPC call to post; without it the document is gotten.
    pub(super) body: Option<String>,
    /// Of the copy that is already there.
    pub(super) validators: Validators,
    /// For all of it, from the first name look-up to the last byte.
    pub(super) timeout: Duration,
    pub(super) max_size: u64,
}

/// Asks, on a thread of its own: a build script may well run inside of a runtime, where none may be started.
pub(super) fn fetch(request: Request) -> Result<Answer, Failure> {
    tls();
    let thread = std::thread::Builder::new().name("callwright-fetch".to_owned());
    let thread = thread.spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime =
            runtime.map_err(|error| Failure::unreachable(format!("no runtime: {error}")))?;
        let answer = runtime
            .block_on(async { tokio::time::timeout(request.timeout, follow(&request)).await });
        // A name look-up that hangs must not hold the build.
        runtime.shutdown_background();
        answer.unwrap_or_else(|_| Err(Failure::timeout(&request.url, request.timeout)))
    });
    let joined = thread
        .map_err(|error| Failure::unreachable(format!("no thread: {error}")))?
        .join();
    joined.unwrap_or_else(|_| Err(Failure::unreachable("the fetch broke off")))
}

/// Names the implementation of TLS, once for the process; who named one before is left alone.
pub(super) fn tls() {
    _ = rustls::crypto::ring::default_provider().install_default();
}

/// Redirects are followed here: the client would hand headers with secrets to whatever host it is sent to.
async fn follow(request: &Request) -> Result<Answer, Failure> {
    let agent = concat!("callwright/", env!("CARGO_PKG_VERSION"));
    let client = Client::builder()
        .redirect(Policy::none())
        .user_agent(agent)
        .build();
    let client = client.map_err(|error| {
        Failure::new(format!("the HTTP client cannot start: {}", sources(&error)))
    })?;
    let mut url = Url::parse(&request.url).map_err(|error| {
        Failure::new(format!(
            "`{}` is no URL: {error}",
            without_credentials(&request.url)
        ))
    })?;
    for _ in 0..=MAX_REDIRECTS {
        let mut response = send(&client, request, url.clone()).await?;
        match location(&response, &url)? {
            Some(next) => url = next,
            None => return document(&mut response, &url, request).await,
        }
    }
    let shown = without_credentials(&request.url);
    Err(Failure::new(format!(
        "{shown} redirects more than {MAX_REDIRECTS} times"
    )))
}

async fn send(client: &Client, request: &Request, url: Url) -> Result<Response, Failure> {
    let method = if request.body.is_some() {
        Method::POST
    } else {
        Method::GET
    };
    let mut headers = HeaderMap::new();
    let accept = "application/json, application/yaml;q=0.9, */*;q=0.5";
    let own = [
        ("accept", Some(accept)),
        (
            "content-type",
            request.body.as_ref().map(|_| "application/json"),
        ),
    ];
    for (name, value) in own {
        headers.extend(value.map(|value| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        }));
    }
    let conditions = [
        (IF_NONE_MATCH, &request.validators.etag),
        (IF_MODIFIED_SINCE, &request.validators.last_modified),
    ];
    for (name, value) in conditions {
        let value = value
            .as_deref()
            .and_then(|value| HeaderValue::from_str(value).ok());
        headers.extend(value.map(|value| (name, value)));
    }
    if same_server(url.as_str(), &request.url) {
        for (name, value) in &request.headers {
            let bad = |_| {
                Failure::new(format!(
                    "the header `{name}` cannot be sent: its name or value has characters that headers must not have"
                ))
            };
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad(()))?;
            headers.insert(name, HeaderValue::from_str(value).map_err(|_| bad(()))?);
        }
    }
    let shown = without_credentials(url.as_str());
    let call = client.request(method, url).headers(headers);
    let call = match &request.body {
        Some(body) => call.body(body.clone()),
        None => call,
    };
    call.send().await.map_err(|error| {
        Failure::unreachable(format!("{shown} cannot be reached: {}", sources(&error)))
    })
}

/// Where a redirect leads; none for any other answer.
fn location(response: &Response, from: &Url) -> Result<Option<Url>, Failure> {
    let status = response.status();
    let to = response
        .headers()
        .get(LOCATION)
        .and_then(|to| to.to_str().ok());
    let to = to.filter(|_| status.is_redirection() && status != StatusCode::NOT_MODIFIED);
    to.map(|to| redirected(from, to)).transpose()
}

/// The URL to go on with. What was asked for over TLS is not taken without it.
fn redirected(from: &Url, to: &str) -> Result<Url, Failure> {
    let (shown, target) = (without_credentials(from.as_str()), without_credentials(to));
    let bad = |why: &str| Failure::new(format!("{shown} redirects to `{target}`: {why}"));
    let next = from.join(to).map_err(|error| bad(&error.to_string()))?;
    match (from.scheme(), next.scheme()) {
        (_, "https") | ("http", "http") => Ok(next),
        ("https", "http") => Err(bad("an https document is not taken over plain http")),
        _ => Err(bad("this is not http or https")),
    }
}

async fn document(
    response: &mut Response,
    url: &Url,
    request: &Request,
) -> Result<Answer, Failure> {
    let shown = without_credentials(url.as_str());
    let header = |name| {
        response
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let validators = Validators {
        etag: header(ETAG),
        last_modified: header(LAST_MODIFIED),
    };
    let status = response.status();
    let asked = request.validators != Validators::default();
    if status == StatusCode::NOT_MODIFIED && asked {
        return Ok(Answer::Unchanged);
    }
    if !status.is_success() {
        return Err(Failure::status(
            &shown,
            status.as_u16(),
            status.canonical_reason(),
        ));
    }
    if header(reqwest::header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")) {
        return Err(Failure::web_page(&shown));
    }
    let mut bytes = Vec::new();
    loop {
        let chunk = response.chunk().await;
        let chunk = chunk.map_err(|error| {
            Failure::unreachable(format!("{shown} broke off: {}", sources(&error)))
        })?;
        let Some(chunk) = chunk else {
            return Ok(Answer::Document(bytes, validators));
        };
        bytes.extend_from_slice(&chunk);
        if bytes.len() as u64 > request.max_size {
            return Err(Failure::too_large(&shown, request.max_size));
        }
    }
}

/// The innermost reason: the outer ones repeat the URL, credentials and all.
fn sources(error: &reqwest::Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    match std::ptr::addr_eq(inner, error) {
        true => "the request failed".to_owned(),
        false => inner.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_keep_or_gain_tls() {
        let next =
            |from: &str, to: &str| redirected(&Url::parse(from).unwrap(), to).map(String::from);
        assert_eq!(next("http://h/a/b", "c").unwrap(), "http://h/a/c");
        assert_eq!(next("http://h/a", "https://i/a").unwrap(), "https://i/a");
        assert_eq!(next("https://h/a", "//i/a").unwrap(), "https://i/a");
        let refused = next("https://h/a", "http://u:p@h/a")
            .unwrap_err()
            .diagnostic("o", None)
            .message;
        assert_eq!(
            refused,
            "https://h/a redirects to `http://h/a`: an https document is not taken over plain http"
        );
    }
}
