//! A user's crate that is generated from the running server, over HTTP and over WebSocket.

use super::start;
use crate::consumer::Consumer;

/// What the crate prints of each server, whose shelf is empty at first.
const VISIT: [&str; 14] = [
    "connected to Bookshelf",
    "added 1 Dune 412 None",
    r#"added 2 Emma 474 Some("lent")"#,
    "added 3 Ulysses 730 None",
    "found DUNE",
    r#"refused 409 Book exists {"title":"Dune"}"#,
    "refused 404 No such book",
    "refused 6969 unknown error",
    "no answer to nothing",
    "page Dune, Emma of 3",
    "next from 2",
    "page Ulysses of 3",
    "streamed 3",
    r#"logged ["visited"]"#,
];

#[test]
fn a_client_is_generated_from_the_server_that_it_calls() {
    let (http, ws) = (start(), start());
    let variables = [("BOOKSHELF_HTTP", http.http()), ("BOOKSHELF_WS", ws.ws())];
    let consumer = Consumer::build("bookshelf", &variables).expect("the crate builds");
    let printed = consumer.run().expect("the crate runs");
    let wanted: Vec<_> = [&["over http"][..], &VISIT, &["over ws"], &VISIT].concat();
    assert_eq!(printed, wanted);

    // Another address is another document: nothing may be left of this build.
    let gone = start().ws();
    let variables = [("BOOKSHELF_HTTP", http.http()), ("BOOKSHELF_WS", gone)];
    let refused = Consumer::build("bookshelf", &variables).expect_err("nobody listens there");
    let words = refused.to_string();
    let first = words.split("\n\n").next().unwrap_or_default();
    let [_, gone] = variables.each_ref().map(|(_, url)| url);
    assert!(first.contains(&format!("discover+{gone}")), "{words}");
    assert!(first.contains("consumers/bookshelf/main.rs:6:"), "{words}");
}
