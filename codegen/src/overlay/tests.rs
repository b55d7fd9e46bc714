//! Each kind of change, what it does not find, what it cannot do, and where what it wrote is found again.

use serde_json::{Value, json};

use super::apply;
use crate::diagnostic::Code;
use crate::files::{At, File, FileId, Files, Format, Location};
use crate::pointer::Pointer;

fn changed(document: &Value, changes: &[Value]) -> (Files, Vec<(Code, String)>) {
    let mut files = Files::json(&document.to_string());
    let mut found = Vec::new();
    for change in changes {
        let text = serde_json::to_string_pretty(change).unwrap();
        let mut file = File::new("o".to_owned(), Location::Stdin, text, Format::Json);
        file.tree = change.clone();
        files.files.push(file);
        let last = FileId(files.files.len() - 1);
        let notes = apply(&mut files, last).locate(&files);
        found.extend(
            notes
                .iter()
                .map(|note| (note.code, note.pointer.to_string())),
        );
    }
    (files, found)
}

fn written(files: &Files, pointer: &str) -> (usize, String) {
    let at = files.written(&At {
        file: FileId::ROOT,
        pointer: Pointer::new(pointer),
    });
    (at.file.0, at.pointer.to_string())
}

fn overlay(actions: Value) -> Value {
    json!({ "overlay": "1.0.0", "info": { "title": "t", "version": "1" }, "actions": actions })
}

fn document() -> Value {
    json!({ "methods": [
        { "name": "a", "params": [] },
        { "name": "b", "tags": ["x"] },
        { "name": "c", "tags": ["x", "y"] },
    ] })
}

#[test]
fn actions_update_and_remove_what_their_targets_select() {
    let actions = json!([
        { "target": "$.methods[?@.name == 'a'].params", "update": { "name": "p" } },
        { "target": "$.methods[?@.name == 'a'].params", "update": [{ "name": "q" }, { "name": "r" }] },
        { "target": "$.methods[*]", "update": { "tags": ["z"], "deprecated": true } },
        { "target": "$.methods[?@.name == 'b']", "remove": true },
        { "target": "$..tags[?@ == 'x']", "remove": true },
        { "target": "$", "update": { "openrpc": "1.3.2" } },
    ]);
    let (files, found) = changed(&document(), &[overlay(actions)]);
    assert_eq!(found, []);
    let expected = json!({ "openrpc": "1.3.2", "methods": [
        { "name": "a", "params": [{ "name": "p" }, { "name": "q" }, { "name": "r" }], "tags": ["z"], "deprecated": true },
        { "name": "c", "tags": ["y", "z"], "deprecated": true },
    ] });
    assert_eq!(files.files[0].tree, expected);
    let at = |pointer| written(&files, pointer);
    assert_eq!(
        at("/methods/0/params/0/name"),
        (1, "/actions/0/update/name".to_owned())
    );
    assert_eq!(
        at("/methods/0/params/2"),
        (1, "/actions/1/update/1".to_owned())
    );
    assert_eq!(at("/methods/1/name"), (0, "/methods/2/name".to_owned()));
    assert_eq!(at("/methods/1/tags/0"), (0, "/methods/2/tags/1".to_owned()));
    assert_eq!(
        at("/methods/1/tags/1"),
        (1, "/actions/2/update/tags/0".to_owned())
    );
}

#[test]
fn operations_are_performed_one_after_the_other() {
    let patch = json!([
        { "op": "test", "path": "/methods/0/name", "value": "a" },
        { "op": "add", "path": "/methods/0", "value": { "name": "first" } },
        { "op": "add", "path": "/methods/-", "value": { "name": "last" } },
        { "op": "move", "from": "/methods/1/params", "path": "/kept" },
        { "op": "copy", "from": "/methods/2/tags", "path": "/methods/0/tags" },
        { "op": "replace", "path": "/methods/3/name", "value": "d" },
        { "op": "remove", "path": "/methods/2" },
    ]);
    let (files, found) = changed(&document(), &[patch]);
    assert_eq!(found, []);
    let expected = json!({ "kept": [], "methods": [
        { "name": "first", "tags": ["x"] }, { "name": "a" }, { "name": "d", "tags": ["x", "y"] }, { "name": "last" },
    ] });
    assert_eq!(files.files[0].tree, expected);
    let at = |pointer| written(&files, pointer);
    assert_eq!(at("/methods/0/name"), (1, "/1/value/name".to_owned()));
    assert_eq!(at("/methods/0/tags/0"), (0, "/methods/1/tags/0".to_owned()));
    assert_eq!(at("/methods/1/name"), (0, "/methods/0/name".to_owned()));
    assert_eq!(at("/methods/2/tags"), (0, "/methods/2/tags".to_owned()));
    assert_eq!(at("/methods/2/name"), (1, "/5/value".to_owned()));
    assert_eq!(at("/methods/3"), (1, "/2/value".to_owned()));
    assert_eq!(at("/kept"), (0, "/methods/0/params".to_owned()));
}

#[test]
fn a_merge_patch_replaces_and_removes_members() {
    let patches = [
        json!({ "info": { "title": "T", "x": 1 }, "methods": [{ "name": "only" }] }),
        json!({ "info": { "x": null } }),
    ];
    let (files, found) = changed(&document(), &patches);
    assert_eq!(found, []);
    let expected = json!({ "info": { "title": "T" }, "methods": [{ "name": "only" }] });
    assert_eq!(files.files[0].tree, expected);
    assert_eq!(
        written(&files, "/methods/0/name"),
        (1, "/methods/0/name".to_owned())
    );
    assert_eq!(
        written(&files, "/info/title"),
        (1, "/info/title".to_owned())
    );
}

#[test]
fn what_is_not_found_is_a_warning_and_the_rest_is_changed() {
    let nowhere = json!([
        { "op": "remove", "path": "/nope" },
        { "op": "copy", "from": "/nope", "path": "/x" },
        { "op": "add", "path": "/x", "value": 1 },
    ]);
    let actions =
        json!([{ "target": "$.nope", "remove": true }, { "target": "$", "update": { "y": 1 } }]);
    let (files, found) = changed(&json!({}), &[nowhere, overlay(actions)]);
    let places = ["/0/path", "/1/from", "/actions/0/target"];
    assert_eq!(found, places.map(|place| (Code::NoMatch, place.to_owned())));
    assert_eq!(files.files[0].tree, json!({ "x": 1, "y": 1 }));
}

#[test]
fn faults_stand_where_they_can_be_mended() {
    let fault = |change: Value| changed(&document(), &[change]).1;
    let at = |pointer: &str| vec![(Code::Overlay, pointer.to_owned())];
    assert_eq!(fault(json!(1)), at(""));
    assert_eq!(fault(json!([{ "op": "nope", "path": "" }])), at("/0"));
    assert_eq!(
        fault(json!([{ "op": "test", "path": "/methods/0/name", "value": 1 }])),
        at("/0/value")
    );
    assert_eq!(
        fault(json!([{ "op": "move", "from": "/methods", "path": "/methods/0" }])),
        at("/0")
    );
    assert_eq!(fault(json!({ "overlay": "1.0.0" })), at("/actions"));
    assert_eq!(
        fault(json!({ "overlay": "2.0.0", "actions": [] })),
        [(Code::Version, "/overlay".to_owned())]
    );
    for (action, place) in [
        (json!(1), "/actions/0"),
        (json!({ "update": {} }), "/actions/0"),
        (json!({ "target": "$" }), "/actions/0"),
        (
            json!({ "target": "methods", "update": {} }),
            "/actions/0/target",
        ),
        (
            json!({ "target": "$", "remove": true }),
            "/actions/0/target",
        ),
        (
            json!({ "target": "$", "updates": {} }),
            "/actions/0/updates",
        ),
    ] {
        assert_eq!(fault(overlay(json!([action]))), at(place), "{action}");
    }
}

#[test]
fn changes_are_bounded() {
    let grow = json!({ "op": "copy", "from": "", "path": "/x" });
    let double = json!([{ "op": "copy", "from": "/a", "path": "/b/a" }, { "op": "copy", "from": "/b", "path": "/a/b" }]);
    let many =
        |operations: &[Value]| Value::Array(operations.iter().cycle().take(300).cloned().collect());
    let (_, found) = changed(&json!({}), &[many(&[grow])]);
    assert!(found.iter().all(|(code, _)| *code == Code::Overlay) && !found.is_empty());
    let document = json!({ "a": [{}], "b": {} });
    let (_, found) = changed(&document, &[many(double.as_array().unwrap())]);
    assert!(!found.is_empty());
    let deep = (0..100).fold(json!({}), |inner, _| json!({ "x": inner }));
    let place = "/x".repeat(100);
    let (_, found) = changed(
        &deep,
        &[json!([{ "op": "add", "path": place, "value": deep }])],
    );
    assert_eq!(found, [(Code::Overlay, "/0".to_owned())]);
}
