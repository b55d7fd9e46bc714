//! Copies that are kept: in the cache, and in the source tree under the lock.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Crate, DOCUMENT, shows};
use crate::load::lock;
use crate::load::loopback::{Loopback, reply};

#[test]
fn a_copy_is_fresh_then_revalidated_then_stale() {
    let server = Loopback::new(
        |request, stream| match request.contains("if-none-match: \"1\"") {
            true => reply(stream, "304 Not Modified", "", ""),
            false => reply(stream, "200 OK", "etag: \"1\"\r\n", DOCUMENT),
        },
    );
    let mut user = Crate::new();
    let url = server.url("/doc.json");
    user.context.fresh = 60;
    user.load(&url).unwrap();
    user.load(&url).unwrap();
    assert_eq!(server.requests().len(), 1);
    user.context.fresh = 0;
    assert_eq!(user.load(&url).unwrap().files[0].text, DOCUMENT);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_stale_copy_does_while_the_server_is_away() {
    let state = Arc::new(AtomicBool::new(true));
    let up = Arc::clone(&state);
    let server = Loopback::new(move |_, stream| match up.load(Ordering::SeqCst) {
        true => reply(stream, "200 OK", "", DOCUMENT),
        false => reply(stream, "503 Service Unavailable", "", ""),
    });
    let user = Crate::new();
    let url = server.url("/doc.json");
    user.load(&url).unwrap();
    state.store(false, Ordering::SeqCst);
    let files = user.load(&url).unwrap();
    shows(
        &files.warnings.to_string(),
        &["note[stale-copy]", "503 Service Unavailable"],
    );
    for entry in fs::read_dir(user.folder.path().join("cache")).unwrap() {
        fs::write(entry.unwrap().path(), "damaged").unwrap();
    }
    shows(&user.error(&url), &["503"]);
}

#[test]
fn offline_needs_the_lock_and_takes_it() {
    let server = Loopback::fixed("200 OK", "", DOCUMENT);
    let user = Crate::new();
    let url = server.url("/pets.json");
    assert_eq!(
        user.vendor(&url, None).unwrap(),
        ["pets.json", lock::FILE_NAME]
    );
    let user = user.offline();
    let files = user.load(&url).unwrap();
    assert_eq!(files.files[0].text, DOCUMENT);
    let watched: Vec<_> = files
        .watched
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy())
        .collect();
    assert_eq!(watched, [lock::FILE_NAME, "pets.json"]);
    let error = user.error(&server.url("/other.json"));
    shows(
        &error,
        &[
            "error[offline]",
            "this is a test",
            &format!("callwright fetch {}", server.url("/other.json")),
        ],
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_wrong_hash_names_both() {
    let server = Loopback::fixed("200 OK", "", DOCUMENT);
    let user = Crate::new();
    let url = server.url("/pets.json");
    user.vendor(&url, Some("api/pets.json")).unwrap();
    fs::write(user.context.root.join("api/pets.json"), "{}").unwrap();
    let hash = |text: &str| crate::load::hash::sha256(text.as_bytes());
    shows(
        &user.error(&url),
        &[
            "error[lock]",
            "`api/pets.json`",
            &hash("{}"),
            &hash(DOCUMENT),
        ],
    );
    fs::remove_file(user.context.root.join("api/pets.json")).unwrap();
    shows(&user.error(&url), &["error[lock]", "callwright fetch"]);
    fs::write(
        user.context.root.join(lock::FILE_NAME),
        "version = 1\n[[document]]\nurl = 'x'\n",
    )
    .unwrap();
    shows(
        &user.error(&url),
        &["error[lock]", "callwright.lock:2:1", "sha256"],
    );
}

#[test]
fn vendoring_takes_references_along_and_overwrites_nothing_unknown() {
    let server = Loopback::new(|request, stream| match request.contains("/types/") {
        true => reply(stream, "200 OK", "", "{\"x\":1}"),
        false => reply(
            stream,
            "200 OK",
            "",
            r#"{"a":{"$ref":"types/doc.json#/x"}}"#,
        ),
    });
    let user = Crate::new();
    let url = server.url("/doc.json");
    assert_eq!(
        user.vendor(&url, None).unwrap(),
        ["doc.json", "doc-2.json", lock::FILE_NAME]
    );
    assert!(
        user.vendor(&url, None).unwrap().is_empty(),
        "nothing changed"
    );
    fs::write(user.context.root.join("own.json"), "mine").unwrap();
    shows(
        &user
            .vendor(&server.url("/own.json"), None)
            .unwrap_err()
            .to_string(),
        &["`own.json` is there already"],
    );
    let user = user.offline();
    assert_eq!(user.load(&url).unwrap().files.len(), 2);
}

#[test]
fn what_a_local_document_refers_to_is_taken_from_the_lock() {
    let server = Loopback::fixed("200 OK", "", r#"{"Pet":{"type":"string"}}"#);
    let user = Crate::new();
    let url = server.url("/types.json");
    let document = format!(r#"{{"a":{{"$ref":"{url}#/Pet"}}}}"#);
    fs::write(user.context.root.join("doc.json"), document).unwrap();
    assert_eq!(
        user.vendor(&url, None).unwrap(),
        ["types.json", lock::FILE_NAME]
    );
    let files = user.offline().load("doc.json").unwrap();
    assert!(files.warnings.is_empty());
    assert_eq!(files.files[1].origin, url);
    assert_eq!(server.requests().len(), 1);
}
