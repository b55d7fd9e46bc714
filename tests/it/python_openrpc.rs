//! The Python package openrpc on starlette: a user's crate that is generated from the running server, over HTTP and
//! over WebSocket, from a document that was made from Python's types.

use callwright_tests::peer::PythonOpenrpc;

use crate::consumer::Consumer;

/// What the crate prints of each server, whose shelves are empty at first.
const VISIT: &[&str] = &[
    "connected to Library",
    "added Dune to novels",
    r#"at Some((3, "b")) for String("9.90") on 2024-01-02T03:04:05.678000Z"#,
    r#"by Some([Author { born: Some(None), name: "Frank Herbert" }])"#,
    "recorded 7.5",
    "got Dune",
    "found true",
    "found false",
    "found true",
    r#"counted [("maps", 1), ("novels", 1)]"#,
    "deep a/b/c",
    r#"refused 404 No such item {"id":"00000000-0000-0000-0000-000000000000"}"#,
    r#"refused -32602 Invalid params "1 validation error for get_item.params\nid\n  I"#,
    "failed -32000 Server error",
    r#"batch 0 20 true ["a line"]"#,
    "overtaken true, then 1000",
];

#[test]
fn a_client_is_generated_from_types_of_python() {
    let start = || PythonOpenrpc::start().expect("the server starts");
    let (http, ws) = (start(), start());
    let variables = [("LIBRARY_HTTP", http.http()), ("LIBRARY_WS", ws.ws())];
    let consumer = Consumer::build("library", &variables).expect("the crate builds");
    let printed = consumer.run().expect("the crate runs");
    let wanted: Vec<_> = [&["over http"], VISIT, &["over ws"], VISIT].concat();
    assert_eq!(printed, wanted);
}
