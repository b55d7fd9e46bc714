//! Documents of several files, loose and broken texts.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::*;
use crate::diagnostic::Severity;

/// Surroundings without network and cache.
fn context(root: &Path) -> Context {
    Context {
        root: root.to_owned(),
        cache: None,
        offline: Some("this is a test".to_owned()),
        fresh: 60,
        mode: context::Mode::Build,
    }
}

/// Writes files to a folder and loads the first of them.
fn loaded(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Files, Diagnostics>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let source = Source::Path(folder.path().join(files[0].0));
    let loaded = load_in(&source, &Fetch::default(), &context(folder.path()));
    (folder, loaded)
}

fn codes(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics.iter().map(|d| d.code.as_str()).collect()
}

#[test]
fn references_are_read_once_from_wherever_they_lie() {
    let (folder, loaded) = loaded(&[
        (
            "api/doc.json",
            r##"{"a":{"$ref":"./b.yaml#/x"},"c":{"$ref":"b.yaml"},"r":{"$ref":"./shared/c.json#"}}"##,
        ),
        (
            "api/b.yaml",
            "x: {$ref: '#/y'}\ny: 1\nback: {$ref: ./doc.json}\n",
        ),
        ("shared/c.json", r#"{"z":true}"#),
        (".git/HEAD", ""),
    ]);
    let files = loaded.unwrap();
    let origins: Vec<_> = files.files.iter().map(|f| f.origin.as_str()).collect();
    assert_eq!(origins, ["api/doc.json", "api/b.yaml", "shared/c.json"]);
    let link = |from, text: &str| files.links[&(FileId(from), text.to_owned())].0;
    assert_eq!(
        (
            link(0, "./b.yaml"),
            link(0, "b.yaml"),
            link(0, "./shared/c.json")
        ),
        (1, 1, 2)
    );
    assert_eq!(link(1, "./doc.json"), 0);
    assert_eq!(codes(&files.warnings), ["found-elsewhere"]);
    let watched: Vec<PathBuf> = files.watched.into_iter().collect();
    assert_eq!(watched.len(), 3);
    assert!(watched.iter().all(|path| path.starts_with(folder.path())));
}

#[test]
fn an_unreadable_reference_is_a_warning_at_the_reference() {
    let text = "{\n  \"a\": {\"$ref\": \"pets.jsn\"},\n  \"b\": {\"$ref\": \"bad.json\"}\n}";
    let (_folder, loaded) = loaded(&[
        ("doc.json", text),
        ("pets.json", "{}"),
        ("bad.json", "{\n 1}"),
    ]);
    let warnings = loaded.unwrap().warnings;
    let shown = warnings.to_string();
    assert_eq!(
        codes(&warnings),
        ["dangling-reference", "dangling-reference"]
    );
    assert!(shown.contains("doc.json:2:9 at /a/$ref"), "{shown}");
    assert!(
        shown.contains("no such file") && shown.contains("did you mean `pets.json`?"),
        "{shown}"
    );
    assert!(shown.contains("(bad.json:2:2)"), "{shown}");
}

#[test]
fn meta_schemas_need_no_network() {
    let (_folder, loaded) = loaded(&[(
        "doc.json",
        r##"{"a":{"$ref":"https://meta.open-rpc.org/"},"b":{"$ref":"http://json-schema.org/draft-07/schema#"}}"##,
    )]);
    let files = loaded.unwrap();
    assert_eq!(codes(&files.warnings), ["known-schema", "known-schema"]);
    let types = |file: usize, name: &str| &files.files[file].tree["definitions"][name]["type"];
    assert_eq!(types(1, "OpenRpc"), "object");
    assert_eq!(types(2, "JsonSchema"), &json!(["object", "boolean"]));
    assert_eq!(files.files.len(), 3);
}

#[test]
fn references_from_the_root_of_a_copy_are_found() {
    let reference = r#"{"a":{"$ref":"api/types.json#/x"}}"#;
    let (_folder, loaded) = loaded(&[
        ("repo/api/v1/doc.json", reference),
        ("repo/api/types.json", "{}"),
        ("api/types.json", "{}"),
    ]);
    let files = loaded.unwrap();
    assert_eq!(files.files[1].origin, "repo/api/types.json");
    let shown = files.warnings.to_string();
    assert!(shown.contains("a folder above the document"), "{shown}");
}

#[test]
fn every_reference_to_a_file_that_is_not_there_is_told() {
    let references = ["x", "y", "x"].map(|to| format!(r#"{{"$ref":"gone.json#/{to}"}}"#));
    let (_folder, loaded) = loaded(&[("doc.json", &format!("[{}]", references.join(",\n")))]);
    let files = loaded.unwrap();
    assert_eq!(codes(&files.warnings), ["dangling-reference"; 3]);
    assert_eq!(files.warnings.groups().len(), 1);
    let unread: Vec<_> = files.unread.into_iter().collect();
    assert_eq!(unread, [(FileId::ROOT, "gone.json".to_owned())]);
}

#[test]
fn keys_that_stand_twice_are_told_with_their_place() {
    let (_folder, loaded) = loaded(&[("doc.json", "\u{feff}{\"a\":\n{\"é\":1, \"é\":2}}")]);
    let files = loaded.unwrap();
    let shown = files.warnings.to_string();
    assert!(shown.contains("doc.json:2:9 at /a/é"), "{shown}");
    assert_eq!(files.files[0].tree, json!({"a": {"é": 2}}));
}

#[test]
fn order_hash_and_byte_order_mark() {
    let (_folder, loaded) = loaded(&[("doc.json", "\u{feff}{\"z\":1,\"a\":2}")]);
    let files = loaded.unwrap();
    let keys: Vec<_> = files.files[0].tree.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["z", "a"]);
    assert_eq!(files.document(), "\u{feff}{\"z\":1,\"a\":2}".as_bytes());
    let place = files.position(&At::root().join("a")).unwrap();
    assert_eq!((place.line, place.column), (1, 8));
}

#[test]
fn missing_files_and_folders_are_errors() {
    for (name, why) in [("nothing.json", "no such file"), ("", "it is a folder")] {
        let folder = tempfile::tempdir().unwrap();
        let source = Source::Path(folder.path().join(name));
        let error = load_in(&source, &Fetch::default(), &context(folder.path())).unwrap_err();
        let shown = error.to_string();
        assert!(
            shown.starts_with("error[unreadable]") && shown.contains(why),
            "{shown}"
        );
        assert_eq!(error.iter().next().unwrap().severity, Severity::Error);
    }
}

#[test]
fn a_document_is_taken_out_of_the_response_that_it_came_in() {
    let text = "{\"jsonrpc\": \"2.0\", \"id\": 1,\n \"result\": {\"openrpc\": \"1.3.2\",\n  \"methods\": []}}";
    let (_folder, loaded) = loaded(&[("doc.json", text)]);
    let files = loaded.unwrap();
    assert_eq!(codes(&files.warnings), ["loose-syntax"]);
    let methods = At::root().join("methods");
    assert_eq!(files.value(&methods), Some(&json!([])));
    assert_eq!(files.position(&methods).map(|place| place.line), Some(3));
}

#[test]
fn a_name_without_a_file_is_that_of_a_component() {
    let text = r##"{"components":{"schemas":{"Pet":{}}},"a":{"$ref":"Pet"},"b":{"$ref":"Pet#/x"},"c":{"$ref":"Dog"}}"##;
    let (_folder, loaded) = loaded(&[("doc.json", text)]);
    let files = loaded.unwrap();
    assert_eq!(files.files[0].tree["a"]["$ref"], "#/components/schemas/Pet");
    assert_eq!(
        files.files[0].tree["b"]["$ref"],
        "#/components/schemas/Pet/x"
    );
    assert_eq!(
        codes(&files.warnings),
        ["found-elsewhere", "found-elsewhere", "dangling-reference"]
    );
}
