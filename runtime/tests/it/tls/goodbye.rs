//! Servers that hang up without the goodbye of TLS, as much of the world does.
use callwright::{ConnectOptions, Connection, Http, Tls};

use super::{authority::Authority, servers};
use crate::http::stale::{HangingUp, ask};

#[tokio::test]
async fn a_call_over_a_kept_connection_is_sent_again() {
    let authority = Authority::new();
    let acceptor = servers::acceptor(&authority.sign("localhost"));
    let server = HangingUp::over(1, move |socket| {
        let accepting = acceptor.accept(socket);
        async move { accepting.await.ok() }
    })
    .await;
    let options = ConnectOptions::new().with_tls(Tls::new().with_roots(authority.pem()));
    let http = Http::new(&format!("https://localhost:{}", server.port), options).unwrap();
    for _ in 0..3 {
        http.call(ask(true)).await.unwrap();
    }
    assert_eq!(server.calls(), 1 + 2 * 2);
    let error = http.call(ask(false)).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.ends_with(" broke: the server hung up before it answered"),
        "{text}"
    );
    assert!(error.may_have_been_received() && error.is_retryable());
}
