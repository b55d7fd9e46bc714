//! Who shares a session with whom.
use std::{sync::Arc, time::Duration};

use callwright::{ConnectOptions, Connection, Error, Handlers, Listen, PoolOptions};
use futures_util::{StreamExt, future::join_all, stream::FuturesUnordered};

use super::{Place, Shop, ask, in_time, pool, request, until};
use crate::petshop::Petshop;

#[tokio::test]
async fn a_thousand_calls_make_one_connection() {
    let place = Place::new();
    let urls = [
        "tcp://127.0.0.1:0",
        &place.url(),
        #[cfg(feature = "msgpack")]
        "msgpack+tcp://127.0.0.1:0",
    ];
    for url in urls {
        let shop = Shop::open(url).await;
        let pool = pool(PoolOptions::new());
        let connections = (0..1000).map(|_| pool.connection(&shop.url));
        let calls = connections.map(|connection| ask::<_, i64>(&connection, "sum", &[1, 2]));
        for answer in join_all(calls).await {
            assert_eq!(answer.unwrap(), 3);
        }
        assert_eq!((shop.connected(), pool.len()), (1, 1));
        let got = join_all((0..1000).map(|_| pool.get(&shop.url))).await;
        assert!(got.iter().all(Result::is_ok));
        assert_eq!(shop.connected(), 1);
        #[cfg(feature = "msgpack")]
        assert_eq!(
            pool.connection(&shop.url).wire() == callwright::Wire::MessagePack,
            url.starts_with("msgpack")
        );
    }
}

#[tokio::test]
async fn who_gives_up_does_not_keep_the_others_waiting() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let pool = pool(PoolOptions::new());
    let connection = pool.connection(&shop.url);
    let mut first = Box::pin(connection.ready());
    assert!(futures_util::poll!(&mut first).is_pending());
    let second = ask::<_, i64>(&connection, "sum", &[1, 2]);
    drop(first);
    assert_eq!(second.await.unwrap(), 3);
    assert_eq!(shop.connected(), 1);
}

#[tokio::test]
async fn a_generated_client_stands_on_it_over_a_websocket() {
    let (address, _server) = crate::server::start().await;
    let pool = pool(PoolOptions::new());
    let shops: Vec<_> = ["ws", "WS"]
        .map(|scheme| pool.connection(&format!("{scheme}://{address}")))
        .map(Petshop::with_connection)
        .into();
    in_time(join_all(shops.iter().map(crate::server::visit))).await;
    assert_eq!(pool.len(), 1);
}

#[tokio::test]
async fn more_sessions_are_made_when_all_are_busy_and_no_more_than_may_be() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let pool = pool(PoolOptions::new().with_max_sessions(3));
    let connection = pool.connection(&shop.url);
    let waiting = FuturesUnordered::new();
    for connected in [1, 2, 2, 3, 3, 3] {
        let call = ask::<(), ()>(&connection, "wait", &[]);
        waiting.push(tokio::spawn(call));
        // One more is made for the next call.
        until(|| pool.len() == connected).await;
        until(|| shop.begun() == waiting.len()).await;
    }
    assert_eq!(shop.connected(), 3);
    shop.go.add_permits(6);
    let answers: Vec<_> = in_time(waiting.collect()).await;
    assert!(answers.into_iter().all(|answer| answer.unwrap().is_ok()));
}

#[tokio::test]
async fn other_options_have_other_sessions() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let one = pool(PoolOptions::new());
    let handlers = Handlers::new();
    let options = ConnectOptions::new().with_handlers(handlers.clone());
    let other = one.with_connect_options(options);
    for pool in [&one, &one.clone(), &other, &other.clone()] {
        let connection = pool.connection(&shop.url);
        assert_eq!(ask::<_, i64>(&connection, "sum", &[1, 2]).await.unwrap(), 3);
    }
    assert_eq!((shop.connected(), one.len()), (2, 2));
    // They are asked for what the server asks.
    handlers.on("name", async |(): ()| Ok("Murka"));
    let named = shop
        .server
        .connections()
        .into_iter()
        .map(|context| async move { ask::<(), String>(&context.peer(), "name", &[]).await.ok() });
    let named: Vec<_> = join_all(named).await.into_iter().flatten().collect();
    assert_eq!(named, ["Murka"]);
}

#[tokio::test]
async fn who_listens_hears_and_keeps_the_session() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let pool = pool(PoolOptions::new().with_idle_timeout(Duration::from_millis(20)));
    let connection = pool.connection(&shop.url);
    let listen = || Listen::<callwright::ServerNotification>::new(Arc::new(connection.clone()));
    let early = listen().await.err().unwrap();
    assert!(matches!(early, Error::Subscription(_)), "{early:?}");
    let mut heard = loop {
        connection.ready().await.unwrap();
        // It may have been closed since, for having nothing to do.
        if let Ok(heard) = listen().await {
            break heard;
        }
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    until(|| !shop.server.connections().is_empty()).await;
    for context in shop.server.connections() {
        drop(context.peer().notify(request("news", &["it rains"])).await);
    }
    let news = in_time(heard.next()).await.unwrap().unwrap();
    assert_eq!(news.params(), br#"["it rains"]"#);
}
