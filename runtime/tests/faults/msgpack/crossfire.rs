//! Both ends ask as fast as they can while neither has room, and handlers do whatever they like: nobody waits for ever.
use std::time::Duration;

use callwright::{ByteStream, ConnectOptions, Connection, Error, Handlers, ServerError};
use futures_util::{
    StreamExt,
    future::{join, poll_immediate},
    stream,
};
use tokio::{io::duplex, net::UnixStream};

use super::{call, over};
use crate::{alone::alone, ground::DEADLINE};

/// How many calls each end makes.
const CALLS: u64 = 100_000;

/// No room to speak of: a few messages in the socket, one in the queue, two handlers at once.
fn cramped(handlers: Handlers) -> ConnectOptions {
    ConnectOptions::new()
        .with_handlers(handlers)
        .with_timeout(DEADLINE)
        .with_max_queued_bytes(32)
        .with_max_handled(2)
}

fn twice() -> Handlers {
    let handlers = Handlers::new();
    handlers.on("twice", async |(number,): (u64,)| Ok(2 * number));
    handlers
}

#[test]
fn both_ask_at_once() {
    alone("msgpack::crossfire::both_ask_at_once", async |ground| {
        let idle = ground.idle().await;
        let (one, other) = duplex(256);
        let ends = [one, other].map(|end| over(end, cramped(twice())));
        let asked = join(flood(&ends[0]), flood(&ends[1]));
        let sums = tokio::time::timeout(5 * DEADLINE, asked).await;
        let right = CALLS * (CALLS - 1);
        assert_eq!(sums.expect("they wait for each other"), (right, right));
        assert!(
            ends.iter()
                .all(|end| end.in_flight() == 0 && end.stray_frames() == 0)
        );
        drop(ends);
        ground.settle(&idle).await;
    });
}

async fn flood(end: &ByteStream) -> u64 {
    let calls =
        stream::iter(0..CALLS).map(|number| call::<u64>(end, "twice", number).into_future());
    let answers = calls.buffer_unordered(64);
    answers
        .fold(0, async |sum, answer| sum + answer.unwrap())
        .await
}

/// What handlers can do wrong, and that it costs their request alone.
#[test]
fn handlers_that_do_whatever_they_like() {
    alone(
        "msgpack::crossfire::handlers_that_do_whatever_they_like",
        async |ground| {
            let idle = ground.idle().await;
            let (one, other) = UnixStream::pair().unwrap();
            let handlers = twice();
            handlers.on("fail", async |(number,): (i64,)| {
                Err::<(), _>(ServerError::new(number, "on purpose"))
            });
            handlers.on("never", async |(_,): (u64,)| {
                std::future::pending::<()>().await;
                Ok(())
            });
            handlers.on("late", async |(milliseconds,): (u64,)| {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                Ok(())
            });
            let answering = over(other, ConnectOptions::new().with_handlers(handlers));
            let asking = over(one, ConnectOptions::new().with_timeout(DEADLINE));
            let mut never = call::<()>(&asking, "never", 0).into_future();
            assert!(poll_immediate(&mut never).await.is_none());
            let failed = call::<()>(&asking, "fail", 5).await.unwrap_err();
            assert_eq!(failed.server().unwrap().code(), 5);
            let wrong = asking.call(callwright::Request::new(
                "twice",
                callwright::Params::by_position(),
            ));
            assert_eq!(wrong.await.unwrap_err().server().unwrap().code(), -32602);
            let unknown = call::<()>(&asking, "unknown", 5).await.unwrap_err();
            assert_eq!(unknown.server().unwrap().code(), -32601);
            assert_eq!(call::<u64>(&asking, "twice", 4).await.unwrap(), 8);
            // Its answer comes when nobody is there any more.
            let mut late = call::<()>(&asking, "late", 100).into_future();
            assert!(poll_immediate(&mut late).await.is_none());
            answering.close(Duration::from_millis(10)).await;
            for waiting in [never, late] {
                let ended = tokio::time::timeout(DEADLINE, waiting).await.unwrap();
                assert!(matches!(ended, Err(Error::Closed(_))), "{ended:?}");
            }
            assert_eq!((asking.in_flight(), asking.stray_frames()), (0, 0));
            drop((asking, answering));
            ground.settle(&idle).await;
        },
    );
}
