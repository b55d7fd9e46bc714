//! How a server ends, and what its clients are told.
use std::{sync::Arc, time::Duration};

use callwright::{
    ByteStream, ConnectOptions, Connection, Context, Error, Handlers, ServeOptions, Server,
    ServerError, Wire,
};
use tokio::sync::{Notify, mpsc};

use super::{DEADLINE, ask, client, in_time, sums, visitor};

/// A server whose `wait` says that it began and waits until it is let go.
async fn waiting() -> (Server, String, mpsc::UnboundedReceiver<()>, Arc<Notify>) {
    let (begin, begun) = mpsc::unbounded_channel();
    let go = Arc::new(Notify::new());
    let gone = Arc::clone(&go);
    let handlers = Handlers::new();
    handlers.on_with_context("wait", move |(): (), context: Context| {
        let (begin, gone) = (begin.clone(), Arc::clone(&gone));
        async move {
            begin.send(()).unwrap();
            gone.notified().await;
            // Who is answered may be called back until then.
            let name = ask::<(), String>(&context.peer(), "name", &[]).await;
            name.map_err(|error| ServerError::new(1, error.to_string()))
        }
    });
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let url = server.url().unwrap();
    (server, url, begun, go)
}

fn named() -> Handlers {
    let handlers = Handlers::new();
    handlers.on("name", async |(): ()| Ok("Murka"));
    handlers
}

#[tokio::test]
async fn what_was_accepted_is_answered_and_nothing_else() {
    let (server, url, mut begun, go) = waiting().await;
    let client = client(&url, named()).await;
    let asking = ask::<(), String>(&client, "wait", &[]);
    let closing = async {
        begun.recv().await.unwrap();
        let close = tokio::spawn({
            let server = server.clone();
            async move { server.close(DEADLINE).await }
        });
        // It accepts no client, and no request.
        while tokio::net::TcpStream::connect(&url["tcp://".len()..])
            .await
            .is_ok()
        {
            tokio::task::yield_now().await;
        }
        let refused = ask::<(), String>(&client, "wait", &[]).await.unwrap_err();
        assert_eq!(refused.server().unwrap().code(), -32000, "{refused}");
        go.notify_one();
        close.await.unwrap();
    };
    let (answer, ()) = in_time(futures_util::future::join(asking, closing)).await;
    assert_eq!(answer.unwrap(), "Murka");
    let why = in_time(client.ended()).await;
    assert!(
        why.to_string().ends_with("has closed the connection"),
        "{why}"
    );
    assert!(server.connections().is_empty() && server.urls().is_empty());
    assert!(server.listen("tcp://127.0.0.1:0").await.is_err());
}

#[tokio::test]
async fn what_takes_too_long_is_cut_off() {
    let (server, url, mut begun, _go) = waiting().await;
    let client = client(&url, named()).await;
    let asking = ask::<(), String>(&client, "wait", &[]);
    let peer = server_side(&server).await;
    let closing = async {
        begun.recv().await.unwrap();
        server.close(Duration::from_millis(50)).await;
        peer.ended().await
    };
    let (answer, why) = in_time(futures_util::future::join(asking, closing)).await;
    assert!(matches!(answer, Err(Error::Closed(_))), "{answer:?}");
    assert!(!why.to_string().is_empty());
}

/// Adds a method that has the server close and is answered once it does.
pub(super) fn can_be_closed(server: &Server, handlers: &Handlers) {
    let server = server.clone();
    handlers.on("close", move |(): ()| {
        let server = server.clone();
        async move {
            let closing = server.clone();
            tokio::spawn(async move { closing.close(DEADLINE).await });
            while server.serve(tokio::io::empty()).is_ok() {
                tokio::task::yield_now().await;
            }
            Ok("closing")
        }
    });
}

#[tokio::test]
async fn what_runs_over_any_stream_is_answered_before_the_end() {
    for wire in [
        Wire::Json,
        #[cfg(feature = "msgpack")]
        Wire::MessagePack,
    ] {
        let options = ConnectOptions::new().with_wire(wire);
        let handlers = Handlers::new();
        let serving = ServeOptions::new().with_connection(options.clone());
        let server = Server::with_options(handlers.clone(), serving);
        can_be_closed(&server, &handlers);
        let (ours, theirs) = tokio::io::duplex(64);
        server.serve(ours).unwrap();
        let client = ByteStream::over(theirs, options);
        let last = ask::<(), String>(&client, "close", &[]).await;
        assert_eq!(last.unwrap(), "closing");
        let why = in_time(client.ended()).await.to_string();
        assert!(why.ends_with("has closed the connection"), "{why}");
        in_time(server.ended()).await;
    }
}

/// The server's end of the only connection.
async fn server_side(server: &Server) -> callwright::Peer {
    loop {
        if let Some(context) = server.connections().first() {
            return context.peer();
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn all_who_wait_are_told_one_reason() {
    let (server, url) = sums().await;
    let client = visitor(&url).await;
    let peer = server_side(&server).await;
    // The client has no such method and the server asks nothing more of it than to be there.
    let ended = tokio::spawn({
        let peer = peer.clone();
        async move { peer.ended().await.to_string() }
    });
    let connection = peer.connection().unwrap();
    server.close(Duration::ZERO).await;
    let later = connection
        .call(super::request::<()>("any", &[]))
        .await
        .unwrap_err();
    assert_eq!(later.to_string(), "the server closed the connection");
    assert_eq!(in_time(ended).await.unwrap(), later.to_string());
    drop(client);
}

#[tokio::test]
async fn a_listener_closes_and_sessions_live() {
    let (server, url) = sums().await;
    let other = server.listen("tcp://127.0.0.1:0").await.unwrap();
    let client = visitor(other.url()).await;
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
    other.close().await;
    other.close().await;
    assert_eq!(server.urls(), [url]);
    // Its port is free.
    server.listen(other.url()).await.unwrap();
    assert_eq!(ask::<_, i64>(&client, "sum", &[2, 2]).await.unwrap(), 4);
}

#[tokio::test]
async fn a_dropped_server_leaves_nobody_waiting() {
    let (server, url) = sums().await;
    let client = visitor(&url).await;
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
    drop(server);
    in_time(client.ended()).await;
    let gone = async {
        while tokio::net::TcpStream::connect(&url["tcp://".len()..])
            .await
            .is_ok()
        {
            tokio::task::yield_now().await;
        }
    };
    in_time(gone).await;
}

#[tokio::test]
async fn an_answer_is_read_although_much_else_was_sent() {
    // What the server has not read when it closes must not take back what it wrote.
    for _ in 0..20 {
        let (server, url, mut begun, go) = waiting().await;
        let client = client(&url, named()).await;
        let asking = ask::<(), String>(&client, "wait", &[]);
        let flooding = async {
            let noise = "x".repeat(1 << 16);
            for _ in 0..64 {
                if client
                    .notify(super::request("noise", &[&noise]))
                    .await
                    .is_err()
                {
                    break;
                }
            }
        };
        let closing = async {
            begun.recv().await.unwrap();
            go.notify_one();
            server.close(DEADLINE).await;
        };
        let all = futures_util::future::join3(asking, flooding, closing);
        let (answer, (), ()) = in_time(all).await;
        assert_eq!(answer.unwrap(), "Murka");
    }
}
