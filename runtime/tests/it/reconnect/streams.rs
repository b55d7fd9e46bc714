//! Subscriptions and listeners across connections.
use std::sync::{Arc, atomic::Ordering};

use callwright::{
    Connection, Error, Listen, ServerNotification, Streaming, Subscribe, Subscription,
};
use serde_json::json;

use super::{Heard, connected, quick, restarted};
use crate::mortal::{Server, WIRES, Wire, call, in_time, request, until};

const TICKS: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"])
    .unsubscribe("unsubscribe");

async fn subscribe(connection: &Arc<dyn Connection>, number: u64) -> Subscription<u64> {
    let connection = Arc::clone(connection);
    let subscribe: Subscribe<_> =
        Subscribe::dynamic(connection, request("subscribe", number), TICKS);
    subscribe.await.unwrap()
}

#[tokio::test]
async fn a_subscription_goes_on_under_another_id() {
    for wire in WIRES {
        in_time(async {
            let mut server = Server::start(wire).await;
            let connection = connected(&server, quick()).await;
            let mut ticks = subscribe(&connection, 42).await;
            assert_eq!(ticks.id().unwrap().get(), "1");
            server.emit(1);
            server.emit(2);
            assert_eq!(ticks.next().await.unwrap().unwrap(), 1);
            server.restart().await;
            until(|| server.log.asked("subscribe").len() == 2).await;
            until(|| ticks.id().unwrap().get() == "2").await;
            server.emit(3);
            // What came before the gap is read before it.
            assert_eq!(ticks.gaps(), 0);
            assert_eq!(ticks.next().await.unwrap().unwrap(), 2);
            assert_eq!(ticks.gaps(), 0);
            assert_eq!(ticks.next().await.unwrap().unwrap(), 3);
            assert_eq!((ticks.gaps(), ticks.lost()), (1, 0));
            assert_eq!(server.log.asked("subscribe"), [json!([42]), json!([42])]);
            drop(ticks);
            until(|| !server.log.asked("unsubscribe").is_empty()).await;
            assert_eq!(server.log.asked("unsubscribe"), [json!([2])]);
            // Nobody reads it, so it is not made again.
            restarted(&mut server).await;
            assert_eq!(call(&*connection, "echo", 1).await.unwrap(), 1);
            assert_eq!(server.log.asked("subscribe").len(), 2);
        })
        .await;
    }
}

#[tokio::test]
async fn one_can_unsubscribe_by_word_after_each_connection() {
    in_time(async {
        let mut server = Server::start(Wire::WebSocket).await;
        let connection = connected(&server, quick()).await;
        let ticks = subscribe(&connection, 1).await;
        for round in 2..5 {
            server.restart().await;
            until(|| server.log.asked("subscribe").len() == round).await;
        }
        until(|| ticks.id().unwrap().get() == "4").await;
        ticks.unsubscribe().await.unwrap();
        assert_eq!(server.log.asked("unsubscribe"), [json!([4])]);
    })
    .await;
}

#[tokio::test]
async fn who_leaves_while_there_is_no_connection_does_not_come_back() {
    in_time(async {
        let mut server = Server::start(Wire::Unix).await;
        let heard = Heard::default();
        let connection = connected(&server, heard.observing(quick())).await;
        let first = subscribe(&connection, 1).await;
        let second = subscribe(&connection, 2).await;
        let mut third = subscribe(&connection, 3).await;
        server.kill().await;
        until(|| heard.count("Disconnected") > 0).await;
        drop(first);
        second.unsubscribe().await.unwrap();
        server.restart().await;
        until(|| server.log.asked("subscribe").len() > 3).await;
        server.emit(7);
        assert_eq!(third.next().await.unwrap().unwrap(), 7);
        assert_eq!(server.log.asked("subscribe")[3..], [json!([3])]);
        assert!(server.log.asked("unsubscribe").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_refused_subscription_ends_with_the_refusal() {
    in_time(async {
        let mut server = Server::start(Wire::Unix).await;
        let heard = Heard::default();
        let connection = connected(&server, heard.observing(quick())).await;
        let mut ticks = subscribe(&connection, 1).await;
        server
            .log
            .refuses_subscriptions
            .store(true, Ordering::SeqCst);
        server.restart().await;
        let error = ticks.next().await.unwrap().unwrap_err();
        assert!(
            matches!(&error, Error::Server(refusal) if refusal.code() == -32005),
            "{error:?}"
        );
        assert_eq!(error.method(), Some("subscribe"));
        assert!(ticks.next().await.is_none());
        assert_eq!(heard.count("Unsubscribed"), 1);
        // The connection lives.
        assert_eq!(call(&*connection, "echo", 1).await.unwrap(), 1);
        server
            .log
            .refuses_subscriptions
            .store(false, Ordering::SeqCst);
        restarted(&mut server).await;
        assert_eq!(call(&*connection, "echo", 2).await.unwrap(), 2);
        assert_eq!(server.log.asked("subscribe").len(), 2);
    })
    .await;
}

#[tokio::test]
async fn who_listens_hears_every_connection() {
    for wire in WIRES {
        in_time(async {
            let mut server = Server::start(wire).await;
            let heard = Heard::default();
            let connection = connected(&server, heard.observing(quick())).await;
            let listen = Listen::<ServerNotification>::new(Arc::clone(&connection));
            let mut early = listen.clone().await.unwrap();
            // The server sends for this, and nobody takes it as a subscription.
            assert_eq!(call(&*connection, "subscribe", 1).await.unwrap(), 1);
            server.emit(5);
            assert_eq!(early.next().await.unwrap().unwrap().method(), "tick");
            assert_eq!(early.gaps(), 0);
            server.kill().await;
            until(|| heard.count("Disconnected") > 0).await;
            let mut late = listen.await.unwrap();
            server.restart().await;
            let again = async { while call(&*connection, "subscribe", 2).await.is_err() {} };
            again.await;
            server.emit(6);
            for (heard, gaps) in [(&mut early, 1), (&mut late, 0)] {
                let tick = heard.next().await.unwrap().unwrap();
                assert_eq!(tick.decode::<serde_json::Value>().unwrap()["result"], 6);
                assert!(heard.gaps() <= gaps);
            }
            assert_eq!(early.gaps(), 1);
        })
        .await;
    }
}

#[tokio::test]
async fn many_subscriptions_come_back() {
    in_time(async {
        let mut server = Server::start(Wire::Unix).await;
        let connection = connected(&server, quick()).await;
        let mut all = Vec::new();
        for number in 0..300 {
            all.push(subscribe(&connection, number).await);
            // Those that were left are not kept.
            drop(subscribe(&connection, number).await);
        }
        server.restart().await;
        until(|| server.log.asked("subscribe").len() == 900).await;
        until(|| {
            all.iter()
                .all(|ticks| ticks.id().unwrap().get().parse::<u64>().unwrap() > 600)
        })
        .await;
        server.emit(9);
        for ticks in &mut all {
            assert_eq!(ticks.next().await.unwrap().unwrap(), 9);
            assert_eq!(ticks.gaps(), 1);
        }
    })
    .await;
}
