//! What connections and calls leave behind, however they end: no task, no descriptor, no entry.
use std::time::{Duration, Instant};

use callwright::{ByteStream, ChildProcess, ConnectOptions, Connection, Framing, Params, Request};
use futures_util::future::{join_all, poll_immediate};
use tokio::runtime::Handle;

use super::{FRAMINGS, call, faults::pair};
#[cfg(target_os = "linux")]
use crate::child;
use crate::peer::{Peer, Transport, serve, serve_sevens};

/// Waits until this holds, a minute at most.
async fn until(holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "it does not come to that"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn every_task_ends() {
    let metrics = Handle::current().metrics();
    let idle = metrics.num_alive_tasks();
    for framing in FRAMINGS {
        for round in 0..50 {
            let (stream, peer) = pair(framing, ConnectOptions::new());
            let request = || Request::new("x", Params::by_name());
            let calls: Vec<_> = (0..round).map(|_| stream.call(request())).collect();
            match round % 2 {
                0 => drop((peer, calls)),
                _ => {
                    drop(calls);
                    drop(stream);
                }
            }
        }
    }
    until(|| metrics.num_alive_tasks() <= idle).await;
}

/// Counted in a process of its own, since the other tests of this one open and close their own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn every_descriptor_is_closed() {
    child::passes("byte_stream::leaks::descriptors_are_counted").await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn descriptors_are_counted() {
    if !child::is_one() {
        return;
    }
    // The first child has the runtime open what it hears of children by.
    visit_child().await;
    let open = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    for transport in [Transport::Tcp, Transport::Unix] {
        let address = serve(transport, Framing::Lines, |mut peer: Peer| async move {
            while let Some(request) = peer.request().await {
                match request["method"].as_str() {
                    Some("close") => return,
                    _ => peer.answer(&request, r#""result":7"#).await,
                }
            }
        })
        .await;
        let idle = open();
        let methods = ["ping", "close"].into_iter().cycle();
        let visits = methods.take(100).map(async |method| {
            let stream = ByteStream::connect(&address.url, ConnectOptions::new())
                .await
                .unwrap();
            let called = call(&stream, method).await;
            assert_eq!(called.is_err(), method == "close");
        });
        join_all(visits).await;
        until(|| open() <= idle).await;
        visit_child().await;
        until(|| open() <= idle).await;
    }
}

#[cfg(target_os = "linux")]
async fn visit_child() {
    let child = ChildProcess::new(tokio::process::Command::new("cat"));
    let child = child.start(ConnectOptions::new()).unwrap();
    let request = Request::new("x", Params::by_name());
    child.notify(request).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_cancelled_calls_leave_nothing() {
    let address = serve_sevens(Transport::Unix, Framing::Lines).await;
    let stream = ByteStream::connect(&address.url, ConnectOptions::new())
        .await
        .unwrap();
    let callers = (0..8_u64).map(|caller| {
        let stream = stream.clone();
        tokio::spawn(async move {
            // As good as random, and the same in each run.
            let mut state = caller;
            for _ in 0..100_000 / 8 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let mut called = std::pin::pin!(call(&stream, "ping"));
                for _ in 0..state >> 61 {
                    if let Some(answer) = poll_immediate(&mut called).await {
                        answer.unwrap();
                        break;
                    }
                    tokio::task::yield_now().await;
                }
            }
        })
    });
    for caller in join_all(callers).await {
        caller.unwrap();
    }
    assert_eq!(stream.in_flight(), 0);
    let reply = call(&stream, "ping").await.unwrap();
    assert_eq!(reply.decode::<u64>().unwrap(), 7);
    assert!(!stream.is_closed());
}

#[tokio::test]
async fn ten_thousand_calls_at_once() {
    let address = serve(
        Transport::Unix,
        Framing::Lines,
        |mut peer: Peer| async move {
            let mut requests = Vec::new();
            while let Some(request) = peer.request().await {
                requests.push(request);
                if requests.len() == 10_000 {
                    for request in requests.drain(..).rev() {
                        peer.answer(&request, r#""result":7"#).await;
                    }
                }
            }
        },
    )
    .await;
    let stream = ByteStream::connect(&address.url, ConnectOptions::new())
        .await
        .unwrap();
    let calls = (0..10_000).map(|_| call(&stream, "ping"));
    for reply in join_all(calls).await {
        assert_eq!(reply.unwrap().result, "7");
    }
    assert_eq!((stream.in_flight(), stream.stray_frames()), (0, 0));
}
