//! The documents of services: as they are served, judged by OpenRPC's meta-schema.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use callwright::Service;
use callwright_tests::peer::judge;
use serde_json::Value;

/// The document of a service that nobody serves.
pub(super) fn of(service: &impl Service) -> Value {
    let document = service.document().expect("a typed service has one");
    serde_json::to_value(document).expect("it is JSON")
}

/// What breaks the meta-schema, a line for each fault.
pub(super) fn faults(document: &Value) -> String {
    let mut judge = judge().expect("it is installed");
    let judge = judge.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut judge = judge.spawn().expect("it starts");
    let mut input = judge.stdin.take().expect("it reads");
    input
        .write_all(document.to_string().as_bytes())
        .expect("it reads");
    drop(input);
    let judged = judge.wait_with_output().expect("it ends");
    assert!(judged.status.success());
    String::from_utf8(judged.stdout).expect("it writes text")
}

/// The document in a file of this name, for the generator.
pub(super) fn written(name: &str, document: &Value) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-openrpc.json"));
    let text = serde_json::to_string_pretty(document).expect("it is JSON");
    std::fs::write(&file, text).expect("it can be written");
    file
}

/// Where two lists of tokens begin to differ, with what comes before and after.
pub(super) fn different(theirs: &str, ours: &str) -> String {
    let same = theirs
        .bytes()
        .zip(ours.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let around = |tokens: &str| {
        let shown = tokens.bytes().skip(same.saturating_sub(200)).take(600);
        String::from_utf8_lossy(&shown.collect::<Vec<_>>()).into_owned()
    };
    format!("theirs: {}\nours: {}", around(theirs), around(ours))
}
