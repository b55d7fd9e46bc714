//! Documents as they are met: what breaks the specification is said, and the rest is read.

use super::*;

fn read_text(text: &str) -> (Document, Vec<String>) {
    let files = Files::json(text);
    let mut notes = Diagnostics::default();
    let document = read(&files, &mut notes).unwrap();
    let notes = notes.locate(&files).into_iter();
    let notes = notes.map(|note| format!("{} {}", note.code.as_str(), note.pointer));
    (document, notes.collect())
}

fn with_method(method: &str) -> (Document, Vec<String>) {
    read_text(&format!(
        r#"{{"openrpc":"1.3.2","info":{{"title":"t","version":"1"}},"methods":[{method}]}}"#
    ))
}

#[test]
fn a_sound_document_has_nothing_to_say() {
    let (document, notes) = with_method(
        r#"{"name":"a","params":[{"name":"p","schema":true}],"result":{"name":"r","schema":{"type":"string"}}}"#,
    );
    assert_eq!(notes, [""; 0]);
    assert_eq!(document.methods[0].params[0].name, "p");
    assert!(document.methods[0].result.is_some());
}

#[test]
fn what_is_no_openrpc_document_is_an_error() {
    for text in ["[]", "{}", r#"{"openapi":"3.1.0"}"#] {
        let files = Files::json(text);
        let error = read(&files, &mut Diagnostics::default()).unwrap_err();
        assert_eq!(error.code, Code::NotOpenRpc, "{text}");
    }
}

#[test]
fn a_missing_result_is_a_notification_since_1_3_only() {
    let (document, notes) = with_method(r#"{"name":"a","params":[]}"#);
    assert!(document.methods[0].result.is_none());
    assert_eq!(notes, [""; 0]);
    let (document, notes) = read_text(
        r#"{"openrpc":"1.2.6","info":{"title":"t","version":"1"},"methods":[{"name":"a","params":[]}]}"#,
    );
    assert!(document.methods[0].result.is_some());
    assert_eq!(notes, ["missing /methods/0"]);
}

#[test]
fn versions_outside_are_read_as_the_newest() {
    for version in [r#""2.0.0""#, r#""1.9.0""#, r#""x""#] {
        let (_, notes) = read_text(&format!(
            r#"{{"openrpc":{version},"info":{{"title":"t","version":"1"}},"methods":[]}}"#
        ));
        assert_eq!(notes, ["version /openrpc"], "{version}");
    }
    let (_, notes) = read_text(r#"{"info":{"title":"t","version":"1"},"methods":[]}"#);
    assert_eq!(notes, ["version "]);
    for version in [
        "1.0.0-rc0",
        "1.0.0-rc1",
        "1.0.0",
        "1.1.10",
        "1.2.6",
        "1.3.2",
        "1.4.1",
    ] {
        let (_, notes) = read_text(&format!(
            r#"{{"openrpc":"{version}","info":{{"title":"t","version":"1"}},"methods":[]}}"#
        ));
        assert_eq!(notes, [""; 0], "{version}");
    }
}

#[test]
fn params_are_read_whatever_they_are() {
    for (params, names, expected) in [
        (
            r#"{"name":"only","schema":true}"#,
            vec!["only"],
            vec!["wrong-type /methods/0/params"],
        ),
        (
            r#"{"a":{"name":"a","schema":true},"b":{"name":"b","schema":true}}"#,
            vec!["a", "b"],
            vec!["wrong-type /methods/0/params"],
        ),
        (r#""none""#, vec![], vec!["wrong-type /methods/0/params"]),
        (
            r#"[{"type":"string"}]"#,
            vec!["param0"],
            vec!["missing /methods/0/params/0"],
        ),
        (
            r#"[{"name":"a","schema":true},{"name":"a","schema":true}]"#,
            vec!["a"],
            vec!["duplicate /methods/0/params/1"],
        ),
        (
            r##"[{"$ref":"#/gone"},{"name":"b","schema":true}]"##,
            vec!["b"],
            vec!["dangling-reference /methods/0/params/0"],
        ),
        ("[1]", vec![], vec!["wrong-type /methods/0/params/0"]),
    ] {
        let (document, notes) = with_method(&format!(r#"{{"name":"m","params":{params}}}"#));
        let found: Vec<_> = document.methods[0]
            .params
            .iter()
            .map(|param| &param.name)
            .collect();
        assert_eq!(found, names, "{params}");
        assert_eq!(notes, expected, "{params}");
    }
}

#[test]
fn methods_and_errors_behind_references_are_read() {
    let (document, notes) = read_text(
        r##"{"openrpc":"1.3.2","info":{"title":"t","version":"1"},
            "methods":[{"$ref":"#/x-shared"}, {"$ref":"#/x-loop"}],
            "x-shared":{"name":"a","params":[],"errors":[{"$ref":"#/components/errors/E"}]},
            "x-loop":{"$ref":"#/x-loop"},
            "components":{"errors":{"E":{"code":"7","message":"m"}}}}"##,
    );
    assert_eq!(document.methods[0].errors[0].code, 7);
    assert_eq!(
        notes,
        [
            "reference-cycle /methods/1",
            "wrong-type /components/errors/E/code"
        ]
    );
}

#[test]
fn lisp_servers_are_known_by_their_marks() {
    let (document, _) = with_method(
        r#"{"name":"a","params":[],"result":{"name":"r","schema":{"x-cl-class":"PET"}}}"#,
    );
    assert!(document.nil_server);
    let (document, _) = with_method(r#"{"name":"a","params":[]}"#);
    assert!(!document.nil_server);
}

#[test]
fn what_the_specification_wants_apart_is_told() {
    let method =
        r#"{"name":"a","params":[],"errors":[{"code":1,"message":"x"},{"code":1,"message":"y"}]}"#;
    let (document, notes) = with_method(&format!("{method}, {method}"));
    assert_eq!(document.methods.len(), 2);
    let expected = [
        "duplicate /methods/0/errors/1",
        "duplicate /methods/1/name",
        "duplicate /methods/1/errors/1",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn odd_names_are_told_and_kept() {
    for (name, odd) in [
        ("get pets", true),
        ("+", true),
        ("ключ", false),
        ("a.b-c_1", false),
    ] {
        let (document, notes) = with_method(&format!(r#"{{"name":"{name}","params":[]}}"#));
        assert_eq!(document.methods[0].name, name);
        assert_eq!(notes.len(), usize::from(odd), "{name}: {notes:?}");
    }
}

#[test]
fn words_of_one_tool_are_told_and_extensions_are_not() {
    let (_, notes) = with_method(
        r#"{"name":"a","x-y":1,"return":{},"params":[{"name":"p","typ":1,"schema":true}]}"#,
    );
    let expected = [
        "unknown-keyword /methods/0/return",
        "unknown-keyword /methods/0/params/0/typ",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn methods_by_name_are_methods() {
    let (document, notes) = read_text(
        r#"{"openrpc":"1.3.2","info":{"title":"t","version":"1"},"methods":{"a":{"params":[]}}}"#,
    );
    assert_eq!(document.methods[0].name, "a");
    assert_eq!(notes, ["wrong-type /methods"]);
    let (document, notes) = read_text(r#"{"openrpc":"1.3.2","info":{"title":"t","version":"1"}}"#);
    assert!(document.methods.is_empty());
    assert_eq!(notes, ["missing "]);
}

#[test]
fn params_are_read_from_the_schema_of_an_object() {
    let (document, notes) = with_method(
        r##"{"name":"a","params":{"type":"object","properties":{"x":{"type":"string"},"y":{"$ref":"#/y"}},"required":["y"]}}"##,
    );
    let params = document.methods[0].params.iter();
    let params: Vec<_> = params.map(|param| (&*param.name, param.required)).collect();
    assert_eq!(params, [("x", false), ("y", true)]);
    assert_eq!(notes, ["wrong-type /methods/0/params"]);
}

#[test]
fn params_are_read_by_their_names() {
    let (document, _) = with_method(
        r#"{"name":"a","params":{"x":{"type":"string","required":true},"y":{"schema":true}}}"#,
    );
    let params = document.methods[0].params.iter();
    let params: Vec<_> = params.map(|param| (&*param.name, param.required)).collect();
    assert_eq!(params, [("x", true), ("y", false)]);
    let (document, notes) = with_method(r#"{"name":"a","params":["x",""]}"#);
    assert_eq!(document.methods[0].params[0].name, "x");
    assert_eq!(
        notes,
        [
            "wrong-type /methods/0/params/0",
            "wrong-type /methods/0/params/1"
        ]
    );
}

#[test]
fn whatever_stands_for_a_result_is_answered() {
    for result in ["true", r#""string""#, "[]"] {
        let (document, _) =
            with_method(&format!(r#"{{"name":"a","params":[],"result":{result}}}"#));
        assert!(document.methods[0].result.is_some(), "{result}");
    }
}
