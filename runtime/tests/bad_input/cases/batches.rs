//! Arrays: batches that are too long, broken, or of things that are no requests.
use super::{Case, call, endless, json};

pub(super) fn cases() -> Vec<Case> {
    let good = call("add", "[1,2]");
    let note = r#"{"jsonrpc":"2.0","method":"note","params":["x"]}"#;
    let long = call("long", "[70000]");
    vec![
        json("no request", "[]"),
        json("three requests", format!("[{good},{good},{good}]")),
        json("four requests", format!("[{good},{good},{good},{good}]")),
        json(
            "thirty thousand numbers",
            format!("[{}7]", "7,".repeat(30_000)),
        ),
        endless(
            "thirty thousand numbers that do not end",
            format!("[{}", "7,".repeat(30_000)),
        ),
        json(
            "a number, a request and a batch",
            format!("[7,{good},[{good}]]"),
        ),
        json(
            "a request and half of one",
            format!(r#"[{good},{{"jsonrpc""#),
        ),
        json("a request and a comma", format!("[{good},]")),
        json("a request and what is no JSON", format!("[{good},hello]")),
        json("notifications", format!("[{note},{note}]")),
        json(
            "a notification and a call at which the service panics",
            format!("[{note},{}]", call("panic", "[]")),
        ),
        json(
            "calls whose answers together are over the limit",
            format!("[{long},{long},{long}]"),
        ),
        json(
            "over the limit",
            format!(
                "[{}]",
                call("name", &format!("[\"{}\"]", "x".repeat(70_000)))
            ),
        ),
        json(
            "an answer to nobody",
            r#"[{"jsonrpc":"2.0","id":1,"result":7}]"#,
        ),
    ]
}
