//! Whatever is dropped at whatever moment: places, permits and tasks are given back.
use std::{future::IntoFuture, pin::Pin, time::Duration};

use callwright::{
    BoxFuture, ByteStream, ConnectOptions, Connection, Framing, Handlers, IntoConnection,
    Streaming, Subscribe,
};
use futures_util::future::{FutureExt, join_all, poll_immediate};
use tokio::runtime::Handle;

use super::{in_time, request};
use crate::peer::Peer;

const RULE: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .unsubscribe("leave");

/// Answers all, and asks something beside each answer.
async fn serve(mut peer: Peer) {
    while let Some(came) = peer.request().await {
        let all = came
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![came.clone()]);
        let asked = all
            .iter()
            .filter(|one| one["method"].is_string() && one["id"].is_u64());
        let answers: Vec<_> = asked
            .map(|one| crate::peer::answer(one, r#""result":7"#))
            .collect();
        if answers.is_empty() {
            continue;
        }
        peer.message(r#"{"id":"a","method":"ask"}"#).await;
        match came.is_array() {
            true => peer.message(&format!("[{}]", answers.join(","))).await,
            false => peer.message(&answers[0]).await,
        }
    }
}

/// Something that goes over the connection, whatever comes of it.
fn something(stream: &ByteStream, kind: u64) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    match kind % 5 {
        0 => Box::pin(async { drop(stream.notify(request("note")).await) }),
        1 => Box::pin(async { drop(stream.batch(vec![request("a"), request("b")]).await) }),
        2 => {
            let connection = stream.clone().into_connection();
            let call = Subscribe::<i64>::dynamic(connection, request("subscribe"), RULE);
            Box::pin(async { drop(call.into_future().await) })
        }
        _ => Box::pin(async { drop(stream.call(request("call")).await) }),
    }
}

#[tokio::test]
async fn everything_is_given_back() {
    let metrics = Handle::current().metrics();
    let idle = metrics.num_alive_tasks();
    for round in 0..20_u64 {
        let handlers = Handlers::new();
        handlers.on("ask", async |(): ()| {
            tokio::task::yield_now().await;
            Ok(())
        });
        let options = ConnectOptions::new()
            .with_framing(Framing::Lines)
            .with_handlers(handlers)
            .with_max_handled(2)
            .with_max_in_flight(2)
            .with_max_queued_bytes(200);
        let (ours, theirs) = tokio::io::duplex(256);
        let stream = ByteStream::over(ours, options);
        let server = tokio::spawn(serve(Peer::over(theirs, Framing::Lines)));
        // As good as random, and the same in each run.
        let mut state = round;
        for _ in 0..200 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let mut all: Vec<_> = (0..4)
                .map(|n| something(&stream, (state >> 40) + n).fuse())
                .collect();
            for _ in 0..state >> 61 {
                drop(poll_immediate(join_all(all.iter_mut())).await);
                tokio::task::yield_now().await;
            }
        }
        // As many calls as may be are under way at once, and there is room for what they say.
        let calls: Vec<BoxFuture<'_, _>> = (0..4).map(|_| stream.call(request("call"))).collect();
        for answer in in_time(join_all(calls)).await {
            assert_eq!(answer.unwrap().result, "7");
        }
        for answer in in_time(stream.batch(vec![request("a"), request("b")])).await {
            assert_eq!(answer.unwrap().result, "7");
        }
        assert_eq!(stream.in_flight(), 0);
        match round % 3 {
            0 => drop(stream),
            1 => in_time(stream.close(Duration::from_secs(60))).await,
            _ => server.abort(),
        }
        let _ = in_time(server).await;
        in_time(async {
            while metrics.num_alive_tasks() > idle {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
        .await;
    }
}
