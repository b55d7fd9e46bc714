//! Nothing that prints shows a secret, whatever goes wrong.
use std::{error::Error as _, fmt::Debug, time::Duration};

use callwright::{
    Auth, ConnectOptions, Connection, Error, Headers, Params, Pem, Proxy, Request, Tls, Token,
    connect_with,
};

use futures_util::future::join_all;

use super::logs::Logs;
use crate::rude_http::{response, serve, serve_once};

/// What every secret of these tests has in it, in plain and in Base64 at each of its three shifts.
const MARKS: [&str; 4] = ["s3cr3t", "czNjcjN0", "MzY3IzdA", "zM2NyM3"];

fn request() -> Request {
    Request::new("ping", Params::by_position())
}

#[track_caller]
fn assert_silent(printed: &str) {
    for mark in MARKS {
        assert!(!printed.contains(mark), "{printed}");
    }
}

/// All that can be printed of an error.
fn printed(error: &Error) -> String {
    let mut printed = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(below) = cause {
        printed += &format!(" {below} {below:?}");
        cause = below.source();
    }
    printed
}

/// All ways to be known, each with secrets.
fn all_auths() -> Vec<Auth> {
    let cookie = std::env::temp_dir().join(format!("callwright-{}.s.cookie", std::process::id()));
    std::fs::write(&cookie, "user:s3cr3t").unwrap();
    vec![
        Auth::bearer("s3cr3t"),
        Auth::basic("user", "s3cr3t"),
        Auth::cookie_file(cookie),
        Auth::refreshing(|| async { Ok::<_, Error>(Token::new("s3cr3t")) }),
        Auth::per_request(|| async {
            let mut headers = Headers::default();
            headers.push("x-key", "s3cr3t");
            Ok::<_, Error>(headers)
        }),
    ]
}

fn all_options() -> Vec<ConnectOptions> {
    let base = ConnectOptions::new()
        .with_timeout(Duration::from_millis(100))
        .with_connect_timeout(Duration::from_millis(100))
        .with_header("x-key", "s3cr3t");
    let with = |auth| base.clone().with_auth(auth);
    let mut all: Vec<_> = all_auths().into_iter().map(with).collect();
    let proxy = Proxy::through("http://user:s3cr3t@127.0.0.1:1");
    all.push(base.clone().with_proxy(proxy));
    let pem = Pem::bytes("-----BEGIN PRIVATE KEY-----\ns3cr3t\n-----END PRIVATE KEY-----\n");
    let tls = Tls::new().with_client_certificate(pem.clone(), pem);
    all.push(base.with_tls(tls));
    all
}

/// Tries an address with all options; prints all that it comes to.
async fn attempt(url: &str) {
    join_all(
        all_options()
            .into_iter()
            .map(|options| attempt_with(url, options)),
    )
    .await;
}

async fn attempt_with(url: &str, options: ConnectOptions) {
    assert_silent(&format!("{options:?} {options:#?}"));
    let connection = match connect_with(url, options).await {
        Err(error) => return assert_silent(&printed(&error)),
        Ok(connection) => connection,
    };
    assert_silent(&format!("{connection:?}"));
    #[cfg(all(feature = "tower", feature = "tracing"))]
    let connection = {
        use callwright::{ConnectionExt, layers::Trace};
        connection.layered(Trace::new().with_server(url))
    };
    let mut own = request();
    own.options_mut().headers.push("x-own", "s3cr3t\n");
    let refused = connection.call(own).await;
    let asked = connection.call(request()).await;
    let batch = connection.batch(vec![request(), request()]).await;
    for outcome in batch.into_iter().chain([refused, asked]) {
        outcome.map_or_else(|error| assert_silent(&printed(&error)), drop);
    }
}

/// An address with secrets in each of its parts that may hold one.
fn secret_url(url: &str, scheme: &str) -> String {
    let place = url.strip_prefix("http://").unwrap();
    format!("{scheme}://user:s3cr3t@{place}/s3cr3t?key=s3cr3t#s3cr3t")
}

const SCHEMES: [&str; 4] = ["http", "https", "ws", "wss"];

#[tokio::test]
async fn nothing_that_answers_makes_them_known() {
    let logs = Logs::start();
    for answer in [
        ("200 OK", "", ""),
        ("200 OK", "", "{}"),
        ("401 No", "www-authenticate: Basic\r\n", "no"),
        ("403 No", "", "<html>"),
        ("429 Later", "retry-after: 1\r\n", "later"),
        ("500 Oops", "", "oops"),
        (
            "301 Moved",
            "location: https://user:s3cr3t@b/s3cr3t?s3cr3t\r\n",
            "",
        ),
        ("302 Moved", "location: /s3cr3t\r\n", ""),
        ("307 Moved", "location: //user:s3cr3t@c/s3cr3t\r\n", ""),
        ("308 Moved", "location: ?s3cr3t\r\n", ""),
        ("308 Moved", "location: s3cr3t://[\r\n", ""),
        ("200 OK", "content-encoding: gzip\r\n", "x"),
    ] {
        let (status, more, body) = answer;
        let kind = format!("text/plain\r\n{more}x-more: 1");
        let url = serve(move |_| response(status, &kind, body)).await;
        join_all(SCHEMES.map(async |scheme| attempt(&secret_url(&url, scheme)).await)).await;
    }
    let logged = logs.end();
    #[cfg(all(feature = "tower", feature = "tracing"))]
    assert!(logged.contains("rpc.method=\"ping\""), "{logged}");
    assert_silent(&logged);
}

#[tokio::test]
async fn nothing_that_breaks_makes_them_known() {
    let logs = Logs::start();
    for answer in [
        "",
        "HTTP",
        "\0\0\0",
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx",
    ] {
        let url = serve_once(answer).await;
        attempt(&secret_url(&url, "http")).await;
        let url = serve_once(answer).await;
        attempt(&secret_url(&url, "ws")).await;
    }
    let silent = serve(|_| None).await;
    for scheme in SCHEMES {
        attempt(&secret_url(&silent, scheme)).await;
        attempt(&secret_url("http://127.0.0.1:1", scheme)).await;
        attempt(&secret_url("http://nowhere.invalid", scheme)).await;
    }
    assert_silent(&logs.end());
}

#[tokio::test]
async fn no_bad_address_is_repeated() {
    let logs = Logs::start();
    for url in [
        "s3cr3t",
        "http://user:s3cr3t@",
        "http://user:s3cr3t@h:s3cr3t/",
        "http://[s3cr3t",
        "ws://s3cr3t@:1",
        "tls://user:s3cr3t@h:1",
        "tcp://h:s3cr3t",
        "mailto:s3cr3t",
        "s3cr3t://h",
        "https://user:s3cr3t@%00/",
    ] {
        attempt(url).await;
    }
    assert_silent(&logs.end());
}

#[test]
fn nothing_that_holds_them_shows_them() {
    let shown: Vec<Box<dyn Debug>> = vec![
        Box::new(Token::new("s3cr3t")),
        Box::new(Pem::bytes("s3cr3t")),
        Box::new(Proxy::through("http://user:s3cr3t@h")),
        Box::new(all_auths()),
    ];
    assert_silent(&format!("{shown:?}"));
}
