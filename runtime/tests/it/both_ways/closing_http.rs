//! Closing HTTP, and how many calls it has under way: by one gate, as all connections.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{ConnectOptions, Connection, Error, Http, Request};
use futures_util::future::{join_all, poll_immediate};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::Semaphore,
};

use super::{in_time, request};

const REASON: &str = "the client closed the connection";
const LATE: Duration = Duration::from_secs(600);

/// A server that lets each answer wait for a permit.
struct Slow {
    url: String,
    goes: Arc<Semaphore>,
    /// How many requests are there, and how many connections are open.
    asked: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    /// The most requests that were there at once.
    most: Arc<AtomicUsize>,
}

/// Answers requests that come in one piece, in which each element of an array is one.
async fn serve() -> Slow {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let goes = Arc::new(Semaphore::new(0));
    let (asked, open) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let most = Arc::new(AtomicUsize::new(0));
    let slow = Slow {
        url,
        goes: goes.clone(),
        asked: asked.clone(),
        open: open.clone(),
        most: most.clone(),
    };
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let (goes, asked, open) = (goes.clone(), asked.clone(), open.clone());
            let most = most.clone();
            open.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut buffer = vec![0; 1 << 16];
                while let Ok(1..) = socket.read(&mut buffer).await {
                    let there = asked.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(there, Ordering::SeqCst);
                    goes.acquire().await.unwrap().forget();
                    asked.fetch_sub(1, Ordering::SeqCst);
                    let body = r#"{"jsonrpc":"2.0","id":null,"result":7}"#;
                    let length = body.len();
                    let answer =
                        format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
                    if socket.write_all(answer.as_bytes()).await.is_err() {
                        break;
                    }
                }
                open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    slow
}

async fn until(holds: impl Fn() -> bool) {
    in_time(async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
}

fn spawn(
    http: &Http,
    request: Request,
) -> tokio::task::JoinHandle<Result<callwright::Reply, Error>> {
    let http = http.clone();
    tokio::spawn(async move { http.call(request).await })
}

#[tokio::test]
async fn what_runs_ends_and_nothing_begins() {
    let server = serve().await;
    let http = Http::new(&server.url, ConnectOptions::new()).unwrap();
    let running = spawn(&http, request("slow"));
    until(|| server.asked.load(Ordering::SeqCst) == 1).await;
    let mut closing = http.close(LATE);
    assert!(poll_immediate(&mut closing).await.is_none());
    let refused = http.call(request("new")).await.unwrap_err();
    assert!(refused.to_string().ends_with(REASON) && !refused.may_have_been_received());
    let refused = http.notify(request("new")).await.unwrap_err();
    assert!(matches!(refused, Error::Closed(_)));
    for refused in http.batch(vec![request("a"), request("b")]).await {
        assert!(refused.unwrap_err().to_string().ends_with(REASON));
    }
    server.goes.add_permits(1);
    in_time(closing).await;
    assert_eq!(in_time(running).await.unwrap().unwrap().result, "7");
    assert!(in_time(http.ended()).await.to_string().ends_with(REASON));
    // The pool is closed as well.
    until(|| server.open.load(Ordering::SeqCst) == 0).await;
}

#[tokio::test]
async fn at_the_deadline_all_are_told_the_same() {
    let server = serve().await;
    let options = ConnectOptions::new().with_max_in_flight(2);
    let http = Http::new(&server.url, options).unwrap();
    let calls: Vec<_> = (0..4).map(|_| spawn(&http, request("slow"))).collect();
    until(|| server.asked.load(Ordering::SeqCst) == 2).await;
    in_time(http.close(Duration::from_millis(20))).await;
    let mut received = 0;
    for call in calls {
        let error = in_time(call).await.unwrap().unwrap_err();
        assert!(error.to_string().ends_with(REASON), "{error}");
        received += usize::from(error.may_have_been_received());
    }
    assert_eq!(received, 2, "the others waited for their turn");
    server.goes.add_permits(4);
    until(|| server.open.load(Ordering::SeqCst) == 0).await;
}

#[tokio::test]
async fn so_many_calls_are_under_way_and_no_more() {
    let server = serve().await;
    let options = ConnectOptions::new().with_max_in_flight(3);
    let http = Http::new(&server.url, options).unwrap();
    let calls: Vec<_> = (0..10).map(|_| spawn(&http, request("slow"))).collect();
    until(|| server.asked.load(Ordering::SeqCst) == 3).await;
    // A call that is dropped, sent or not, gives up its place.
    calls[0].abort();
    calls[9].abort();
    server.goes.add_permits(10);
    for call in calls {
        if let Ok(answer) = in_time(call).await {
            assert_eq!(answer.unwrap().result, "7");
        }
    }
    until(|| server.asked.load(Ordering::SeqCst) == 0).await;
    assert_eq!(server.most.swap(0, Ordering::SeqCst), 3);
    server.goes.forget_permits(usize::MAX);
    let batches = [3, 2, 4].map(|calls| {
        let http = http.clone();
        let requests = (0..calls).map(|_| request("slow")).collect();
        tokio::spawn(async move { http.batch(requests).await })
    });
    for _ in 0..3 {
        until(|| server.asked.load(Ordering::SeqCst) == 1).await;
        // Time for another to come, if it could.
        tokio::time::sleep(Duration::from_millis(20)).await;
        server.goes.add_permits(1);
        until(|| server.goes.available_permits() == 0).await;
    }
    in_time(join_all(batches)).await;
    assert_eq!(server.most.load(Ordering::SeqCst), 1);
}
