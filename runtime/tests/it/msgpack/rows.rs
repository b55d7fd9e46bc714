//! What messages look like, byte for byte, as the peers of the family write them.
use callwright::{ConnectOptions, Connection, Error, Params, Request};
use serde_json::{Value, json};

use super::{DEADLINE, call, connect, refused};

/// Sends a call, sees these bytes, answers those.
async fn exchange(
    method: &'static str,
    params: &[Value],
    sent: &str,
    answer: &str,
) -> Result<Value, Error> {
    let (client, mut peer) = connect(ConnectOptions::new());
    let talk = async {
        peer.expect(sent).await;
        peer.send(answer).await;
    };
    let (result, ()) = tokio::join!(call(&client, method, params).into_future(), talk);
    result
}

#[tokio::test]
async fn requests_and_responses_are_arrays_of_four() {
    // W1, W2: add(5, 4) with the first id.
    let sum = exchange(
        "add",
        &[json!(5), json!(4)],
        "94 00 00 a3 616464 92 05 04",
        "94 01 00 c0 09",
    )
    .await;
    assert_eq!(sum.unwrap(), 9);
    let nothing = exchange("add", &[], "94 00 00 a3 616464 90", "94 01 00 c0 c0").await;
    assert_eq!(nothing.unwrap(), Value::Null);
}

#[tokio::test]
async fn a_notification_is_an_array_of_three() {
    // W3: temperature(102.1).
    let (client, mut peer) = connect(ConnectOptions::new());
    let params = Params::by_position().with("", &102.1).unwrap();
    client
        .notify(Request::new("temperature", params))
        .await
        .unwrap();
    peer.expect("93 02 ab 74656d7065726174757265 91 cb4059866666666666")
        .await;
}

#[tokio::test]
async fn no_params_are_an_empty_array() {
    // W4: never nil.
    let done = exchange(
        "noargs",
        &[],
        "94 00 00 a6 6e6f61726773 90",
        "94 01 00 c0 c3",
    )
    .await;
    assert_eq!(done.unwrap(), true);
}

#[tokio::test]
async fn ids_are_read_in_any_width_and_as_floats() {
    // W5, W6: Neovim answers in 64 bits, others with a float.
    for id in [
        "00",
        "cc00",
        "cd0000",
        "ce00000000",
        "cf0000000000000000",
        "d000",
        "d10000",
        "d200000000",
        "d30000000000000000",
        "ca00000000",
        "cb0000000000000000",
    ] {
        let answer = format!("94 01 {id} c0 03");
        let result = exchange("x", &[], "94 00 00 a1 78 90", &answer).await;
        assert_eq!(result.unwrap(), 3, "{id}");
    }
}

#[tokio::test]
async fn ids_are_written_in_the_smallest_encoding() {
    let (client, mut peer) = connect(ConnectOptions::new());
    for id in 0..=70_000_u32 {
        let mut request = vec![0x94, 0x00];
        match id {
            0..=0x7f => request.push(id.to_be_bytes()[3]),
            0x80..=0xff => request.extend([0xcc, id.to_be_bytes()[3]]),
            0x100..=0xffff => {
                request.push(0xcd);
                request.extend(&id.to_be_bytes()[2..]);
            }
            _ => {
                request.push(0xce);
                request.extend(id.to_be_bytes());
            }
        }
        request.extend([0xa1, b'x', 0x90]);
        let mut sent = Box::pin(call(&client, "x", &[]).into_future());
        assert!(
            futures_util::future::poll_immediate(&mut sent)
                .await
                .is_none()
        );
        assert_eq!(peer.take(request.len()).await, request, "{id}");
        if id == 70_000 {
            peer.send("94 01 ce00011170 c0 03").await;
            let answer = tokio::time::timeout(DEADLINE, sent).await.unwrap();
            assert_eq!(answer.unwrap(), 3);
        }
    }
}

#[tokio::test]
async fn whatever_is_not_nil_is_an_error() {
    // W7, W8, W9: false, 0 and empty text too; both slots are kept.
    for (error, message) in [
        ("c2", "false"),
        ("00", "0"),
        ("a0", ""),
        ("a3 626164", "bad"),
        ("92 00 a3 626164", "bad"),
        ("80", ""),
    ] {
        let answer = format!("94 01 00 {error} c0");
        let outcome = exchange("x", &[], "94 00 00 a1 78 90", &answer).await;
        assert_eq!(refused(outcome).message(), message, "{error}");
    }
}

#[tokio::test]
async fn what_stands_beside_an_error_is_kept() {
    // W9, as in Ruby and Java.
    let answer = "94 01 00 a7 2e4e6f536f6d65 91 a3 626164";
    let outcome = exchange("x", &[], "94 00 00 a1 78 90", answer).await;
    let error = refused(outcome);
    assert_eq!(error.message(), ".NoSome");
    assert_eq!(error.data::<Vec<String>>().unwrap().unwrap(), ["bad"]);
    assert_eq!(
        error.result_slot().unwrap().as_bytes(),
        super::bytes("91 a3 626164")
    );
}

#[tokio::test]
async fn text_that_is_no_utf_8_and_long_forms_are_taken() {
    // W10, W11.
    let odd = exchange("x", &[], "94 00 00 a1 78 90", "94 01 00 c0 a1 ff").await;
    assert_eq!(odd.unwrap(), "\u{fffd}");
    let long = "dc 0004 cc01 cd0000 c0 da0003 616263";
    let long = exchange("x", &[], "94 00 00 a1 78 90", long).await;
    assert_eq!(long.unwrap(), "abc");
}

#[tokio::test]
async fn params_and_methods_come_in_every_form() {
    // W12, W13: a map of params, nil, a method as binary data.
    let options = ConnectOptions::new();
    options
        .handlers
        .on("given", async |params: Value| Ok(params));
    let (_client, mut peer) = connect(options);
    for (request, answer) in [
        (
            "94 00 07 a5 676976656e 82 a161 01 a162 02",
            "94 01 07 c0 82 a161 01 a162 02",
        ),
        ("94 00 07 c4 05 676976656e 92 01 02", "94 01 07 c0 92 01 02"),
        ("94 00 07 d9 05 676976656e 90", "94 01 07 c0 90"),
        ("94 00 07 a5 676976656e c0", "94 01 07 c0 80"),
    ] {
        peer.send(request).await;
        peer.expect(answer).await;
    }
}

#[tokio::test]
async fn ids_of_others_go_back_as_they_came() {
    // W6: floats, more than 32 bits, text, below zero.
    let options = ConnectOptions::new();
    options.handlers.on("x", async |(): ()| Ok(0));
    let (_client, mut peer) = connect(options);
    for id in [
        "cb41f0000000000000",
        "cf0000000100000000",
        "ff",
        "a2 6964",
        "cc07",
        "d2ffffff00",
        "c0",
        "93 01 02 03",
        "d4 00 01",
    ] {
        peer.send(&format!("94 00 {id} a1 78 90")).await;
        peer.expect(&format!("94 01 {id} c0 00")).await;
    }
}
