//! What connections and calls leave behind, however they end: no task, no descriptor, no entry.
use std::time::{Duration, Instant};

use callwright::{ByteStream, ChildProcess, ConnectOptions, Connection, Framing, Params, Request};
use futures_util::future::join_all;
use tokio::runtime::Handle;

use super::{FRAMINGS, call, faults::pair};
#[cfg(target_os = "linux")]
use crate::child;
use crate::peer::{Peer, Transport, serve};

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
