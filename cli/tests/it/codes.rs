//! Faults that need a server or a program to read them, against `fixtures/invalid`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::golden::{assert_settled, settle};
use crate::loopback::{Loopback, reply};
use crate::sandbox::{DOCUMENT, Sandbox, finished};

fn fixture(code: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fixtures/invalid")
        .join(code)
}

fn served(code: &str) -> String {
    fs::read_to_string(fixture(code).join("served.json")).unwrap()
}

/// What the command told, with the server under a name that is the same in every run.
fn settled(code: &str, server: &Loopback, found: &str) {
    let found = found.replace(&server.url(""), "http://server");
    let fault = settle(&fixture(code).join("diagnostics.txt"), &found);
    assert_settled(&Vec::from_iter(fault));
}

#[test]
fn fetch() {
    let server = Loopback::fixed("404 Not Found", "", "");
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["generate", &server.url("/openrpc.json")]);
    settled("fetch", &server, &run.is(1, &[]).err);
}

#[test]
fn offline() {
    let server = Loopback::fixed("200 OK", "", served("offline"));
    let sandbox = Sandbox::new();
    let mut command = sandbox.command(&["generate", &server.url("/openrpc.json")]);
    let run = finished(command.env("CALLWRIGHT_OFFLINE", "1"));
    settled("offline", &server, &run.is(1, &[]).err);
    assert!(server.requests().is_empty());
}

#[test]
fn lock() {
    let server = Loopback::fixed("200 OK", "", served("lock"));
    let sandbox = Sandbox::new();
    let url = server.url("/openrpc.json");
    sandbox.run(&["fetch", &url, "-o", "api.json"]).is(0, &[]);
    fs::write(sandbox.path("api.json"), DOCUMENT).unwrap();
    let run = sandbox.run(&["generate", &url]);
    settled("lock", &server, &run.is(1, &[]).err);
}

#[test]
fn stale_copy() {
    let up = Arc::new(AtomicBool::new(true));
    let is_up = Arc::clone(&up);
    let document = served("stale-copy");
    let server = Loopback::new(move |_, stream| match is_up.load(Ordering::SeqCst) {
        true => reply(stream, "200 OK", "", &document),
        false => reply(stream, "503 Service Unavailable", "", ""),
    });
    let sandbox = Sandbox::new();
    let url = server.url("/openrpc.json");
    sandbox.run(&["inspect", &url]).is(0, &[]);
    up.store(false, Ordering::SeqCst);
    sandbox.age_cache();
    let run = sandbox.run(&["inspect", &url]);
    settled("stale-copy", &server, &run.is(0, &[]).err);
}

#[test]
fn programs_read_every_fault_with_the_number_of_its_cause() {
    let sandbox = Sandbox::new();
    let mut faults = Vec::new();
    for code in ["duplicate", "strict"] {
        for entry in fs::read_dir(fixture(code)).unwrap() {
            let from = entry.unwrap().path();
            fs::copy(
                &from,
                sandbox.path(from.file_name().unwrap().to_str().unwrap()),
            )
            .unwrap();
        }
        let arguments = [
            "generate",
            "openrpc.json",
            "-o",
            "out.rs",
            "--message-format=json",
        ];
        let run = sandbox.run(&arguments);
        faults.extend(settle(&fixture(code).join("messages.jsonl"), &run.err));
    }
    assert_settled(&faults);
}

#[test]
fn codes_are_explained() {
    let sandbox = Sandbox::new();
    let all = sandbox.run(&["explain"]);
    assert!(all.is(0, &[]).out.contains("warning  dangling-reference"));
    for arguments in [["explain", "version"], ["--explain", "version"]] {
        let run = sandbox.run(&arguments);
        let text = &run.is(0, &[]).out;
        assert!(
            text.starts_with("warning[version] (an error with `strict`)\n\n"),
            "{text}"
        );
        assert!(text.contains("\nWhat to do: "), "{text}");
    }
    sandbox
        .run(&["explain", "verson"])
        .is(2, &["there is no code `verson`", "did you mean `version`?"]);
}
