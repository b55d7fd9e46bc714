//! What a client shows of itself, and PEM that is none.
use callwright::{Error, Pem, Tls};

use super::{
    all_answer, all_refuse, answer,
    authority::Authority,
    servers::{VERSIONS, serve_all, serve_known},
};

#[tokio::test]
async fn a_client_certificate_is_shown() {
    let authority = Authority::new();
    let (chain, key) = authority.sign_client().pem();
    let tls = Tls::new().with_roots(authority.pem());
    let tls = tls.with_client_certificate(chain, key);
    for version in VERSIONS {
        let urls = serve_known(&authority.sign("localhost"), &authority, version).await;
        all_answer(&urls, &tls).await;
    }
    let urls = serve_all(&authority.sign("localhost")).await;
    all_answer(&urls, &tls).await;
}

#[tokio::test]
async fn a_client_without_the_right_certificate_is_told() {
    let (authority, others) = (Authority::new(), Authority::new());
    let without = Tls::new().with_roots(authority.pem());
    let (chain, key) = others.sign_client().pem();
    let wrong = without.clone().with_client_certificate(chain, key);
    for version in VERSIONS {
        let urls = serve_known(&authority.sign("localhost"), &authority, version).await;
        for tls in [&without, &wrong] {
            for url in &urls {
                let error = answer(url, tls.clone()).await.unwrap_err();
                let text = error.to_string();
                assert!(text.contains("`Tls::with_client_certificate`"), "{text}");
                // A stream is connected before TLS 1.3 tells.
                let is_late = url.starts_with("tls:") && matches!(error, Error::Closed(_));
                assert!(is_late || matches!(error, Error::Connect(_)), "{error:?}");
            }
        }
    }
}

#[tokio::test]
async fn rubbish_for_pem_is_told_and_not_shown() {
    let authority = Authority::new();
    let (chain, key) = authority.sign_client().pem();
    let urls = serve_all(&authority.sign("localhost")).await;
    for (rubbish, words) in [
        ("", "holds no certificate"),
        ("secret", "holds no certificate"),
        ("-----BEGIN CERTIFICATE-----\nsecret\n", "without its end"),
        ("-----BEGIN secret\n", "first line is broken"),
        (
            "-----BEGIN CERTIFICATE-----\n?secret?\n-----END CERTIFICATE-----\n",
            "not Base64",
        ),
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "cannot be used",
        ),
    ] {
        let pem = Pem::bytes(rubbish);
        let roots = Tls::new().without_platform_roots().with_roots(pem.clone());
        all_refuse(&urls, &roots, words).await;
        let shown = Tls::new().with_client_certificate(pem, key.clone());
        all_refuse(&urls, &shown, words).await;
        for tls in [roots, shown] {
            let error = answer(&urls[0], tls.clone()).await.unwrap_err();
            let printed = format!("{error} {error:?} {tls:?}");
            assert!(!printed.contains("secret"), "{printed}");
        }
    }
    let keyless = Tls::new().with_client_certificate(chain.clone(), chain.clone());
    all_refuse(&urls, &keyless, "holds no private key").await;
    let (_, other) = authority.sign_client().pem();
    let unlike = Tls::new().with_client_certificate(chain, other);
    all_refuse(&urls, &unlike, "the client certificate cannot be used").await;
}
