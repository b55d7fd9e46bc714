//! `https://`, `wss://` and `tls://` against servers with a certificate of our own.
//!
//! Which roots are trusted is the platform's choice, made once a process: the calls run in a child that is told to trust
//! ours, and another that is not.

use std::process::{Command, Output};
use std::sync::Arc;

use callwright::{Error, Framing, Request, connect};
use jsonrpsee_server::{Methods, RpcModule, Server, serve, stop_channel};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::peer::Peer;

/// Names the URLs to the child, and so tells it that it is one.
const URLS: &str = "CALLWRIGHT_TEST_TLS_URLS";

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_server_is_called_and_another_is_refused() {
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let port = serve_http(acceptor(&issued)).await;
    let lines = serve_lines(acceptor(&issued)).await;
    let urls = format!("https://localhost:{port} wss://localhost:{port} tls://localhost:{lines}");
    let root = std::env::temp_dir().join(format!("callwright-root-{}.pem", std::process::id()));
    std::fs::write(&root, issued.cert.pem()).unwrap();
    let trusted = child("calls_succeed", urls.clone(), Some(root.clone())).await;
    let untrusted = child("calls_are_refused", urls, None).await;
    std::fs::remove_file(&root).unwrap();
    for output in [trusted, untrusted] {
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && said.contains("1 passed"),
            "{output:?}"
        );
    }
}

#[tokio::test]
async fn calls_succeed() {
    for url in told() {
        let connection = connect(&url).await.unwrap();
        let reply = connection.call(Request::new("answer", callwright::Params::by_position()));
        let answer: u64 = reply.await.unwrap().decode().unwrap();
        assert_eq!(answer, 42, "{url}");
    }
}

#[tokio::test]
async fn calls_are_refused() {
    for url in told() {
        let called = async {
            let connection = connect(&url).await?;
            connection
                .call(Request::new("answer", callwright::Params::by_position()))
                .await
        };
        let error = called.await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{url}: {error:?}");
        assert!(error.to_string().contains("certificate"), "{url}: {error}");
    }
}

/// Nothing, unless this is the child.
fn told() -> Vec<String> {
    let urls = std::env::var(URLS).unwrap_or_default();
    urls.split_whitespace().map(str::to_owned).collect()
}

/// Runs one test of this binary in a process of its own, trusting this root alone or the platform's.
async fn child(test: &'static str, urls: String, root: Option<std::path::PathBuf>) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", &format!("tls::{test}")])
        .env(URLS, urls);
    if let Some(root) = root {
        command.env("SSL_CERT_FILE", root);
    }
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

/// Shakes hands with this certificate.
fn acceptor(issued: &rcgen::CertifiedKey<rcgen::KeyPair>) -> TlsAcceptor {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(issued.signing_key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![issued.cert.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// A free loopback port; what listens there ends with the test's runtime.
async fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// A server by lines behind TLS.
async fn serve_lines(acceptor: TlsAcceptor) -> u16 {
    let (listener, port) = listener().await;
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(socket).await {
                let mut peer = Peer::over(stream, Framing::Lines);
                while let Some(request) = peer.request().await {
                    peer.answer(&request, r#""result":42"#).await;
                }
            }
        }
    });
    port
}

/// A jsonrpsee server behind TLS.
async fn serve_http(acceptor: TlsAcceptor) -> u16 {
    let mut module = RpcModule::new(());
    module.register_method("answer", |_, (), _| 42).unwrap();
    let methods: Methods = module.into();
    let (listener, port) = listener().await;
    let (stop, handle) = stop_channel();
    let service = Server::builder().to_service_builder();
    tokio::spawn(async move {
        let _open = handle;
        while let Ok((socket, _)) = listener.accept().await {
            let (acceptor, service) = (
                acceptor.clone(),
                service.clone().build(methods.clone(), stop.clone()),
            );
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(socket).await {
                    let _ = serve(stream, service).await;
                }
            });
        }
    });
    port
}
