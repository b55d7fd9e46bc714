//! One message in the place of an answer, over every transport.
use crate::rude::{
    case::{Ask, Case, Way, answer, right},
    visit::LIMIT,
};

pub fn cases() -> Vec<Case> {
    let answers = |row, way| Case::new(row, Way::Answer(way));
    vec![
        Case::new("does not answer", Way::Silence),
        Case::new("answers before it has read the request", Way::Early).asked(Ask::Large),
        answers("sends nothing as a message", |_| Vec::new()),
        answers("sends HTML", |_| {
            b"<html><h1>Bad gateway</h1></html>".to_vec()
        }),
        answers("sends JSON that is no response", |_| {
            b"{\"ok\":true}".to_vec()
        }),
        answers("sends an array without elements", |_| b"[]".to_vec()),
        answers("sends neither a result nor an error", |request| {
            format!(r#"{{"id":{},"jsonrpc":"2.0"}}"#, request["id"]).into_bytes()
        }),
        answers("sends a result that breaks off", |request| {
            let mut whole = answer(request, r#""result":{"name":"Bobik","tags":[1,2,3]"#);
            whole.truncate(whole.len() - 12);
            whole
        }),
        answers("sends a result that is not UTF-8", |request| {
            let mut bytes = answer(request, r#""result":["?"]"#);
            let place = bytes.iter().position(|byte| *byte == b'?').unwrap();
            bytes[place] = 0xff;
            bytes
        }),
        answers("sends a result over the limit", |request| {
            let frame = answer(request, r#""result":"""#).len();
            let text = "x".repeat(3 * LIMIT - frame);
            answer(request, &format!(r#""result":"{text}""#))
        }),
        answers(
            "sends a result over the limit, its id at the end",
            |request| {
                let text = "x".repeat(3 * LIMIT);
                let id = format!("{:>6}", request["id"].to_string());
                format!(r#"{{"jsonrpc":"2.0","result":"{text}","id":{id}}}"#).into_bytes()
            },
        ),
        answers("puts a byte order mark first", |request| {
            [b"\xef\xbb\xbf", &right(request)[..]].concat()
        }),
        answers("leaves `jsonrpc` out", |request| {
            format!(r#"{{"id":{},"result":7}}"#, request["id"]).into_bytes()
        }),
        answers("adds members to the response", |request| {
            answer(request, r#""result":7,"took":0.1"#)
        }),
        answers("sends an error of null beside the result", |request| {
            answer(request, r#""result":7,"error":null"#)
        }),
        answers("sends a result of null beside the error", |request| {
            answer(
                request,
                r#""result":null,"error":{"code":1,"message":"no"}"#,
            )
        }),
        answers("puts the id into quotes", |request| {
            format!(r#"{{"jsonrpc":"2.0","id":"{}","result":7}}"#, request["id"]).into_bytes()
        }),
        answers("leaves the id out", |_| {
            br#"{"jsonrpc":"2.0","result":7}"#.to_vec()
        }),
        answers("sends an id of null", |_| {
            br#"{"jsonrpc":"2.0","id":null,"result":7}"#.to_vec()
        }),
        answers("sends an id that no call had", |_| {
            br#"{"jsonrpc":"2.0","id":4711,"result":7}"#.to_vec()
        }),
        answers("sends an id of another type", |_| {
            br#"{"jsonrpc":"2.0","id":{"n":1},"result":7}"#.to_vec()
        }),
        answers("sends an error with an id of null", |_| {
            br#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"cannot read"}}"#
                .to_vec()
        }),
        answers("sends an error without a response around it", |_| {
            br#"{"code":-32601,"message":"no such method"}"#.to_vec()
        }),
        answers("adds members to the error", |request| {
            answer(
                request,
                r#""error":{"code":42,"message":"no","name":"E","stack":["a"]}"#,
            )
        }),
        answers("sends an error with a positive code", |request| {
            answer(
                request,
                r#""error":{"code":3,"message":"reverted","data":"0x08c3"}"#,
            )
        }),
        answers("sends the code of an error as a string", |request| {
            answer(request, r#""error":{"code":"42","message":"no"}"#)
        }),
        answers("sends an error without a message", |request| {
            answer(request, r#""error":{"code":42}"#)
        }),
        answers("sends an error that is a string", |request| {
            answer(request, r#""error":"no""#)
        }),
        answers("sends an error with nested data", |request| {
            answer(
                request,
                r#""error":{"code":42,"message":"no","data":[{"at":{"line":1}}]}"#,
            )
        }),
        answers("sends an error with huge data", |request| {
            let data = "x".repeat(LIMIT - 200);
            answer(
                request,
                &format!(r#""error":{{"code":42,"message":"no","data":"{data}"}}"#),
            )
        }),
        answers("answers a notification", right_to_nobody).asked(Ask::Notify),
        answers("answers a notification with an error", |_| {
            br#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"no such method"}}"#.to_vec()
        })
        .asked(Ask::Notify),
    ]
}

fn right_to_nobody(_: &serde_json::Value) -> Vec<u8> {
    br#"{"jsonrpc":"2.0","result":7}"#.to_vec()
}
