//! What clients are answered.
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{
    BoxFuture, Connection, Error, Handlers, Incoming, Reply, ServeOptions, Server, ServerError,
    Service,
};
use futures_util::future::join_all;
use tokio::sync::{Semaphore, mpsc};

use super::{Place, ask, in_time, request, sums, visitor};

#[tokio::test]
async fn closures_answer_over_every_listener() {
    let (server, tcp) = sums().await;
    let place = Place::new();
    let unix = server.listen(&place.url()).await.unwrap();
    assert_eq!(unix.url(), place.url());
    assert_eq!(server.urls(), [tcp.clone(), place.url()]);
    let mut urls = Vec::new();
    for framing in ["lines", "values", "content-length"] {
        urls.extend(
            server
                .urls()
                .iter()
                .map(|url| format!("{url}?framing={framing}")),
        );
    }
    #[cfg(feature = "msgpack")]
    let other = Place::new();
    #[cfg(feature = "msgpack")]
    for url in [
        "msgpack+tcp://127.0.0.1:0",
        &format!("msgpack+{}", other.url()),
    ] {
        let listening = server.listen(url).await.unwrap();
        urls.push(listening.url().to_owned());
    }
    for url in urls {
        let client = visitor(&url).await;
        let sums = (0..100).map(|n| ask::<_, i64>(&client, "sum", &[n, 1]));
        for (n, sum) in join_all(sums).await.into_iter().enumerate() {
            assert_eq!(sum.unwrap(), n as i64 + 1);
        }
        let unknown = ask::<i64, i64>(&client, "difference", &[1]).await;
        assert_eq!(unknown.unwrap_err().server().unwrap().code(), -32601);
        let odd = ask::<_, i64>(&client, "sum", &["x"]).await.unwrap_err();
        assert_eq!(odd.server().unwrap().code(), -32602);
    }
}

struct Echo;

impl Service for Echo {
    fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
        Box::pin(async move {
            match asked.method() {
                "panic" => panic!("on purpose"),
                "refuse" => Err(ServerError::new(7, "not now")),
                method => {
                    let params: Vec<i64> = asked.params()?;
                    asked.answer(&(method, params))
                }
            }
        })
    }

    fn has(&self, method: &str) -> bool {
        method != "nothing"
    }
}

#[tokio::test]
async fn an_object_answers_what_no_closure_does() {
    let handlers = Handlers::from(Echo);
    handlers.on("sum", async |(a, b): (i64, i64)| Ok(a + b));
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let client = visitor(&server.url().unwrap()).await;
    let echoed: (String, Vec<i64>) = ask(&client, "any", &[1, 2]).await.unwrap();
    assert_eq!(echoed, ("any".to_owned(), vec![1, 2]));
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
    for (method, code) in [("nothing", -32601), ("refuse", 7), ("panic", -32603)] {
        let error = ask::<i64, ()>(&client, method, &[]).await.unwrap_err();
        assert_eq!(error.server().unwrap().code(), code, "{method}");
    }
    let odd = ask::<_, ()>(&client, "any", &["x"]).await.unwrap_err();
    assert_eq!(odd.server().unwrap().code(), -32602);
}

#[tokio::test]
async fn a_responder_answers_later_and_once() {
    let handlers = Handlers::new();
    let (keep, mut kept) = mpsc::unbounded_channel();
    handlers.on_with_responder("later", move |(number,): (i64,), _, responder| {
        keep.send((number, responder)).unwrap();
    });
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let client = visitor(&server.url().unwrap()).await;
    let answering = async {
        let mut all = Vec::new();
        while all.len() < 3 {
            all.push(kept.recv().await.unwrap());
        }
        all.sort_by_key(|(number, _)| -number);
        for (number, responder) in all {
            match number {
                0 => responder.result(number * 10),
                1 => responder.error(ServerError::new(1, "one")),
                _ => drop(responder),
            }
        }
    };
    let asking = join_all((0..3).map(|number| ask::<_, i64>(&client, "later", &[number])));
    let (answers, ()) = in_time(futures_util::future::join(asking, answering)).await;
    let codes = answers.iter().map(|answer| match answer {
        Ok(result) => *result,
        Err(error) => error.server().unwrap().code(),
    });
    assert_eq!(codes.collect::<Vec<_>>(), [0, 1, -32603]);
}

#[tokio::test]
async fn notifications_come_in_their_order_and_requests_beside_them() {
    const COUNT: usize = 20_000;
    let handlers = Handlers::new();
    let (tell, mut told) = mpsc::unbounded_channel();
    handlers.on("tick", move |(number,): (usize,)| {
        let tell = tell.clone();
        async move {
            tokio::task::yield_now().await;
            tell.send(number).unwrap();
            // What a notification is answered goes nowhere.
            Err::<(), _>(ServerError::new(1, "no"))
        }
    });
    handlers.on("sum", async |(a, b): (usize, usize)| Ok(a + b));
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let client = visitor(&server.url().unwrap()).await;
    let telling = async {
        for number in 0..COUNT {
            client.notify(request("tick", &[number])).await.unwrap();
            if number % 100 == 0 {
                let sum: usize = ask(&client, "sum", &[number, 1]).await.unwrap();
                assert_eq!(sum, number + 1);
            }
        }
    };
    let hearing = async {
        for number in 0..COUNT {
            assert_eq!(told.recv().await, Some(number));
        }
    };
    in_time(futures_util::future::join(telling, hearing)).await;
}

#[tokio::test]
async fn so_many_are_handled_at_once_and_no_more() {
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, peak) = (Arc::clone(&running), Arc::clone(&most));
    let go = Arc::new(Semaphore::new(0));
    let gone = Arc::clone(&go);
    let handlers = Handlers::new();
    handlers.on("work", move |(): ()| {
        let (counted, peak, gone) = (Arc::clone(&counted), Arc::clone(&peak), Arc::clone(&gone));
        async move {
            peak.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            drop(gone.acquire().await);
            counted.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        }
    });
    let options = ServeOptions::new().with_max_handled(5);
    let server = Server::with_options(handlers, options);
    let url = server.listen("tcp://127.0.0.1:0").await.unwrap();
    let clients = join_all((0..4).map(|_| visitor(url.url()))).await;
    let calls = clients
        .iter()
        .flat_map(|client| (0..8).map(move |_| client));
    let calls = join_all(calls.map(|client| ask::<(), ()>(client, "work", &[])));
    let opening = async {
        while running.load(Ordering::SeqCst) < 5 {
            tokio::task::yield_now().await;
        }
        go.add_permits(1);
    };
    let (answers, ()) = in_time(futures_util::future::join(calls, opening)).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(most.load(Ordering::SeqCst), 5);
}

#[tokio::test]
async fn handlers_come_and_go_while_clients_are_there() {
    let handlers = Handlers::new();
    let log = Arc::new(Mutex::new(Vec::new()));
    let server = Server::bind("tcp://127.0.0.1:0", handlers.clone())
        .await
        .unwrap();
    let client = visitor(&server.url().unwrap()).await;
    let absent = |error: Error| assert_eq!(error.server().unwrap().code(), -32601);
    absent(ask::<i64, ()>(&client, "note", &[1]).await.unwrap_err());
    let noted = Arc::clone(&log);
    handlers.on("note", move |(number,): (i64,)| {
        noted.lock().unwrap().push(number);
        async { Ok(()) }
    });
    ask::<i64, ()>(&client, "note", &[1]).await.unwrap();
    assert!(handlers.remove("note"));
    absent(ask::<i64, ()>(&client, "note", &[2]).await.unwrap_err());
    assert_eq!(*log.lock().unwrap(), [1]);
}
