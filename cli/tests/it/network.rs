//! Documents from servers, two commands at once, and none of it offline.

use std::fs;
use std::process::Stdio;

use crate::loopback::{Loopback, reply};
use crate::sandbox::{DOCUMENT, Sandbox, finished};

#[test]
fn a_fetched_document_is_locked_and_does_without_the_network() {
    let server = Loopback::fixed("200 OK", "", DOCUMENT);
    let sandbox = Sandbox::new();
    let url = server.url("/api/pets.json");
    sandbox
        .run(&["fetch", &url, "-o", "api/pets.json"])
        .is(0, &["wrote api/pets.json", "wrote callwright.lock"]);
    assert_eq!(
        fs::read_to_string(sandbox.path("api/pets.json")).unwrap(),
        DOCUMENT
    );
    sandbox
        .run(&["fetch", &url])
        .is(0, &["api/pets.json is as it was"]);
    for name in ["CALLWRIGHT_OFFLINE", "DOCS_RS"] {
        let run = |url: &str| finished(sandbox.command(&["generate", url]).env(name, "1"));
        run(&url).is(0, &[]);
        let other = server.url("/other.json");
        run(&other).is(1, &["error[offline]", &format!("callwright fetch {other}")]);
    }
    fs::write(
        sandbox.path("api/pets.json"),
        DOCUMENT.replace("Pets", "Cats"),
    )
    .unwrap();
    sandbox
        .run(&["generate", &url])
        .is(1, &["error[lock]", "api/pets.json", "the lock says"]);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn two_commands_at_once_share_one_cache() {
    let server = Loopback::new(|_, stream| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        reply(stream, "200 OK", "etag: \"1\"\r\n", DOCUMENT);
    });
    let sandbox = Sandbox::new();
    let url = server.url("/pets.json");
    let start = || {
        sandbox
            .command(&["generate", &url])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = (0..6).map(|_| start()).collect();
    let outputs: Vec<_> = children
        .into_iter()
        .map(|child| child.wait_with_output().unwrap())
        .collect();
    for output in &outputs {
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(output.stdout, outputs[0].stdout);
    }
    let asked = server.requests().len();
    sandbox.run(&["generate", &url]).is(0, &[]);
    assert_eq!(server.requests().len(), asked, "the cache answers");
}

#[test]
fn headers_come_from_the_options_and_the_environment() {
    let server = Loopback::fixed("200 OK", "", DOCUMENT);
    let sandbox = Sandbox::new();
    fs::write(
        sandbox.path("callwright.toml"),
        "[fetch.headers]\nauthorization = 'Bearer $SHOP_TOKEN'\n",
    )
    .unwrap();
    let url = server.url("/pets.json");
    finished(
        sandbox
            .command(&["generate", &url])
            .env("SHOP_TOKEN", "t0p"),
    )
    .is(0, &[]);
    assert!(server.requests()[0].contains("authorization: Bearer t0p"));
    finished(sandbox.command(&["fetch", &url]).env_remove("SHOP_TOKEN"))
        .is(2, &["`SHOP_TOKEN`, which is not set"]);
    let lock = sandbox.path("callwright.lock");
    finished(sandbox.command(&["fetch", &url]).env("SHOP_TOKEN", "t0p")).is(0, &[]);
    assert!(!fs::read_to_string(lock).unwrap().contains("t0p"));
}

#[test]
fn a_running_server_is_asked() {
    let result = format!(r#"{{"jsonrpc":"2.0","id":1,"result":{DOCUMENT}}}"#);
    let server = Loopback::fixed("200 OK", "", result);
    let sandbox = Sandbox::new();
    let url = format!("discover+{}", server.url("/"));
    let run = sandbox.run(&["inspect", &url]);
    assert!(run.is(0, &[]).out.contains("pets_get("));
    sandbox
        .run(&["fetch", &url, "-o", "live.json"])
        .is(0, &["wrote live.json"]);
    finished(
        sandbox
            .command(&["generate", &url])
            .env("CALLWRIGHT_OFFLINE", "1"),
    )
    .is(0, &[]);
}
