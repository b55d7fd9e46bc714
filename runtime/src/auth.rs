//! Who a client says it is: takes a password, token, file or closure, gives the headers that prove it.
mod basic;
mod cookie;
mod refreshing;
mod token;

use std::{fmt, sync::Arc};

use ::http::{HeaderMap, header::AUTHORIZATION};

pub(crate) use basic::basic;
pub use token::Token;

use crate::{BoxFuture, Error, Fault, Headers, endpoint::header_map};

/// How a connection proves who it is, by HTTP headers: over HTTP with every request, over a
/// WebSocket with each opening handshake. Other streams leave it out.
///
/// ```
/// use callwright::{Auth, ConnectOptions, Token};
///
/// let fixed = Auth::bearer("t-1");
/// let node = Auth::cookie_file("/home/me/.bitcoin/.cookie");
/// let refreshed = Auth::refreshing(|| async {
///     // Asked for once, however many calls wait for it.
///     Ok::<_, std::io::Error>(Token::new("t-2").expires_in(std::time::Duration::from_secs(3600)))
/// });
/// let options = ConnectOptions::new().with_auth(refreshed);
/// ```
///
/// What it gives replaces headers of the same name in the options, and the user in the URL; a
/// header of a call replaces it. Where the server answers 401 to a token or a cookie, another one
/// is had and the request is made again, once. Clones share what they hold.
///
/// It shows itself nowhere: not in `Debug`, nor in errors, nor in traces. It is not wiped from
/// memory, because it goes through the buffers of HTTP, of TLS and of the system, which are not.
///
/// A token that is made anew for each request needs no more than a closure. Ethereum's engine API
/// wants its time in it:
///
/// ```
/// # fn now() -> u64 { std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() }
/// use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
/// use callwright::{Auth, ConnectOptions, Headers};
/// use ring::hmac;
///
/// fn jwt(secret: &hmac::Key) -> String {
///     let claims = BASE64.encode(format!(r#"{{"iat":{}}}"#, now()));
///     let signed = format!("{}.{claims}", BASE64.encode(r#"{"alg":"HS256","typ":"JWT"}"#));
///     let signature = BASE64.encode(hmac::sign(secret, signed.as_bytes()));
///     format!("{signed}.{signature}")
/// }
///
/// let secret = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]); // the 64 hexadecimal digits of the node's file
/// let auth = Auth::per_request(move || {
///     let mut headers = Headers::default();
///     headers.push("authorization", format!("Bearer {}", jwt(&secret)));
///     async { Ok::<_, std::convert::Infallible>(headers) }
/// });
/// let options = ConnectOptions::new().with_auth(auth);
/// ```
#[derive(Clone)]
pub struct Auth(Arc<dyn Source>);

impl Auth {
    /// A bearer token (RFC 6750) that stays the same.
    pub fn bearer(token: impl AsRef<str>) -> Self {
        Self(Arc::new(Fixed(bearer(token.as_ref()))))
    }

    /// A user and a password (RFC 7617). A user has no colon in it.
    pub fn basic(user: &str, password: &str) -> Self {
        let pair = format!("{user}:{password}");
        Self(Arc::new(Fixed(authorization(basic(pair.as_bytes())))))
    }

    /// A file with `user:password` in it, as bitcoind writes a `.cookie` at each start. It is read
    /// again when it has changed, and when the server answers 401.
    ///
    /// A file that is not there is [`Error::Connect`].
    pub fn cookie_file(path: impl Into<std::path::PathBuf>) -> Self {
        Self(Arc::new(cookie::Cookie::new(path.into())))
    }

    /// A bearer token that `ask` gives. It is asked before the first request, shortly before a
    /// token expires that says when, and once when the server answers 401. Requests wait for it,
    /// all of them for one answer.
    ///
    /// What it fails with is [`Error::Connect`] of those that wait, and its text is shown there.
    pub fn refreshing<A, F, E>(ask: A) -> Self
    where
        A: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<Token, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let ask = asking(ask, "no token can be had");
        Self(Arc::new(refreshing::Refreshing::new(ask)))
    }

    /// The headers that `make` gives, for each request anew.
    ///
    /// What it fails with is [`Error::Connect`] of the request, and its text is shown there.
    pub fn per_request<M, F, E>(make: M) -> Self
    where
        M: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<Headers, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let make = asking(make, "the headers of the request cannot be made");
        Self(Arc::new(PerRequest(make)))
    }

    /// The headers for a request.
    pub(crate) async fn headers(&self) -> Result<HeaderMap, Error> {
        self.0.headers(None).await
    }

    /// Other headers in place of these, which the server refused; none where there are no others.
    pub(crate) async fn renewed(&self, refused: &HeaderMap) -> Result<Option<HeaderMap>, Error> {
        if !self.0.renews() {
            return Ok(None);
        }
        let headers = self.0.headers(Some(refused)).await?;
        Ok((headers != *refused).then_some(headers))
    }
}

/// Where headers come from.
trait Source: Send + Sync {
    /// Headers that are not known to be refused. Others may ask at the same time: who finds that
    /// those refused are not the latest ones takes the latest.
    fn headers<'a>(
        &'a self,
        refused: Option<&'a HeaderMap>,
    ) -> BoxFuture<'a, Result<HeaderMap, Error>>;

    /// Whether it may have others when some are refused.
    fn renews(&self) -> bool;

    /// What `Debug` shows.
    fn kind(&self) -> String;
}

/// The same headers, or why they cannot be sent.
struct Fixed(Result<HeaderMap, Error>);

impl Source for Fixed {
    fn headers<'a>(&'a self, _: Option<&'a HeaderMap>) -> BoxFuture<'a, Result<HeaderMap, Error>> {
        Box::pin(std::future::ready(self.0.clone()))
    }

    fn renews(&self) -> bool {
        false
    }

    fn kind(&self) -> String {
        "fixed".to_owned()
    }
}

struct PerRequest(Ask<Headers>);

impl Source for PerRequest {
    fn headers<'a>(&'a self, _: Option<&'a HeaderMap>) -> BoxFuture<'a, Result<HeaderMap, Error>> {
        Box::pin(async { header_map(&(self.0)().await?) })
    }

    fn renews(&self) -> bool {
        false
    }

    fn kind(&self) -> String {
        "per request".to_owned()
    }
}

/// A user's closure, with its error as one of ours.
type Ask<T> = Box<dyn Fn() -> BoxFuture<'static, Result<T, Error>> + Send + Sync>;

fn asking<A, F, T, E>(ask: A, what: &'static str) -> Ask<T>
where
    A: Fn() -> F + Send + Sync + 'static,
    F: Future<Output = Result<T, E>> + Send + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
{
    Box::new(move || {
        let asked = ask();
        Box::pin(async move {
            asked.await.map_err(|error| {
                let error = error.into();
                Error::Connect(Fault::new(format!("{what}: {error}")).caused_by(error))
            })
        })
    })
}

fn bearer(token: &str) -> Result<HeaderMap, Error> {
    authorization(format!("Bearer {token}"))
}

fn authorization(value: String) -> Result<HeaderMap, Error> {
    let mut headers = Headers::default();
    headers.push(AUTHORIZATION.as_str(), value);
    header_map(&headers)
}

/// Puts headers in the place of those of the same names.
pub(crate) fn replace(headers: &mut HeaderMap, with: &HeaderMap) {
    with.keys().for_each(|name| drop(headers.remove(name)));
    for (name, value) in with {
        headers.append(name.clone(), value.clone());
    }
}

/// The kind; a cookie file with its path.
impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Auth({})", self.0.kind())
    }
}
