//! Bytes that can be no message: they end the connection with a typed reason, before they are kept.
use std::error::Error as _;

use callwright::{ConnectOptions, Connection, Error, ErrorStyle, Malformed};
use serde_json::json;

use super::{DEADLINE, call, connect, message};

/// What a connection says that ended at these bytes, with a call under way.
async fn end(options: ConnectOptions, bytes: &[u8], is_over: bool) -> Malformed {
    let (client, mut peer) = connect(options);
    let mut waiting = Box::pin(call(&client, "x", &[]).into_future());
    assert!(
        futures_util::future::poll_immediate(&mut waiting)
            .await
            .is_none()
    );
    peer.expect("94 00 00 a1 78 90").await;
    peer.send_bytes(bytes).await;
    let held = (!is_over).then_some(peer);
    let outcome = tokio::time::timeout(DEADLINE, waiting).await.unwrap();
    let (waited, ended) = (outcome.unwrap_err(), client.ended().await);
    drop(held);
    for error in [&waited, &ended] {
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
    }
    // Who waited was told the same.
    assert_eq!(waited.to_string(), format!("`x`: {ended}"));
    let cause = ended.source().expect("it has a reason");
    *cause.downcast_ref().expect("it is typed")
}

#[tokio::test]
async fn ill_formed_bytes_end_the_connection() {
    let small = || ConnectOptions::new().with_max_reply_bytes(1000);
    for (bytes, expected) in [
        ("c1", "Reserved { at: 0 }"),
        ("94 01 00 c0 c1", "Reserved { at: 4 }"),
        ("07", "NotArray"),
        ("80", "NotArray"),
        ("a1 78", "NotArray"),
        // Longer than anything that came, by their own words.
        (
            "94 01 00 c0 c6 ffffffff",
            "TooLong { least: 4294967304, limit: 1000 }",
        ),
        (
            "94 01 00 c0 db ffffffff",
            "TooLong { least: 4294967304, limit: 1000 }",
        ),
        (
            "94 01 00 c0 dd ffffffff",
            "TooLong { least: 4294967304, limit: 1000 }",
        ),
        (
            "94 01 00 c0 df ffffffff",
            "TooLong { least: 8589934599, limit: 1000 }",
        ),
        (
            "94 01 00 c0 c9 ffffffff 01",
            "TooLong { least: 4294967305, limit: 1000 }",
        ),
        ("dd ffffffff", "TooLong { least: 4294967300, limit: 1000 }"),
    ] {
        let malformed = end(small(), &super::bytes(bytes), false).await;
        assert_eq!(format!("{malformed:?}"), expected, "{bytes}");
    }
}

#[tokio::test]
async fn arrays_inside_each_other_are_counted() {
    let deep = |depth: usize| {
        [
            &[0x94, 0x01, 0x00, 0xc0][..],
            &vec![0x91; depth - 2],
            &[0x90],
        ]
        .concat()
    };
    let malformed = end(ConnectOptions::new(), &deep(129), false).await;
    assert!(matches!(malformed, Malformed::TooDeep { limit: 128 }));
    let malformed = end(ConnectOptions::new(), &deep(100_000), false).await;
    assert!(matches!(malformed, Malformed::TooDeep { limit: 128 }));
    let malformed = end(ConnectOptions::new().with_max_depth(8), &deep(9), false).await;
    assert!(matches!(malformed, Malformed::TooDeep { limit: 8 }));
    let (client, mut peer) = connect(ConnectOptions::new());
    let talk = async {
        peer.expect("94 00 00 a1 78 90").await;
        peer.send_bytes(&deep(128)).await;
    };
    let (answer, ()) = tokio::join!(call(&client, "x", &[]).into_future(), talk);
    let mut value = &answer.unwrap();
    let mut depth = 1;
    while let Some(inner) = value.get(0) {
        (value, depth) = (inner, depth + 1);
    }
    assert_eq!(depth, 127);
}

#[tokio::test]
async fn a_message_that_is_cut_off_is_never_a_value() {
    let answer = message(&json!([1, 0, null, {"a": ["b", 7.5, "c"]}]));
    for end_of_it in 1..answer.len() {
        let malformed = end(ConnectOptions::new(), &answer[..end_of_it], true).await;
        assert!(matches!(malformed, Malformed::Truncated), "{end_of_it}");
    }
}

#[tokio::test]
async fn a_peer_is_told_once_if_that_is_asked_for() {
    // S15, in Neovim's words for errors.
    for (style, error) in [
        (
            ErrorStyle::CodeMessage,
            json!([-32600, "the message is no array"]),
        ),
        (ErrorStyle::Text, json!("the message is no array")),
    ] {
        let options = ConnectOptions::new()
            .with_error_style(style)
            .with_tell_malformed(true);
        let (_client, mut peer) = connect(options);
        peer.send("07 07 c1").await;
        assert_eq!(peer.json().await, json!([1, 0, error, null]));
        peer.silence().await;
    }
    let (_client, mut peer) = connect(ConnectOptions::new());
    peer.send("07").await;
    peer.silence().await;
}

#[tokio::test]
async fn messages_may_come_byte_by_byte_and_many_at_once() {
    let (client, mut peer) = connect(ConnectOptions::new());
    let answer = message(&json!([1, 0, null, {"a": ["b", 7.5, "c"]}]));
    let talk = async {
        peer.expect("94 00 00 a1 78 90").await;
        for byte in &answer {
            peer.send_bytes(&[*byte]).await;
            tokio::task::yield_now().await;
        }
    };
    let (answer, ()) = tokio::join!(call(&client, "x", &[]).into_future(), talk);
    assert_eq!(answer.unwrap(), json!({"a": ["b", 7.5, "c"]}));
    let calls: Vec<_> = (0..100)
        .map(|_| call(&client, "y", &[]).into_future())
        .collect();
    let talk = async {
        let mut answers = Vec::new();
        for _ in 0..100 {
            let request = peer.json().await;
            answers.extend(message(&json!([1, request[1], null, request[1]])));
        }
        peer.send_bytes(&answers).await;
    };
    let (answers, ()) = tokio::join!(futures_util::future::join_all(calls), talk);
    for (answer, id) in answers.into_iter().zip(1..) {
        assert_eq!(answer.unwrap(), id);
    }
}
