//! `https://`, `wss://` and `tls://` against servers with certificates of our own.
pub mod authority;
mod clients;
mod goodbye;
mod platform;
#[cfg_attr(not(any(feature = "macro", feature = "msgpack")), allow(dead_code))]
pub mod servers;
mod trust;

use callwright::{ConnectOptions, Error, Params, Request, Tls, connect_with};

/// Connects and calls.
async fn answer(url: &str, tls: Tls) -> Result<u64, Error> {
    let connection = connect_with(url, ConnectOptions::new().with_tls(tls)).await?;
    let request = Request::new("answer", Params::by_position());
    connection.call(request).await?.decode()
}

/// A call to each of them succeeds.
async fn all_answer(urls: &[String], tls: &Tls) {
    for url in urls {
        assert_eq!(answer(url, tls.clone()).await.unwrap(), 42, "{url}");
    }
}

/// No call arrives, and the error says so in these words.
async fn all_refuse(urls: &[String], tls: &Tls, words: &str) {
    for url in urls {
        let error = answer(url, tls.clone()).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{url}: {error:?}");
        assert!(error.to_string().contains(words), "{url}: {error}");
        assert!(!error.may_have_been_received() && !error.is_retryable());
    }
}
