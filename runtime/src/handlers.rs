//! What answers the server's own requests: takes closures by method, gives the answer to each request.
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{BoxFuture, DecodeFault, Error, Reply, ServerError, integral};

/// Codes of JSON-RPC 2.0, section 5.1.
const INVALID_PARAMS: i64 = -32602;
const INTERNAL_ERROR: i64 = -32603;

/// What a client answers when its server asks: closures by method.
///
/// Clones share the closures, which come and go while connections use them. Options carry them to
/// the connections that are made with them.
///
/// ```
/// use callwright::{ConnectOptions, Handlers, ServerError};
///
/// let handlers = Handlers::new();
/// handlers.on("sum", async |(a, b): (i64, i64)| {
///     let sum = a.checked_add(b);
///     sum.ok_or_else(|| ServerError::new(1, "too much"))
/// });
/// let options = ConnectOptions::new().with_handlers(handlers.clone());
/// ```
///
/// A closure that captures a client keeps its connection open as long as it is registered, since
/// the connection holds the closures. One that calls the server captures
/// [`Arc::downgrade`] of the connection instead.
#[derive(Clone, Default)]
pub struct Handlers(Arc<RwLock<HashMap<String, Handler>>>);

type Handler = Arc<dyn Fn(&[u8]) -> Answering + Send + Sync>;

type Answering = BoxFuture<'static, Result<Reply, ServerError>>;

impl Handlers {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Has a closure answer the requests by `method`, in place of the one that did.
    ///
    /// Params are decoded into `P`, from an object or from an array as serde does; those that are
    /// left out may also be `()`. What is no `P` is answered with -32602 and the place of the
    /// fault; the closure does not see it.
    pub fn on<P, R, F, A>(&self, method: impl Into<String>, handler: F)
    where
        P: DeserializeOwned,
        R: Serialize,
        F: Fn(P) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        let handler: Handler = Arc::new(move |params: &[u8]| match decode(params) {
            Err(error) => Box::pin(async { Err(error) }),
            Ok(params) => {
                let answer = handler(params);
                Box::pin(async { Reply::of(&answer.await?).map_err(unwritten) })
            }
        });
        self.change(|handlers| handlers.insert(method.into(), handler));
    }

    /// Forgets who answers `method`; whether there was one. Requests that are being answered are
    /// answered still.
    pub fn remove(&self, method: &str) -> bool {
        self.change(|handlers| handlers.remove(method))
    }

    /// The answer to a request, for who writes a connection; none when nobody answers `method`.
    /// `params` is one JSON value, or nothing.
    pub fn answer(&self, method: &str, params: &[u8]) -> Option<Answering> {
        let handlers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let handler = handlers.get(method).map(Arc::clone);
        // A handler may change the handlers.
        drop(handlers);
        Some(handler?(params))
    }

    /// Whether somebody answers `method`.
    #[cfg(any(feature = "streams", feature = "ws"))]
    pub(crate) fn answers(&self, method: &str) -> bool {
        let handlers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        handlers.contains_key(method)
    }

    /// Makes a change; whether a handler went by it.
    fn change(&self, make: impl FnOnce(&mut HashMap<String, Handler>) -> Option<Handler>) -> bool {
        let mut handlers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let gone = make(&mut handlers);
        // What a handler holds may change the handlers when it goes.
        drop(handlers);
        gone.is_some()
    }
}

/// Params of the closure's type. Empty ones are the same however they are written.
fn decode<P: DeserializeOwned>(params: &[u8]) -> Result<P, ServerError> {
    let given = if params.is_empty() { b"{}" } else { params };
    integral::decode(given).or_else(|error| {
        let empty = [&b"{}"[..], b"[]", b"null"];
        let mut spelled = empty.into_iter().filter(|_| empty.contains(&given));
        let read = spelled.find_map(|json| integral::decode(json).ok());
        read.ok_or_else(|| invalid(given, error))
    })
}

fn invalid(params: &[u8], cause: serde_json::Error) -> ServerError {
    let fault = DecodeFault::new("$", params, cause);
    let path = fault.path();
    let message = format!("invalid params at `{path}`: {}", fault.cause());
    ServerError::new(INVALID_PARAMS, message).with_data(&HashMap::from([("path", path)]))
}

fn unwritten(error: Error) -> ServerError {
    ServerError::new(
        INTERNAL_ERROR,
        format!("the answer cannot be written: {error}"),
    )
}

/// The methods.
impl fmt::Debug for Handlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handlers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(handlers.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;

    use super::*;

    #[derive(Debug, serde::Deserialize, serde::Serialize, PartialEq)]
    struct Sum {
        a: i64,
        #[serde(default)]
        b: i64,
    }

    async fn ask(handlers: &Handlers, params: &'static str) -> Result<String, ServerError> {
        let reply = handlers.answer("ask", params.as_bytes()).unwrap().await?;
        Ok(String::from_utf8(reply.result.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn params_come_by_name_and_by_position() {
        let handlers = Handlers::new();
        handlers.on("ask", async |sum: Sum| Ok(sum.a + sum.b));
        for params in [r#"{"a":1,"b":2}"#, r#"{"a":3}"#, "[1,2]", "[3.0]"] {
            assert_eq!(ask(&handlers, params).await.unwrap(), "3", "{params}");
        }
        let error = ask(&handlers, r#"{"a":1,"b":"x"}"#).await.unwrap_err();
        assert_eq!(error.code(), -32602);
        assert_eq!(error.raw_data().unwrap().get(), r#"{"path":"$.b"}"#);
        assert!(error.message().contains("`$.b`"), "{error}");
        for odd in ["7", "", "{}", "[", "null"] {
            assert_eq!(ask(&handlers, odd).await.unwrap_err().code(), -32602);
        }
    }

    #[tokio::test]
    async fn no_params_are_the_same_however_they_are_written() {
        let handlers = Handlers::new();
        let all = ["", "null", "{}", "[]"];
        handlers.on("ask", async |(): ()| Ok(()));
        for params in all {
            assert_eq!(ask(&handlers, params).await.unwrap(), "null");
        }
        handlers.on("ask", async |all: Vec<i64>| Ok(all));
        for params in all {
            assert_eq!(ask(&handlers, params).await.unwrap(), "[]");
        }
    }

    #[tokio::test]
    async fn handlers_come_and_go() {
        let handlers = Handlers::new();
        assert!(handlers.answer("ask", b"").is_none());
        let held = Arc::new(());
        let (weak, own) = (Arc::downgrade(&held), handlers.clone());
        handlers.on("ask", move |(): ()| {
            let (held, own) = (Arc::clone(&held), own.clone());
            async move { Ok(Arc::strong_count(&held) > 0 && own.remove("ask")) }
        });
        assert_eq!(format!("{handlers:?}"), r#"{"ask"}"#);
        assert_eq!(ask(&handlers, "").await.unwrap(), "true");
        assert!(!handlers.remove("ask"));
        assert_eq!(Weak::strong_count(&weak), 0);
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_told() {
        let handlers = Handlers::new();
        let odd = || HashMap::from([((1, 2), 3)]);
        handlers.on("ask", move |(): ()| async move { Ok(odd()) });
        assert_eq!(ask(&handlers, "").await.unwrap_err().code(), -32603);
    }
}
