//! Requests both ways on one stream, inside each other to any depth that makes sense.
use std::sync::Arc;

use callwright::{
    ByteStream, Call, ConnectOptions, Connection, Context, Error, Params, Request, ServerError,
    Wire,
};
use serde_json::{Value, json};
use tokio::net::UnixStream;

use super::{DEADLINE, call, connect, echo, message};

/// Two clients of each other: each adds one to what the other makes of one less.
fn pair() -> [ByteStream; 2] {
    let (left, right) = UnixStream::pair().unwrap();
    [left, right].map(|stream| {
        let options = ConnectOptions::new().with_wire(Wire::MessagePack);
        options
            .handlers
            .on_with_context("down", async |(depth,): (u64,), context: Context| {
                if depth == 0 {
                    return Ok(0);
                }
                let below = down(Arc::new(context.peer()), depth - 1).await;
                below
                    .map(|below| below + 1)
                    .map_err(|error| ServerError::new(2, error.to_string()))
            });
        ByteStream::over(stream, options)
    })
}

async fn down(connection: Arc<dyn Connection>, depth: u64) -> Result<u64, Error> {
    let params = Params::by_position().with("", &depth)?;
    Call::<u64>::dynamic(connection, Request::new("down", params)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_calls_inside_each_other() {
    let [left, right] = pair();
    let many = (0..16).map(|index| {
        let side: Arc<dyn Connection> = Arc::new(if index % 2 == 0 {
            left.clone()
        } else {
            right.clone()
        });
        down(side, 3)
    });
    let many = tokio::time::timeout(DEADLINE, futures_util::future::join_all(many))
        .await
        .unwrap();
    assert!(many.into_iter().all(|depth| depth.unwrap() == 3));
    for side in [&left, &right] {
        let deep = down(Arc::new(side.clone()), 64);
        assert_eq!(
            tokio::time::timeout(DEADLINE, deep).await.unwrap().unwrap(),
            64
        );
    }
}

#[tokio::test]
async fn answers_come_in_any_order() {
    // S1: sent in one order, answered in another.
    let (client, mut peer) = connect(ConnectOptions::new());
    let calls = (0..1000).map(|number| call(&client, "x", &[json!(number)]).into_future());
    let calls = futures_util::future::join_all(calls);
    let talk = async {
        let mut requests = Vec::new();
        for _ in 0..1000 {
            requests.push(peer.json().await);
        }
        for place in (0..1000).map(|place| place * 387 % 1000) {
            let request = &requests[place];
            peer.send_bytes(&message(&json!([1, request[1], null, request[3][0]])))
                .await;
        }
    };
    let (results, ()) = tokio::join!(calls, talk);
    for (result, number) in results.into_iter().zip(0..) {
        assert_eq!(result.unwrap(), number);
    }
    assert_eq!((client.in_flight(), client.strays().total()), (0, 0));
}

#[tokio::test]
async fn batches_go_one_by_one() {
    let (client, peer) = connect(ConnectOptions::new());
    tokio::spawn(echo(peer));
    let calls = (0..200).map(|number| call(&client, "x", &[json!(number)]));
    let results = callwright::batch(calls.collect::<Vec<_>>()).await;
    for (result, number) in results.into_iter().zip(0..) {
        assert_eq!(result.unwrap(), Value::from(vec![number]));
    }
}
