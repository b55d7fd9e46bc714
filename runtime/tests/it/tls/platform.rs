//! Which roots the platform trusts is its choice, made once a process: the calls run in a child that is told to trust
//! ours, and another that is not.
use std::process::{Command, Output};

use callwright::Tls;

use super::{all_answer, all_refuse, authority::Authority, servers::serve_all};

/// Names the URLs to the child, and so tells it that it is one.
const URLS: &str = "CALLWRIGHT_TEST_TLS_URLS";

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_server_is_called_and_another_is_refused() {
    let authority = Authority::new();
    let urls = serve_all(&authority.sign("localhost")).await.join(" ");
    let root = std::env::temp_dir().join(format!("callwright-root-{}.pem", std::process::id()));
    std::fs::write(&root, authority.text()).unwrap();
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
    all_answer(&told(), &Tls::new()).await;
}

#[tokio::test]
async fn calls_are_refused() {
    all_refuse(&told(), &Tls::new(), "certificate").await;
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
        .args(["--exact", &format!("tls::platform::{test}")])
        .env(URLS, urls);
    if let Some(root) = root {
        command.env("SSL_CERT_FILE", root);
    }
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}
