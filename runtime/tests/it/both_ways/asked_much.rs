//! Servers that ask much: bounds, order, and what is left when the connection goes.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{ByteStream, ConnectOptions, Framing, Handlers, ServerError};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream},
    runtime::Handle,
    sync::Semaphore,
};

use super::in_time;

/// A connection in memory, whose buffer is small and known, and the server's end.
fn pair(options: ConnectOptions) -> (ByteStream, BufReader<DuplexStream>) {
    let (ours, theirs) = tokio::io::duplex(1 << 12);
    let options = options.with_framing(Framing::Lines);
    (ByteStream::over(ours, options), BufReader::new(theirs))
}

async fn ask(server: &mut BufReader<DuplexStream>, id: usize) {
    let request = format!("{{\"id\":{id},\"method\":\"ask\",\"params\":[{id}]}}\n");
    server.write_all(request.as_bytes()).await.unwrap();
}

async fn line(server: &mut BufReader<DuplexStream>) -> serde_json::Value {
    let mut line = String::new();
    in_time(server.read_line(&mut line)).await.unwrap();
    serde_json::from_str(&line).unwrap()
}

async fn until(holds: impl Fn() -> bool) {
    in_time(async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}

/// Handlers that count who is in them and wait to be let go on.
fn waiting() -> (Handlers, Arc<AtomicUsize>, Arc<Semaphore>) {
    let (handlers, inside) = (Handlers::new(), Arc::new(AtomicUsize::new(0)));
    let goes = Arc::new(Semaphore::new(0));
    let (count, go) = (Arc::clone(&inside), Arc::clone(&goes));
    handlers.on("ask", move |(number,): (usize,)| {
        let (count, go) = (Arc::clone(&count), Arc::clone(&go));
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            go.acquire().await.unwrap().forget();
            count.fetch_sub(1, Ordering::SeqCst);
            Ok(number)
        }
    });
    (handlers, inside, goes)
}

#[tokio::test]
async fn so_many_are_answered_at_once_and_the_others_wait() {
    let (handlers, inside, goes) = waiting();
    let options = ConnectOptions::new()
        .with_handlers(handlers)
        .with_max_handled(3);
    let (_stream, mut server) = pair(options);
    for id in 0..10 {
        ask(&mut server, id).await;
    }
    until(|| inside.load(Ordering::SeqCst) == 3).await;
    for _ in 0..50 {
        tokio::task::yield_now().await;
        assert!(inside.load(Ordering::SeqCst) <= 3);
    }
    goes.add_permits(10);
    let mut answered = Vec::new();
    for _ in 0..10 {
        answered.push(line(&mut server).await["result"].as_u64().unwrap());
    }
    answered.sort_unstable();
    assert_eq!(answered, (0..10).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_at_a_time_means_in_order() {
    let handlers = Handlers::new();
    handlers.on("ask", async |(number,): (usize,)| {
        tokio::task::yield_now().await;
        Ok(number)
    });
    let options = ConnectOptions::new()
        .with_handlers(handlers)
        .with_max_handled(1);
    let (_stream, mut server) = pair(options);
    for id in 0..50 {
        ask(&mut server, id).await;
    }
    for id in 0..50 {
        assert_eq!(line(&mut server).await["result"], id);
    }
}

#[tokio::test]
async fn answers_that_nobody_reads_hold_back_the_handlers() {
    let started = Arc::new(AtomicUsize::new(0));
    let handlers = Handlers::new();
    let count = Arc::clone(&started);
    handlers.on("ask", move |(_,): (usize,)| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok("x".repeat(4096)) }
    });
    let options = ConnectOptions::new()
        .with_handlers(handlers)
        .with_max_handled(4)
        .with_max_queued_bytes(8192);
    let (_stream, mut server) = pair(options);
    for id in 0..200 {
        ask(&mut server, id).await;
    }
    // What the handlers hold, what is queued, what is being written, and the buffer.
    let most = 4 + 2 + 2 + 1;
    until(|| started.load(Ordering::SeqCst) >= 4).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let begun = started.load(Ordering::SeqCst);
    assert!(begun <= most, "{begun}");
    for _ in 0..200 {
        assert!(line(&mut server).await["result"].is_string());
    }
}

#[tokio::test]
async fn a_flood_is_refused() {
    let (handlers, inside, goes) = waiting();
    let options = ConnectOptions::new()
        .with_handlers(handlers)
        .with_max_handled(1)
        .with_max_reply_bytes(10 << 10);
    let (stream, mut server) = pair(options);
    for id in 0..20 {
        ask(&mut server, id).await;
    }
    until(|| inside.load(Ordering::SeqCst) == 1).await;
    let mut refused = 0;
    while refused < 11 {
        assert_eq!(line(&mut server).await["error"]["code"], -32000);
        refused += 1;
    }
    goes.add_permits(20);
    for id in 0..9 {
        assert_eq!(line(&mut server).await["result"], id);
    }
    // There is room again.
    ask(&mut server, 99).await;
    assert_eq!(line(&mut server).await["result"], 99);
    assert_eq!(stream.stray_frames(), 0);
}

#[tokio::test]
async fn handlers_end_with_the_connection() {
    let metrics = Handle::current().metrics();
    let idle = metrics.num_alive_tasks();
    for ends_by_us in [false, true] {
        let (handlers, inside, _goes) = waiting();
        let held = Arc::new(());
        let weak = Arc::downgrade(&held);
        handlers.on("hold", move |(): ()| {
            let held = Arc::clone(&held);
            async move {
                std::future::pending::<()>().await;
                drop(held);
                Ok::<_, ServerError>(())
            }
        });
        let options = ConnectOptions::new().with_handlers(handlers.clone());
        let (stream, mut server) = pair(options);
        for id in 0..100 {
            ask(&mut server, id).await;
        }
        server
            .write_all(b"{\"id\":1,\"method\":\"hold\"}\n")
            .await
            .unwrap();
        until(|| inside.load(Ordering::SeqCst) == 100 && weak.strong_count() == 2).await;
        match ends_by_us {
            true => drop(stream),
            false => drop(server),
        }
        until(|| metrics.num_alive_tasks() <= idle && weak.strong_count() == 1).await;
        assert!(handlers.remove("hold"));
        assert_eq!(weak.strong_count(), 0);
    }
}
