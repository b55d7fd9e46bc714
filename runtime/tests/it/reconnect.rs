//! Connections that are made again when they end, against a server that is killed and started again.
mod close;
mod load;
mod streams;
mod waits;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{
    ConnectOptions, Connection, Error, Reconnect, ReconnectEvent, Reconnecting, connect_with,
};

use crate::mortal::{Server, WIRES, Wire, call, in_time, request, until};

/// Restarts a server to which one client is connected, and waits for the client to be back.
async fn restarted(server: &mut Server) {
    let before = server.log.accepted().len();
    server.restart().await;
    until(|| server.log.accepted().len() > before).await;
}

/// Short waits, for tests.
fn quick() -> Reconnect {
    Reconnect::new()
        .with_first_delay(Duration::from_millis(5))
        .with_max_delay(Duration::from_millis(50))
}

async fn connected(server: &Server, reconnect: Reconnect) -> Arc<dyn Connection> {
    let options = ConnectOptions::new().with_reconnect(reconnect);
    connect_with(&server.url, options).await.unwrap()
}

/// The names of the events that an observer hears.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<ReconnectEvent>>>);

impl Heard {
    fn observing(&self, reconnect: Reconnect) -> Reconnect {
        let heard = Arc::clone(&self.0);
        reconnect.with_observer(move |event| heard.lock().unwrap().push(event.clone()))
    }

    fn names(&self) -> Vec<String> {
        let events = self.0.lock().unwrap();
        let name = |event| {
            format!("{event:?}")
                .split(['(', ' '])
                .next()
                .unwrap()
                .to_owned()
        };
        events.iter().map(name).collect()
    }

    /// How long was waited before each attempt.
    fn waits(&self) -> Vec<Duration> {
        let events = self.0.lock().unwrap();
        let waits = events.iter().filter_map(|event| match event {
            ReconnectEvent::Attempt { delay, .. } => Some(*delay),
            _ => None,
        });
        waits.collect()
    }

    fn count(&self, name: &str) -> usize {
        self.names().iter().filter(|heard| *heard == name).count()
    }
}

#[tokio::test]
async fn calls_wait_for_the_next_connection() {
    for wire in WIRES {
        in_time(async {
            let mut server = Server::start(wire).await;
            let heard = Heard::default();
            let connection = connected(&server, heard.observing(quick())).await;
            assert_eq!(call(&*connection, "echo", 1).await.unwrap(), 1);
            server.kill().await;
            until(|| heard.count("Failed") > 1).await;
            let calls = (2..100).map(|number| call(&*connection, "echo", number));
            let calls = futures_util::future::join_all(calls);
            let (answers, ()) = tokio::join!(calls, server.restart());
            for (answer, number) in answers.into_iter().zip(2..) {
                assert_eq!(answer.unwrap(), number);
            }
            // One dial for all of them.
            assert_eq!(server.log.accepted().len(), 2);
            let names = heard.names();
            assert_eq!(names[..2], ["Connected", "Disconnected"]);
            assert_eq!(names.last().unwrap(), "Connected");
            assert_eq!(heard.count("Connected"), 2);
        })
        .await;
    }
}

#[tokio::test]
async fn waiting_is_part_of_the_timeout() {
    in_time(async {
        let mut server = Server::start(Wire::Unix).await;
        let heard = Heard::default();
        let connection = connected(&server, heard.observing(quick())).await;
        server.kill().await;
        until(|| heard.count("Failed") > 0).await;
        let mut late = request("echo", 1);
        late.options_mut().timeout = Some(Duration::from_millis(200));
        let error = connection.call(late).await.unwrap_err();
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        assert!(!error.may_have_been_received());
        let text = error.to_string();
        assert!(text.contains("cannot connect to unix:"), "{text}");
        // What is left of the time after waiting is for the answer.
        let mut late = request("never", 2);
        late.options_mut().timeout = Some(Duration::from_secs(6));
        let (error, ()) = tokio::join!(connection.call(late), server.restart());
        let error = error.unwrap_err();
        assert!(matches!(error, Error::Timeout(_)) && error.may_have_been_received());
        assert_eq!(server.log.asked("never").len(), 1);
        assert!(server.log.asked("echo").is_empty());
    })
    .await;
}

#[tokio::test]
async fn calls_that_do_not_wait_fail_at_once() {
    in_time(async {
        let mut server = Server::start(Wire::Unix).await;
        let heard = Heard::default();
        let reconnect = heard.observing(quick().with_calls_wait(false));
        let connection = connected(&server, reconnect).await;
        assert_eq!(call(&*connection, "echo", 1).await.unwrap(), 1);
        server.kill().await;
        until(|| heard.count("Disconnected") > 0).await;
        let error = call(&*connection, "echo", 2).await.unwrap_err();
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
        assert!(!error.may_have_been_received() && error.is_retryable());
        let outcomes = connection.batch(vec![request("echo", 3); 3]).await;
        assert!(
            outcomes
                .iter()
                .all(|outcome| matches!(outcome, Err(Error::Closed(_))))
        );
        server.restart().await;
        until(|| heard.count("Connected") > 1).await;
        assert_eq!(call(&*connection, "echo", 4).await.unwrap(), 4);
        assert_eq!(server.log.asked("echo").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn calls_under_way_fail_and_are_not_sent_again() {
    for wire in WIRES {
        in_time(async {
            let mut server = Server::start(wire).await;
            let connection = connected(&server, quick()).await;
            let mut calls = Vec::new();
            for number in 0..50 {
                let connection = Arc::clone(&connection);
                calls.push(tokio::spawn(async move {
                    call(&*connection, "never", number).await
                }));
            }
            until(|| server.log.asked("never").len() == 50).await;
            server.restart().await;
            for call in calls {
                let error = call.await.unwrap().unwrap_err();
                assert!(matches!(error, Error::Closed(_)), "{error:?}");
                assert!(error.may_have_been_received());
            }
            assert_eq!(call(&*connection, "echo", 1).await.unwrap(), 1);
            assert_eq!(server.log.asked("never").len(), 50);
        })
        .await;
    }
}

#[tokio::test]
async fn each_attempt_asks_the_closure() {
    in_time(async {
        let mut server = Server::start(Wire::WebSocket).await;
        let url = server.url.clone();
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let options = ConnectOptions::new().with_reconnect(quick());
        let connection = Reconnecting::connect(options, move |options| {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            let options = options.with_header("origin", number.to_string());
            assert!(options.reconnect.is_none());
            let url = url.clone();
            async move { connect_with(&url, options).await }
        })
        .await
        .unwrap();
        assert!(connection.is_connected());
        server.restart().await;
        until(|| asked.load(Ordering::SeqCst) > 1).await;
        assert_eq!(call(&connection, "echo", 1).await.unwrap(), 1);
        let origins = server.log.origins();
        assert_eq!(origins[0], "0");
        assert_ne!(origins.last().unwrap(), "0");
    })
    .await;
}

#[tokio::test]
async fn a_child_is_started_again() {
    in_time(async {
        // Answers once, and ends.
        let answer = r#"{"jsonrpc":"2.0","id":0,"result":7}"#;
        let script = format!("read line; echo '{answer}'; sleep 0.01");
        let encoded: String = script.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let url = format!("stdio:sh?arg=-c&arg={encoded}");
        let options = ConnectOptions::new().with_reconnect(quick());
        let child = connect_with(&url, options).await.unwrap();
        let mut answers = 0;
        while answers < 3 {
            match call(&*child, "x", 1).await {
                Ok(answer) => {
                    assert_eq!(answer, 7);
                    answers += 1;
                }
                Err(error) => assert!(matches!(error, Error::Closed(_)), "{error:?}"),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn over_http_there_is_nothing_to_make_again() {
    let options = ConnectOptions::new().with_reconnect(quick());
    let http = connect_with("http://127.0.0.1:1", options).await.unwrap();
    let error = call(&*http, "x", 1).await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
}
