//! Clients in other languages, each in a process of its own.

use std::process::Command;

use callwright::Server;
use callwright_tests::deadline::within;
use callwright_tests::desk::Desk;
use callwright_tests::fault::Fault;
use callwright_tests::peer::visitors;

use super::{BY_HTTP, BY_SESSION, expected, serve, url, websocket};

#[tokio::test]
async fn client_js_over_http() {
    let server = serve(Desk::default()).await;
    visit(visitors::client_js(&url(&server)), &server, BY_HTTP).await;
}

#[tokio::test]
async fn client_js_over_a_websocket() {
    let server = serve(Desk::default()).await;
    visit(
        visitors::client_js(&websocket(&server)),
        &server,
        BY_SESSION,
    )
    .await;
}

#[tokio::test]
async fn python_over_http() {
    let server = serve(Desk::default()).await;
    visit(visitors::python(&url(&server)), &server, BY_HTTP).await;
}

#[tokio::test]
async fn python_over_a_websocket() {
    let server = serve(Desk::default()).await;
    visit(visitors::python(&websocket(&server)), &server, BY_SESSION).await;
}

async fn visit(visitor: Result<Command, Fault>, server: &Server, ticks: &str) {
    let printed = printed(visitor.expect("it is installed")).await;
    assert_eq!(printed, expected(ticks), "at {}", url(server));
}

/// The lines that a visitor prints until it ends, which it does when it is dropped.
pub(super) async fn printed(visitor: Command) -> Vec<String> {
    let mut visitor = tokio::process::Command::from(visitor);
    let output = within("the visit", visitor.kill_on_drop(true).output()).await;
    let output = output.unwrap().expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    said.lines().map(str::to_owned).collect()
}
