//! What an observer of a server is told.
use callwright::{Connection, Handlers, ServeOptions, Server, ServerEvent};
use tokio::sync::mpsc;

use super::{ask, in_time, request, visitor};

#[tokio::test]
async fn everything_is_told_in_its_order() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let options = ServeOptions::new().with_observer(move |event| {
        let line = match event {
            ServerEvent::Ready(url) => format!("ready {url}"),
            ServerEvent::Connected(context) => {
                context.extensions().insert(7_i64);
                format!("connected {}", context.address().is_some())
            }
            ServerEvent::Request { context, method } => {
                format!("request {method} {:?}", context.extensions().get::<i64>())
            }
            ServerEvent::Notification { method, .. } => format!("notification {method}"),
            ServerEvent::Gone { why, .. } => {
                let why = why.to_string();
                let (_, why) = why.split_once(" has ").unwrap();
                format!("gone: has {why}")
            }
            other => format!("{other:?}"),
        };
        tell.send(line).unwrap();
        panic!("an observer may do so");
    });
    let handlers = Handlers::new();
    handlers.on("sum", async |(a, b): (i64, i64)| Ok(a + b));
    handlers.on("tick", async |(): ()| Ok(()));
    let server = Server::with_options(handlers, options);
    let url = server
        .listen("tcp://127.0.0.1:0")
        .await
        .unwrap()
        .url()
        .to_owned();
    let client = visitor(&url).await;
    client.notify(request::<()>("tick", &[])).await.unwrap();
    let ready = format!("ready {url}");
    for line in [&*ready, "connected true", "notification tick"] {
        assert_eq!(in_time(told.recv()).await.unwrap(), line);
    }
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
    drop(client);
    for line in ["request sum Some(7)", "gone: has closed the connection"] {
        assert_eq!(in_time(told.recv()).await.unwrap(), line);
    }
}

/// As any other call.
#[tokio::test]
async fn who_asks_for_the_document_is_told_of() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let options = ServeOptions::new().with_observer(move |event| {
        if let ServerEvent::Request { method, .. } = event {
            tell.send(method.to_string()).unwrap();
        }
    });
    let handlers = Handlers::new().with_info(callwright::describe::Info::new("Sums", "1"));
    let server = Server::with_options(handlers, options);
    let listening = server.listen("tcp://127.0.0.1:0").await.unwrap();
    let client = visitor(listening.url()).await;
    let document: serde_json::Value = ask::<(), _>(&client, "rpc.discover", &[]).await.unwrap();
    assert_eq!(document["info"]["title"], "Sums");
    assert_eq!(in_time(told.recv()).await.unwrap(), "rpc.discover");
}
