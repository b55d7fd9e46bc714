//! alloy's client, in a program of its own workspace: over HTTP, a WebSocket and a Unix socket.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use callwright::Server;
use callwright_tests::cargo::cargo;
use callwright_tests::desk::Desk;
use callwright_tests::peer::ours;

use super::visitors::printed;
use super::{BY_HTTP, BY_SESSION, expected, serve, url, websocket};

#[tokio::test]
async fn over_http() {
    let server = serve(Desk::default()).await;
    visit(&url(&server), BY_HTTP).await;
}

#[tokio::test]
async fn over_a_websocket() {
    let server = serve(Desk::default()).await;
    visit(&websocket(&server), BY_SESSION).await;
}

#[tokio::test]
async fn over_a_unix_socket() {
    let name = format!("callwright-desk-{}.sock", std::process::id());
    let path = std::env::temp_dir().join(name);
    let url = format!("unix:{}", path.display());
    let _server = Server::bind(&url, Desk::default()).await.unwrap();
    visit(&path.display().to_string(), BY_SESSION).await;
}

async fn visit(address: &str, ticks: &str) {
    let mut visitor = Command::new(program());
    visitor.arg(address);
    let printed = printed(visitor).await;
    // It has no notifications.
    let mut expected = expected(ticks);
    expected.retain(|line| !line.starts_with("noted"));
    assert_eq!(printed, expected, "at {address}");
}

/// The program, built when it is first asked for: after the tests, so that what they share is there already. There is no
/// deadline, since compilers end.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<std::path::PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let built = cargo()
            .args(["build", "--quiet", "--locked", "--color", "never"])
            .arg("--manifest-path")
            .arg(ours("alloy/Cargo.toml"))
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "{said}");
        let name = format!("debug/alloy-visitor{}", std::env::consts::EXE_SUFFIX);
        target.join(name)
    })
}
