//! Messages that are no requests of JSON-RPC, or none that can be answered.
use super::{Case, call, endless, json};
use crate::served::NARROW;

pub(super) fn cases() -> Vec<Case> {
    let deep = |depth| format!("{}7{}", "[".repeat(depth), "]".repeat(depth));
    let of = |members: &str| format!(r#"{{"jsonrpc":"2.0",{members}}}"#);
    vec![
        json("words", "hello"),
        json("half a request", r#"{"jsonrpc":"2.0","id":1,"meth"#),
        json(
            "a request that breaks off in its params",
            r#"{"jsonrpc":"2.0","id":1,"method":"add","params":[1"#,
        ),
        json(
            "a request with another behind it",
            format!("{} 7", call("add", "[1,2]")),
        ),
        json(
            "text that is not UTF-8",
            &b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}"[..],
        ),
        json(
            "a bare tabulator within a string",
            of("\"id\":1,\"method\":\"a\tdd\""),
        ),
        json("half of a surrogate pair", call("name", r#"["\ud800"]"#)),
        json(
            "a byte order mark before a request",
            format!("\u{feff}{}", call("add", "[1,2]")),
        ),
        json("a number", "7"),
        json("a string", r#""add""#),
        json("null", "null"),
        json("an object without members", "{}"),
        json("no method", of(r#""id":1"#)),
        json("a method that is a number", of(r#""id":1,"method":7"#)),
        json("no version", r#"{"id":1,"method":"add","params":[1,2]}"#),
        json(
            "another version",
            r#"{"jsonrpc":"1.0","id":1,"method":"add","params":[1,2]}"#,
        ),
        json(
            "an id that is an object",
            of(r#""id":{},"method":"add","params":[1,2]"#),
        ),
        json(
            "an id of true",
            of(r#""id":true,"method":"add","params":[1,2]"#),
        ),
        json(
            "an id of null",
            of(r#""id":null,"method":"add","params":[1,2]"#),
        ),
        json(
            "an id with a fraction",
            of(r#""id":1.5,"method":"add","params":[1,2]"#),
        ),
        json(
            "an id beyond all numbers",
            of(r#""id":1e999,"method":"add","params":[1,2]"#),
        ),
        json(
            "two ids",
            of(r#""id":7,"id":1,"method":"add","params":[1,2]"#),
        ),
        json(
            "members that nobody knows",
            of(r#""id":1,"method":"add","params":[1,2],"x":{}"#),
        ),
        json("params that are a number", call("add", "7")),
        json("params that are a string", call("add", r#""1,2""#)),
        json("a param too few", call("add", "[1]")),
        json("a param of another type", call("add", r#"[1,"x"]"#)),
        json("a param of another name", call("add", r#"{"a":1,"c":2}"#)),
        json(
            "a number beyond its type",
            call("add", "[1,99999999999999999999]"),
        ),
        json("a number beyond all numbers", call("add", "[1,1e999]")),
        json("a method that there is not", call("delete", "[]")),
        json(
            "a method with a line break in its name",
            call(r"a\nb", "[]"),
        ),
        json("a method of 60 KiB", call(&"m".repeat(60 << 10), "[]")),
        json("a call at which the service panics", call("panic", "[]")),
        json("arrays 30,000 deep", deep(30_000)),
        json(
            "objects 10,000 deep",
            format!("{}7{}", r#"{"a":"#.repeat(10_000), "}".repeat(10_000)),
        ),
        endless("arrays 30,000 deep that do not end", "[".repeat(30_000)),
        json("params 30,000 deep", call("add", &deep(30_000))),
        json(
            "a param 30,000 deep of any type",
            call("echo", &format!("[{}]", deep(30_000))),
        ),
        json(
            "a request over the limit",
            call("name", &format!("[\"{}\"]", "x".repeat(NARROW))),
        ),
        json(
            "a request over the limit, its id at the end",
            format!(
                r#"{{"jsonrpc":"2.0","method":"name","params":["{}"],"id":1}}"#,
                "x".repeat(NARROW)
            ),
        ),
        json(
            "a call whose answer is a megabyte",
            call("long", "[1000000]"),
        ),
        json("an answer to nobody", of(r#""id":1,"result":7"#)),
        json(
            "an error to nobody",
            of(r#""id":null,"error":{"code":-32700,"message":"Parse error"}"#),
        ),
        json("a notification", of(r#""method":"note","params":["x"]"#)),
        json(
            "a notification with wrong params",
            of(r#""method":"note","params":[7]"#),
        ),
        json(
            "a notification that nobody knows",
            of(r#""method":"delete""#),
        ),
        json("a notification without a method", of(r#""params":[]"#)),
        json("a subscription with a param too few", call("ticks", "[]")),
        json(
            "an end of what it has not subscribed to",
            call("unsubscribe_ticks", "[7]"),
        ),
    ]
}
