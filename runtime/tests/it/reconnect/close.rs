//! How a connection that is made again ends, and what it leaves.
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use callwright::{ConnectOptions, Connection, Error, Reconnecting, connect_with};
use futures_util::future::{join_all, poll_immediate};
use tokio::{net::UnixListener, runtime::Handle};

use super::{Heard, connected, quick};
#[cfg(target_os = "linux")]
use crate::child;
use crate::mortal::{Server, WIRES, Wire, call, in_time, until};
use crate::peer::socket_file;

const CLOSED: &str = "the client closed the connection";

#[tokio::test]
async fn closing_tells_every_waiter_the_same() {
    for wire in WIRES {
        in_time(async {
            let mut server = Server::start(wire).await;
            let heard = Heard::default();
            let connection = connected(&server, heard.observing(quick())).await;
            until(|| server.log.accepted().len() == 1).await;
            server.kill().await;
            until(|| heard.count("Failed") > 0).await;
            let calls = join_all((0..100).map(|number| call(&*connection, "echo", number)));
            let closed = async {
                tokio::task::yield_now().await;
                connection.close(Duration::from_secs(10)).await;
            };
            let (calls, end, ()) = tokio::join!(calls, connection.ended(), closed);
            for call in calls {
                let error = call.unwrap_err();
                assert!(matches!(error, Error::Closed(_)) && !error.may_have_been_received());
                assert_eq!(error.to_string(), CLOSED);
            }
            assert_eq!(end.to_string(), CLOSED);
            let error = call(&*connection, "echo", 1).await.unwrap_err();
            assert_eq!(error.to_string(), CLOSED);
            // It does not come back.
            let attempts = heard.count("Attempt");
            server.restart().await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            assert_eq!(
                (heard.count("Attempt"), heard.count("Ended")),
                (attempts, 1)
            );
            assert_eq!(server.log.accepted().len(), 1);
        })
        .await;
    }
}

#[tokio::test]
async fn closing_lets_calls_end() {
    in_time(async {
        let server = Server::start(Wire::Unix).await;
        let connection = connected(&server, quick()).await;
        let shared = Arc::clone(&connection);
        let never = tokio::spawn(async move { call(&*shared, "never", 1).await });
        let running = call(&*connection, "late", 6);
        let closing = async {
            until(|| server.log.asked("never").len() + server.log.asked("late").len() == 2).await;
            let mut first = connection.close(Duration::from_secs(50));
            assert!(poll_immediate(&mut first).await.is_none());
            let error = call(&*connection, "echo", 1).await.unwrap_err();
            assert_eq!(error.to_string(), CLOSED);
        };
        let (running, ()) = tokio::join!(running, closing);
        assert_eq!(running.unwrap(), 6);
        // The earlier deadline holds, and the first close was given up.
        connection.close(Duration::from_millis(100)).await;
        let never = never.await.unwrap();
        let never = never.unwrap_err();
        assert!(matches!(never, Error::Closed(_)) && never.may_have_been_received());
        assert_eq!(never.to_string(), CLOSED);
        until(|| server.log.open.load(Ordering::SeqCst) == 0).await;
    })
    .await;
}

#[tokio::test]
async fn closing_while_dialing_ends_the_dial() {
    in_time(async {
        // Accepts nothing and says nothing: the closure never comes to an end.
        let options = ConnectOptions::new().with_reconnect(quick().lazy());
        let connection = Reconnecting::connect(options, |_| async {
            std::future::pending::<Result<Arc<dyn Connection>, Error>>().await
        })
        .await
        .unwrap();
        assert!(!connection.is_connected());
        let waiting = call(&connection, "echo", 1);
        let (error, ()) = tokio::join!(waiting, connection.close(Duration::from_secs(50)));
        assert_eq!(error.unwrap_err().to_string(), CLOSED);
    })
    .await;
}

#[tokio::test]
async fn it_ends_when_no_attempt_is_left() {
    in_time(async {
        let mut server = Server::start(Wire::WebSocket).await;
        let heard = Heard::default();
        let reconnect = heard.observing(quick().with_max_attempts(3));
        let connection = connected(&server, reconnect).await;
        server.kill().await;
        let end = connection.ended().await;
        assert!(matches!(end, Error::Closed(_)), "{end:?}");
        assert!(
            end.to_string()
                .contains("cannot connect to ws://127.0.0.1:"),
            "{end}"
        );
        assert_eq!((heard.count("Attempt"), heard.count("Failed")), (3, 3));
        let error = call(&*connection, "echo", 1).await.unwrap_err();
        assert_eq!(error.to_string(), end.to_string());
    })
    .await;
}

#[tokio::test]
async fn what_cannot_change_is_tried_once() {
    in_time(async {
        for url in ["ws://", "gopher://x"] {
            let options = || ConnectOptions::new().with_reconnect(quick());
            let error = connect_with(url, options()).await.unwrap_err();
            assert!(matches!(error, Error::Connect(_)), "{error:?}");
            let options = ConnectOptions::new().with_reconnect(quick().lazy());
            let connection = connect_with(url, options).await.unwrap();
            let end = connection.ended().await;
            assert!(end.to_string().ends_with(&error.to_string()), "{end}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_lazy_connection_waits_for_a_server_that_is_not_there_yet() {
    in_time(async {
        let mut server = Server::start(Wire::Unix).await;
        server.kill().await;
        let options = ConnectOptions::new().with_reconnect(quick());
        let error = connect_with(&server.url, options).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{error:?}");
        let connection = connected(&server, quick().lazy()).await;
        let (answer, ()) = tokio::join!(call(&*connection, "echo", 1), server.restart());
        assert_eq!(answer.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn dropping_the_last_handle_leaves_nothing() {
    in_time(async {
        let metrics = Handle::current().metrics();
        let file = socket_file();
        let listener = UnixListener::bind(&file).unwrap();
        let url = format!("unix:{}", file.display());
        let idle = metrics.num_alive_tasks();
        for round in 0..30 {
            // Up, dialing a server that is there, and waiting for one that is not.
            let reconnect = quick().lazy();
            let options = ConnectOptions::new().with_reconnect(reconnect);
            let nowhere = format!("{url}-nowhere");
            let connection = connect_with(if round % 3 == 2 { &nowhere } else { &url }, options);
            let connection = connection.await.unwrap();
            let mut waiting = Box::pin(call(&*connection, "echo", 1));
            assert!(poll_immediate(&mut waiting).await.is_none());
            if round % 3 == 0 {
                let _socket = listener.accept().await.unwrap();
                assert!(poll_immediate(&mut waiting).await.is_none());
            }
            drop(waiting);
            drop(connection);
        }
        until(|| metrics.num_alive_tasks() <= idle).await;
        drop(listener);
        std::fs::remove_file(file).unwrap();
    })
    .await;
}

/// Counted in a process of its own, since the other tests of this one open and close their own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn every_descriptor_is_closed() {
    child::passes("reconnect::close::descriptors_are_counted").await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn descriptors_are_counted() {
    if !child::is_one() {
        return;
    }
    let open = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    for wire in WIRES {
        let mut server = Server::start(wire).await;
        let metrics = Handle::current().metrics();
        let (idle, tasks) = (open(), metrics.num_alive_tasks());
        for _ in 0..10 {
            let connections = join_all((0..20).map(|_| connected(&server, quick()))).await;
            server.restart().await;
            let calls = connections
                .iter()
                .map(|connection| call(&**connection, "echo", 1));
            join_all(calls).await;
            drop(connections);
        }
        until(|| open() <= idle && metrics.num_alive_tasks() <= tasks).await;
    }
}
