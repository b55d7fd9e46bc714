//! A peer that reads nothing, and handlers that never end: memory stays, calls time out, closing takes no longer than it may,
//! and what is answered and told comes through.
use std::time::{Duration, Instant};

use callwright::{ConnectOptions, Connection, Error, Handlers, Params, Request};
use futures_util::future::join_all;
use tokio::{io::AsyncWriteExt, net::UnixStream};

use super::{call, over};
use crate::{
    alone::alone,
    ground::{DEADLINE, resident, until},
};

/// How much more memory there may be: queues, sockets and what allocators keep.
const MOST: usize = 48 << 20;

/// What each call brings.
const LONG: usize = 64 << 10;

#[test]
fn calls_that_nobody_reads() {
    alone("msgpack::unread::calls_that_nobody_reads", async |ground| {
        let idle = ground.idle().await;
        let (ours, theirs) = UnixStream::pair().unwrap();
        let before = resident();
        let options = ConnectOptions::new()
            .with_max_queued_bytes(1 << 20)
            .with_timeout(Duration::from_millis(500));
        let client = over(ours, options);
        for _ in 0..20 {
            let calls = (0..100).map(|_| {
                let params = Params::by_position().with("", &"x".repeat(LONG)).unwrap();
                client.call(Request::new("long", params))
            });
            let outcomes = tokio::time::timeout(DEADLINE, join_all(calls))
                .await
                .unwrap();
            for outcome in outcomes {
                let error = outcome.unwrap_err();
                assert!(matches!(error, Error::Timeout(_)), "{error}");
            }
            assert_eq!(client.in_flight(), 0);
        }
        let grown = resident().saturating_sub(before);
        println!("{grown} bytes more");
        assert!(grown < MOST, "{grown} bytes more");
        let began = Instant::now();
        client.close(Duration::from_millis(200)).await;
        assert!(began.elapsed() < DEADLINE / 2);
        drop((client, theirs));
        ground.settle(&idle).await;
    });
}

/// Questions wait without the buffers that they came in, in which far longer messages came, too.
#[test]
fn questions_whose_answers_nobody_reads() {
    alone(
        "msgpack::unread::questions_whose_answers_nobody_reads",
        async |ground| {
            let idle = ground.idle().await;
            let (ours, mut theirs) = UnixStream::pair().unwrap();
            let handlers = Handlers::new();
            handlers.on("ask", async |(): ()| Ok("x".repeat(1000)));
            let options = ConnectOptions::new()
                .with_handlers(handlers)
                .with_max_queued_bytes(1 << 20)
                .with_max_reply_bytes(1 << 20)
                .with_max_handled(16);
            let client = over(ours, options);
            let before = resident();
            let told = [&b"\x93\x02\xa1t\x91\xc5\xea\x60"[..], &[0; 60_000]].concat();
            let message = [&b"\x94\x00\x01\xa3ask\x90"[..], &told].concat();
            for _ in 0..4000 {
                theirs.write_all(&message).await.unwrap();
            }
            let grown = resident().saturating_sub(before);
            println!("{grown} bytes more");
            assert!(grown < MOST / 2, "{grown} bytes more");
            let began = Instant::now();
            client.close(Duration::from_millis(200)).await;
            assert!(began.elapsed() < DEADLINE / 2);
            drop((client, theirs));
            ground.settle(&idle).await;
        },
    );
}

/// Who takes its time to answer holds up neither what we are answered nor what we are told.
#[test]
fn slow_handlers_hold_nobody_up() {
    alone(
        "msgpack::unread::slow_handlers_hold_nobody_up",
        async |ground| {
            let idle = ground.idle().await;
            let (ours, theirs) = UnixStream::pair().unwrap();
            let handlers = Handlers::new();
            handlers.on("never", async |(): ()| {
                std::future::pending::<()>().await;
                Ok(())
            });
            let options = ConnectOptions::new()
                .with_handlers(handlers)
                .with_timeout(DEADLINE)
                .with_max_handled(4);
            let client = over(ours, options);
            let mut theirs = theirs;
            // Far more than are answered at once, then an answer and something to be heard.
            theirs
                .write_all(&b"\x94\x00\x01\xa5never\x90".repeat(1000))
                .await
                .unwrap();
            let asked = tokio::spawn(call::<u64>(&client, "ask", 7).into_future());
            until("the call is there", || client.in_flight() == 1).await;
            theirs
                .write_all(b"\x93\x02\xa4tick\x90\x94\x01\x00\xc0\x07")
                .await
                .unwrap();
            assert_eq!(asked.await.unwrap().unwrap(), 7);
            assert_eq!(client.stray_frames(), 1);
            drop((client, theirs));
            ground.settle(&idle).await;
        },
    );
}
