//! Whom a client trusts: roots of its own, pins, a whole configuration.
use std::sync::Arc;

use callwright::{
    ConnectOptions, Error, Http, Pem, Tls,
    rustls::{self, ClientConfig, RootCertStore},
};

use super::{
    all_answer, all_refuse, answer,
    authority::{Authority, Identity},
    servers::{serve_all, serve_http2},
};

#[tokio::test]
async fn own_roots_are_trusted() {
    let authority = Authority::new();
    let urls = serve_all(&authority.sign("localhost")).await;
    all_answer(&urls, &Tls::new().with_roots(authority.pem())).await;
    let alone = Tls::new().without_platform_roots();
    let both = alone
        .clone()
        .with_roots(Authority::new().pem())
        .with_roots(authority.pem());
    all_answer(&urls, &both).await;
    let other = alone.with_roots(Authority::new().pem());
    all_refuse(&urls, &other, "signed by nobody who is trusted").await;
    all_refuse(&urls, &Tls::new(), "`Tls::with_roots`").await;
}

#[tokio::test]
async fn a_root_comes_from_a_file_when_it_is_needed() {
    let authority = Authority::new();
    let urls = serve_all(&authority.sign("localhost")).await;
    let name = format!("callwright-own-root-{}.pem", std::process::id());
    let file = std::env::temp_dir().join(name);
    let tls = Tls::new().with_roots(Pem::file(&file));
    all_refuse(&urls, &tls, "cannot be read").await;
    std::fs::write(&file, authority.text()).unwrap();
    all_answer(&urls, &tls).await;
    std::fs::remove_file(&file).unwrap();
    all_answer(&urls, &tls.clone()).await;
}

#[tokio::test]
async fn a_wrong_certificate_is_named() {
    let authority = Authority::new();
    let tls = Tls::new().with_roots(authority.pem());
    let urls = serve_all(&authority.sign("elsewhere.example")).await;
    let words = r#"is for DnsName("elsewhere.example"), not for `localhost`"#;
    all_refuse(&urls, &tls, words).await;
    let urls = serve_all(&authority.sign_expired("localhost")).await;
    all_refuse(&urls, &tls, "has expired").await;
    let device = Identity::of_a_device();
    let urls = serve_all(&device).await;
    let own = Tls::new().with_roots(Pem::bytes(device.certificate.pem()));
    all_refuse(&urls, &own, "is a root itself").await;
}

#[tokio::test]
async fn a_pinned_certificate_is_trusted_whatever_it_says() {
    let device = Identity::of_a_device();
    let urls = serve_all(&device).await;
    let tls = Tls::new().with_pinned_certificate(device.fingerprint());
    all_answer(&urls, &tls).await;
    let authority = Authority::new();
    let urls = serve_all(&authority.sign("localhost")).await;
    let tls = tls.with_roots(authority.pem());
    all_refuse(&urls, &tls, "not the pinned one").await;
    let odd = Tls::new().with_pinned_certificate("00:11");
    all_refuse(&urls, &odd, "64 hexadecimal digits").await;
}

#[tokio::test]
async fn a_whole_configuration_is_taken() {
    let authority = Authority::new();
    let urls = serve_all(&authority.sign("localhost")).await;
    let mut roots = RootCertStore::empty();
    roots.add(authority.der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    all_answer(&urls[..1], &Tls::new().with_config(config.clone())).await;
    config.alpn_protocols.clear();
    all_answer(&urls, &Tls::new().with_config(config)).await;
}

#[tokio::test]
async fn the_second_version_of_http_is_spoken() {
    let authority = Authority::new();
    let [https, ..] = serve_http2(&authority.sign("localhost")).await;
    all_answer(&[https], &Tls::new().with_roots(authority.pem())).await;
}

#[tokio::test]
async fn a_server_without_tls_is_told() {
    let url = crate::rude_http::serve_at_once("HTTP/1.1 400 Bad Request\r\n\r\n").await;
    for scheme in ["https", "wss", "tls"] {
        let url = url.replace("http:", &format!("{scheme}:"));
        let error = answer(&url, Tls::new()).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{scheme}: {error:?}");
    }
    let options = ConnectOptions::new().with_tls(Tls::new());
    assert!(Http::new("http://127.0.0.1:1", options).is_ok());
}
