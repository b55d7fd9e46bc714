//! Subscriptions, listening and the end of several endpoints.
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use callwright::{
    ConnectOptions, Connection, Endpoints, Error, Listen, ServerNotification, Streaming, Subscribe,
    Subscription, connect_with,
};

use super::{counts, endpoints, servers};
use crate::mortal::{Wire, call, in_time, request, until};

const TICKS: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"])
    .unsubscribe("unsubscribe");

async fn subscribe(node: &Arc<dyn Connection>) -> Result<Subscription<u64>, Error> {
    Subscribe::dynamic(Arc::clone(node), request("subscribe", 1), TICKS).await
}

#[tokio::test]
async fn a_subscription_is_at_one_that_can() {
    in_time(async {
        let mut servers = servers([Wire::Http, Wire::Unix, Wire::WebSocket]).await;
        let urls = servers.iter().map(|server| &server.url);
        let node = Endpoints::connect(urls, ConnectOptions::new())
            .await
            .unwrap();
        let node: Arc<dyn Connection> = Arc::new(node);
        let mut heard = Listen::<ServerNotification>::new(Arc::clone(&node))
            .await
            .unwrap();
        let mut ticks = subscribe(&node).await.unwrap();
        assert_eq!(counts(&servers, "subscribe"), [0, 1, 0]);
        for server in &servers {
            server.emit(7);
        }
        assert_eq!(ticks.next().await.unwrap().unwrap(), 7);
        // HTTP takes calls as before.
        assert_eq!(call(&*node, "echo", 1).await.unwrap(), 1);
        assert_eq!(counts(&servers, "echo"), [1, 0, 0]);
        servers[1].kill().await;
        let end = ticks.next().await.unwrap().unwrap_err();
        assert!(matches!(end, Error::Closed(_)), "{end:?}");
        assert!(ticks.next().await.is_none());
        let end = heard.next().await.unwrap().unwrap_err();
        assert!(matches!(end, Error::Closed(_)), "{end:?}");
        // The next one is made elsewhere.
        let mut ticks = subscribe(&node).await.unwrap();
        servers[2].emit(8);
        assert_eq!(ticks.next().await.unwrap().unwrap(), 8);
        ticks.unsubscribe().await.unwrap();
        assert_eq!(counts(&servers, "unsubscribe"), [0, 0, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_subscription_goes_on_where_it_is() {
    in_time(async {
        let mut servers = servers([Wire::Unix, Wire::WebSocket]).await;
        let node: Arc<dyn Connection> = Arc::new(endpoints(&servers).await);
        let mut ticks = loop {
            match subscribe(&node).await {
                Ok(ticks) if counts(&servers, "subscribe")[0] > 0 => break ticks,
                _ => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        };
        servers[0].restart().await;
        until(|| counts(&servers, "subscribe")[0] == 2).await;
        servers[0].emit(9);
        assert_eq!(ticks.next().await.unwrap().unwrap(), 9);
        assert_eq!(ticks.gaps(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_an_answer() {
    in_time(async {
        let servers = servers([Wire::Unix, Wire::Unix]).await;
        let urls = servers.iter().map(|server| &server.url);
        let node = Endpoints::connect(urls, ConnectOptions::new())
            .await
            .unwrap();
        let node: Arc<dyn Connection> = Arc::new(node);
        servers[0]
            .log
            .refuses_subscriptions
            .store(true, Ordering::SeqCst);
        let error = subscribe(&node).await.unwrap_err();
        assert_eq!(error.endpoint(), Some(&*servers[0].url));
        assert_eq!(counts(&servers, "subscribe"), [1, 0]);
    })
    .await;
}

#[tokio::test]
async fn where_nobody_subscribes_the_error_says_so() {
    in_time(async {
        let servers = servers([Wire::Http; 2]).await;
        let node: Arc<dyn Connection> = Arc::new(endpoints(&servers).await);
        for _ in 0..5 {
            let error = subscribe(&node).await.unwrap_err();
            assert!(matches!(error, Error::Subscription(_)), "{error:?}");
        }
        let heard = Listen::<ServerNotification>::new(Arc::clone(&node)).await;
        assert!(matches!(heard.unwrap_err(), Error::Subscription(_)));
        // That is no illness.
        assert_eq!(call(&*node, "echo", 1).await.unwrap(), 1);
        assert_eq!(counts(&servers, "echo"), [1, 0]);
    })
    .await;
}

#[tokio::test]
async fn all_close_together() {
    in_time(async {
        let servers = servers([Wire::Unix, Wire::WebSocket, Wire::Unix]).await;
        let reconnecting = endpoints(&servers[..2]).await;
        let plain = connect_with(&servers[2].url, ConnectOptions::new())
            .await
            .unwrap();
        let node = Endpoints::new([
            ("again", Arc::new(reconnecting) as Arc<dyn Connection>),
            ("plain", plain),
        ]);
        assert!(node.handlers().is_ok());
        let (end, ()) = tokio::join!(node.ended(), node.close(Duration::from_secs(10)));
        assert_eq!(
            end.to_string(),
            "the client closed the connection, at plain"
        );
        let error = call(&node, "echo", 1).await.unwrap_err();
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
        for server in &servers {
            until(|| server.log.open.load(Ordering::SeqCst) == 0).await;
        }
    })
    .await;
}
