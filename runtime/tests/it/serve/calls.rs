//! Calls as other libraries have them: sent now and joined later, told and not answered.
use std::{sync::Arc, time::Duration};

use callwright::{Call, Connection, Error, Handlers, Server};
use futures_util::future::join_all;
use tokio::sync::mpsc;

use super::{DEADLINE, in_time, request, visitor};

/// A server that tells which calls of `work` it gets, and answers those of even numbers.
async fn worker() -> (Server, Arc<dyn Connection>, mpsc::UnboundedReceiver<i64>) {
    let (tell, told) = mpsc::unbounded_channel();
    let handlers = Handlers::new();
    handlers.on("work", move |(number,): (i64,)| {
        tell.send(number).unwrap();
        async move {
            if number % 2 == 1 {
                std::future::pending::<()>().await;
            }
            Ok(number * 10)
        }
    });
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let client = visitor(&server.url().unwrap()).await;
    (server, client, told)
}

fn work(client: &Arc<dyn Connection>, number: i64) -> Call<i64> {
    Call::dynamic(Arc::clone(client), request("work", &[number]))
}

#[tokio::test]
async fn calls_that_are_started_arrive_in_their_order_and_are_joined_in_any() {
    let (_server, client, mut told) = worker().await;
    let started: Vec<_> = (0..200).map(|n| work(&client, n * 2).start()).collect();
    for n in 0..200 {
        assert_eq!(in_time(told.recv()).await, Some(n * 2));
    }
    let joined = join_all(started.into_iter().rev());
    for (n, answer) in in_time(joined).await.into_iter().rev().enumerate() {
        assert_eq!(answer.unwrap(), n as i64 * 20);
    }
}

#[tokio::test]
async fn a_started_call_goes_on_by_itself() {
    let (_server, client, mut told) = worker().await;
    let started = work(&client, 2).start();
    assert_eq!(in_time(told.recv()).await, Some(2));
    // Nobody awaits it, and it ends.
    let idle = tokio::time::timeout(DEADLINE / 2, client.close(DEADLINE));
    idle.await.expect("nothing is under way");
    assert_eq!(started.await.unwrap(), 20);
}

#[tokio::test]
async fn a_started_call_that_is_dropped_is_given_up() {
    let (_server, client, mut told) = worker().await;
    let started: Vec<_> = (0..50).map(|n| work(&client, n * 2 + 1).start()).collect();
    for _ in 0..50 {
        assert!(in_time(told.recv()).await.is_some());
    }
    drop(started);
    // With nothing under way the connection closes at once.
    let closed = tokio::time::timeout(DEADLINE / 2, client.close(DEADLINE));
    closed.await.expect("nothing is under way");
}

#[tokio::test]
async fn a_started_call_has_its_own_time() {
    let (_server, client, _told) = worker().await;
    let limit = Duration::from_millis(20);
    let late = work(&client, 1).with_timeout(limit).start();
    let error = in_time(late).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(error.method(), Some("work"));
    assert_eq!(in_time(work(&client, 4).start()).await.unwrap(), 40);
}

#[tokio::test]
async fn what_is_started_over_a_connection_that_ended_says_so() {
    let (_server, client, _told) = worker().await;
    let under_way = work(&client, 1).start();
    client.close(Duration::ZERO).await;
    let error = in_time(under_way).await.unwrap_err();
    assert!(error.may_have_been_received(), "{error:?}");
    let refused = in_time(work(&client, 2).start()).await.unwrap_err();
    assert!(!refused.may_have_been_received(), "{refused:?}");
    assert_eq!(error.to_string(), refused.to_string());
}
