//! Who a client says it is: over HTTP with each request, over WebSockets with each handshake.
mod cookie;
mod dials;
#[cfg_attr(not(feature = "tls"), allow(dead_code))]
pub(crate) mod logs;
mod refreshing;
#[cfg(feature = "tls")]
mod secrets;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{
    Auth, ConnectOptions, Connection, Error, Headers, Http, Params, Reply, Request, connect_with,
};

use crate::rude_http::{response, serve};

const ANSWER: &str = r#"{"jsonrpc":"2.0","id":0,"result":7}"#;

fn request() -> Request {
    Request::new("ping", Params::by_position())
}

/// The value of a header in a request.
fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let lines = request.lines().take_while(|line| !line.is_empty());
    let mut headers = lines.filter_map(|line| line.split_once(": "));
    let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

/// A server that lets in whoever shows what `is_known` knows, and keeps all that is shown.
async fn guarded(
    is_known: impl Fn(&str) -> bool + Send + Sync + 'static,
) -> (String, Arc<Mutex<Vec<String>>>) {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&shown);
    let url = serve(move |request| {
        let proof = header(request, "authorization")
            .unwrap_or("nothing")
            .to_owned();
        let is_known = is_known(&proof);
        seen.lock().unwrap().push(proof);
        match is_known {
            true => response("200 OK", "application/json", ANSWER),
            false => response("401 Unauthorized", "text/plain", "who are you?"),
        }
    })
    .await;
    (url, shown)
}

fn http(url: &str, auth: Auth) -> Http {
    Http::new(url, ConnectOptions::new().with_auth(auth)).unwrap()
}

async fn ping(connection: &impl Connection) -> Result<Reply, Error> {
    connection.call(request()).await
}

#[tokio::test]
async fn what_stays_the_same_is_shown_once() {
    for (auth, proof) in [
        (Auth::bearer("t-1"), "Bearer t-1"),
        (Auth::basic("me", "pass:word"), "Basic bWU6cGFzczp3b3Jk"),
    ] {
        let (url, shown) = guarded(move |shown| shown == proof).await;
        ping(&http(&url, auth.clone())).await.unwrap();
        let (stranger, refused) = guarded(|_| false).await;
        let error = ping(&http(&stranger, auth)).await.unwrap_err();
        assert_eq!(error.status(), Some(401));
        assert!(error.to_string().contains("who are you?"), "{error}");
        // There is nothing else to show.
        assert_eq!(
            (shown.lock().unwrap().len(), refused.lock().unwrap().len()),
            (1, 1)
        );
    }
}

#[tokio::test]
async fn the_nearest_header_wins() {
    let (url, shown) = guarded(|_| true).await;
    let options = ConnectOptions::new()
        .with_header("authorization", "of the options")
        .with_auth(Auth::bearer("of-the-auth"));
    let url = url.replace("http://", "http://user:of-the-url@");
    let http = Http::new(&url, options).unwrap();
    ping(&http).await.unwrap();
    let mut own = request();
    own.options_mut()
        .headers
        .push("Authorization", "of the call");
    http.call(own.clone()).await.unwrap();
    http.batch(vec![own, request()]).await;
    http.batch(vec![request(), request()]).await;
    let shown = shown.lock().unwrap();
    assert_eq!(
        *shown,
        [
            "Bearer of-the-auth",
            "of the call",
            "of the call",
            "Bearer of-the-auth"
        ]
    );
}

#[tokio::test]
async fn headers_are_made_for_each_request() {
    let (url, shown) = guarded(|_| true).await;
    let made = Arc::new(AtomicUsize::new(0));
    let auth = Auth::per_request(move || {
        let number = made.fetch_add(1, Ordering::SeqCst);
        let mut headers = Headers::default();
        headers.push("authorization", format!("number {number}"));
        async move {
            match number {
                2 => Err("the pen is broken"),
                _ => Ok(headers),
            }
        }
    });
    let http = http(&url, auth);
    ping(&http).await.unwrap();
    http.notify(request()).await.unwrap();
    let error = ping(&http).await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)) && !error.may_have_been_received());
    assert!(error.to_string().contains("the pen is broken"), "{error}");
    ping(&http).await.unwrap();
    assert_eq!(*shown.lock().unwrap(), ["number 0", "number 1", "number 3"]);
}

#[tokio::test]
async fn what_no_header_can_hold_is_told() {
    let (url, shown) = guarded(|_| true).await;
    for auth in [
        Auth::bearer("secret\n"),
        Auth::refreshing(|| async { Ok::<_, Error>(callwright::Token::new("secret\0")) }),
    ] {
        let error = ping(&http(&url, auth.clone())).await.unwrap_err();
        assert!(matches!(error, Error::Encode(_)), "{error:?}");
        assert!(!format!("{error} {error:?} {auth:?}").contains("secret"));
        let socket = url.replace("http:", "ws:");
        let options = ConnectOptions::new().with_auth(auth);
        let error = connect_with(&socket, options).await.unwrap_err();
        assert!(matches!(error, Error::Encode(_)), "{error:?}");
    }
    assert!(shown.lock().unwrap().is_empty());
}
