//! The same over TLS: both versions of HTTP, WebSockets, and clients that show who they are.
use std::sync::Arc;

use callwright::{
    ConnectOptions, Context, Handlers, ServeOptions, Server, ServerTls, Tls, connect_with,
    rustls::{self, crypto::ring, pki_types::ServerName},
};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio_rustls::TlsConnector;

use super::{in_time, raw};
use crate::{serve::ask, tls::authority::Authority};

/// A server whose clients are asked for certificates of `staff`, and whom its clients trust.
async fn server(staff: &Authority) -> (Server, [String; 2], Authority) {
    let authority = Authority::new();
    let (chain, key) = authority.sign("127.0.0.1").pem();
    let tls = ServerTls::new(chain, key)
        .with_client_roots(staff.pem())
        .with_clients_without();
    let handlers = Handlers::new();
    handlers.on_with_context("shown", async |(): (), context: Context| {
        Ok(context.certificates().len())
    });
    handlers.on_with_context("url", async |(): (), context: Context| {
        Ok(context.url().map(str::to_owned))
    });
    let server = Server::with_options(handlers, ServeOptions::new().with_tls(tls));
    let listening = in_time(server.listen("https://127.0.0.1:0")).await.unwrap();
    let url = listening.url().to_owned();
    let socket = url.replace("https:", "wss:");
    (server, [url, socket], authority)
}

#[tokio::test]
async fn calls_and_certificates_come_over_tls() {
    let staff = Authority::new();
    let (_server, urls, authority) = server(&staff).await;
    let trusts = Tls::new().with_roots(authority.pem());
    let (chain, key) = staff.sign_client().pem();
    let known = trusts.clone().with_client_certificate(chain, key);
    for url in urls {
        for (tls, expected) in [(&trusts, 0), (&known, 1)] {
            let options = ConnectOptions::new().with_tls(tls.clone());
            let shop = in_time(connect_with(&url, options)).await.unwrap();
            let shown = ask::<(), usize>(&shop, "shown", &[]).await;
            assert_eq!(shown.unwrap(), expected, "{url}");
            let seen = ask::<(), String>(&shop, "url", &[]).await.unwrap();
            assert_eq!(seen.trim_end_matches('/'), url);
        }
    }
}

#[tokio::test]
async fn http2_is_agreed_on() {
    let (_server, [url, _], authority) = server(&Authority::new()).await;
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority.der()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    let stream = in_time(connector.connect(name, raw::connect(&url).await)).await;
    let stream = stream.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let stream = TokioIo::new(stream);
    let shaken = hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await;
    let (mut sender, connection) = shaken.unwrap();
    tokio::spawn(connection);
    let asked = r#"{"jsonrpc":"2.0","id":1,"method":"url"}"#;
    let request = http::Request::post(&url)
        .header("content-type", "application/json")
        .body(Full::new(bytes::Bytes::from(asked)))
        .unwrap();
    let response = in_time(sender.send_request(request)).await.unwrap();
    let body = in_time(response.into_body().collect()).await.unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&body.to_bytes()).unwrap();
    assert_eq!(answer["result"], format!("{url}/"));
}

#[tokio::test]
async fn a_secure_listener_needs_a_certificate() {
    let error = Server::bind("https://127.0.0.1:0", Handlers::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    assert!(error.to_string().contains("with_tls"), "{error}");
}
