//! Batches over streams of bytes, in each framing.
use callwright::{ByteStream, ConnectOptions, Error, Framing, batch};
use serde_json::{Value, json};

use crate::{
    peer::{Peer, Transport, serve},
    petshop::Petshop,
};

/// Each framing, over a server that answers batches of sums the last call first.
async fn visit(
    options: ConnectOptions,
    result: fn(&Value) -> Value,
    check: impl AsyncFn(ByteStream, Petshop),
) {
    for framing in [Framing::Lines, Framing::Values, Framing::ContentLength] {
        let address = serve(Transport::Tcp, framing, move |mut peer: Peer| async move {
            while let Some(request) = peer.request().await {
                let answer = |call: &Value| json!({"jsonrpc": "2.0", "id": call["id"], "result": result(call)});
                let answer = match &request {
                    Value::Array(calls) => calls.iter().rev().map(answer).collect(),
                    call => answer(call),
                };
                peer.message(&answer.to_string()).await;
            }
        })
        .await;
        let options = options.clone().with_framing(framing);
        let stream = ByteStream::connect(&address.url, options).await.unwrap();
        check(stream.clone(), Petshop::with_connection(stream)).await;
    }
}

#[tokio::test]
async fn answers_come_in_one_message() {
    let check = async |stream: ByteStream, shop: Petshop| {
        for count in [1, 2, 1000] {
            let sums = batch((0..count).map(|number| shop.sum(number))).await;
            assert!(sums.into_iter().map(Result::unwrap).eq(0..count));
        }
        assert_eq!((stream.in_flight(), stream.stray_frames()), (0, 0));
    };
    visit(
        ConnectOptions::new(),
        |call| call["params"][0].clone(),
        check,
    )
    .await;
}

#[tokio::test]
async fn an_answer_over_the_limit_costs_its_batch() {
    let check = async |stream: ByteStream, shop: Petshop| {
        for result in batch([shop.sum(1), shop.sum(2)]).await {
            let error = result.unwrap_err();
            assert!(matches!(error, Error::Transport(_)), "{error:?}");
            assert!(error.to_string().contains("more than 1000"), "{error}");
        }
        assert!(!stream.is_closed());
        assert_eq!((stream.in_flight(), stream.stray_frames()), (0, 0));
    };
    let options = ConnectOptions::new().with_max_reply_bytes(1000);
    visit(options, |_| json!("x".repeat(2000)), check).await;
}
