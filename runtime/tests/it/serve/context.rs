//! What handlers know of who asks, and how they call back.
use std::{sync::Arc, time::Duration};

use callwright::{Call, Connection, Context, Error, Handlers, Peer, Server, ServerError};
use tokio::sync::mpsc;

use super::{Place, ask, client, in_time, request, visitor};

/// A handler that counts down with the other side, each calling the other.
fn countdown() -> Handlers {
    let handlers = Handlers::new();
    handlers.on_with_context("down", async |(from,): (u64,), context: Context| {
        if from == 0 {
            return Ok(vec![0]);
        }
        let below = ask(&context.peer(), "down", &[from - 1]).await;
        let mut below: Vec<u64> = below.map_err(|error| ServerError::new(1, error.to_string()))?;
        below.push(from);
        Ok(below)
    });
    handlers
}

#[tokio::test]
async fn both_sides_call_each_other_deeply() {
    let place = Place::new();
    let server = Server::bind(&place.url(), countdown()).await.unwrap();
    server.listen("tcp://127.0.0.1:0").await.unwrap();
    #[cfg(feature = "msgpack")]
    server.listen("msgpack+tcp://127.0.0.1:0").await.unwrap();
    for url in server.urls() {
        let client = client(&url, countdown()).await;
        let down: Vec<u64> = ask(&client, "down", &[64]).await.unwrap();
        assert_eq!(down, Vec::from_iter(0..=64));
    }
}

#[tokio::test]
async fn a_handler_knows_who_asks() {
    struct Name(String);
    let handlers = Handlers::new();
    handlers.on_with_context("login", async |(name,): (String,), context: Context| {
        context.extensions().insert(Name(name));
        Ok(context.connection_id())
    });
    handlers.on_with_context("who", async |(): (), context: Context| {
        let name = context.extensions().get::<Name>();
        let name = name.map(|name| name.0.clone());
        Ok((name, context.address(), context.connection_id()))
    });
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let url = server.url().unwrap();
    let (ada, bob) = (visitor(&url).await, visitor(&url).await);
    let mut numbers = Vec::new();
    for (client, name) in [(&ada, "ada"), (&bob, "bob")] {
        numbers.push(ask::<_, u64>(client, "login", &[name]).await.unwrap());
    }
    for (client, name, number) in [(&ada, "ada", numbers[0]), (&bob, "bob", numbers[1])] {
        type Who = (Option<String>, Option<std::net::SocketAddr>, u64);
        let who: Who = ask::<(), _>(client, "who", &[]).await.unwrap();
        assert_eq!((who.0.as_deref(), who.2), (Some(name), number));
        assert!(who.1.unwrap().ip().is_loopback());
    }
    assert_ne!(numbers[0], numbers[1]);
    let all = server.connections();
    let known: Vec<_> = all.iter().map(Context::connection_id).collect();
    assert_eq!(known, numbers);
}

#[tokio::test]
async fn the_user_behind_a_unix_socket_is_known() {
    let handlers = Handlers::new();
    handlers.on_with_context("user", async |(): (), context: Context| {
        let credentials = context.extensions().get::<tokio::net::unix::UCred>();
        Ok(credentials.map(|credentials| credentials.uid()))
    });
    let place = Place::new();
    let _server = Server::bind(&place.url(), handlers).await.unwrap();
    let client = visitor(&place.url()).await;
    let user: Option<u32> = ask::<(), _>(&client, "user", &[]).await.unwrap();
    use std::os::unix::fs::MetadataExt;
    let ours = std::fs::metadata(&place.0).unwrap().uid();
    assert_eq!(user, Some(ours));
}

#[tokio::test]
async fn a_server_notifies_its_clients() {
    let (server, url) = super::sums().await;
    let mut heard = Vec::new();
    for _ in 0..3 {
        let (tell, told) = mpsc::unbounded_channel();
        let handlers = Handlers::new();
        handlers.on("news", move |(text,): (String,)| {
            tell.send(text).unwrap();
            async { Ok(()) }
        });
        let client = client(&url, handlers).await;
        // It is known to the server once it is answered.
        let _: i64 = ask(&client, "sum", &[1]).await.unwrap();
        heard.push((client, told));
    }
    for context in server.connections() {
        context
            .peer()
            .notify(request("news", &["it rains"]))
            .await
            .unwrap();
    }
    for (_client, told) in &mut heard {
        assert_eq!(in_time(told.recv()).await.unwrap(), "it rains");
    }
}

#[tokio::test]
async fn who_has_gone_cannot_be_called() {
    let (keep, mut kept) = mpsc::unbounded_channel::<Peer>();
    let handlers = Handlers::new();
    handlers.on_with_context("keep", move |(): (), context: Context| {
        keep.send(context.peer()).unwrap();
        async { Ok(()) }
    });
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let client = visitor(&server.url().unwrap()).await;
    ask::<(), ()>(&client, "keep", &[]).await.unwrap();
    let peer = kept.recv().await.unwrap();
    assert!(peer.connection().is_some());
    client.close(Duration::ZERO).await;
    in_time(peer.ended()).await;
    let call = Call::<()>::dynamic(Arc::new(peer.clone()), request::<()>("any", &[]));
    let error = in_time(call.into_future()).await.unwrap_err();
    assert!(matches!(error, Error::Closed(_)), "{error:?}");
    assert!(!error.may_have_been_received());
}

#[tokio::test]
async fn a_peer_keeps_no_client_open() {
    let handlers = Handlers::new();
    handlers.on_with_context("keep", |(): (), context: Context| {
        let peer = context.peer();
        context.extensions().insert(peer);
        async { Ok(()) }
    });
    let (server, url) = {
        let handlers = Handlers::new();
        handlers.on_with_context("visit", async |(): (), context: Context| {
            ask::<(), ()>(&context.peer(), "keep", &[])
                .await
                .map_err(|e| ServerError::new(1, e.to_string()))
        });
        let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
        let url = server.url().unwrap();
        (server, url)
    };
    let client = client(&url, handlers).await;
    ask::<(), ()>(&client, "visit", &[]).await.unwrap();
    let here = server.connections().remove(0);
    drop(client);
    in_time(here.peer().ended()).await;
}
