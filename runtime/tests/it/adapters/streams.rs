//! Subscriptions to a module of jsonrpsee, in process and by its client.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{
    Connection, Error, InProcess, Listen, Params, Request, ServerNotification, Streaming, Subscribe,
};
use jsonrpsee_core::server::{RpcModule, SubscriptionMessage};

const TICKS: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"])
    .unsubscribe("unsubscribe_ticks");

/// Ticks for ever, or so many times; and how many subscriptions run.
fn module() -> (RpcModule<()>, Arc<AtomicUsize>) {
    let mut module = RpcModule::new(());
    let running = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&running);
    module
        .register_subscription(
            "subscribe_ticks",
            "tick",
            "unsubscribe_ticks",
            move |params, pending, _, _| {
                let (last, count) = (params.one::<u64>(), Arc::clone(&count));
                async move {
                    let Ok(last) = last else {
                        return pending.reject(last.unwrap_err()).await;
                    };
                    let sink = pending.accept().await.unwrap();
                    count.fetch_add(1, Ordering::SeqCst);
                    for number in 0..last {
                        let message = serde_json::value::to_raw_value(&number).unwrap();
                        if sink.send(SubscriptionMessage::from(message)).await.is_err() {
                            break;
                        }
                    }
                    if last > 100 {
                        sink.closed().await;
                    }
                    count.fetch_sub(1, Ordering::SeqCst);
                }
            },
        )
        .unwrap();
    (module, running)
}

fn ticks(connection: &Arc<dyn Connection>, last: u64) -> Subscribe<u64> {
    let params = Params::by_position().with("last", &last).unwrap();
    let request = Request::new("subscribe_ticks", params);
    Subscribe::dynamic(Arc::clone(connection), request, TICKS)
}

/// Waits until so many subscriptions run.
async fn until(running: &AtomicUsize, count: usize) {
    let waiting = async {
        while running.load(Ordering::SeqCst) != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting)
        .await
        .unwrap();
}

async fn subscribe(connection: Arc<dyn Connection>, running: &AtomicUsize) {
    let refused = Request::new("subscribe_ticks", Params::by_position());
    let refused: Subscribe<u64> = Subscribe::dynamic(Arc::clone(&connection), refused, TICKS);
    let error = refused.await.unwrap_err();
    assert!(matches!(error, Error::Server(_)), "{error:?}");

    let mut first = ticks(&connection, 101).await.unwrap();
    let mut second = ticks(&connection, 101).await.unwrap();
    assert!(first.id().is_some() && first.id().unwrap().get() != second.id().unwrap().get());
    for number in 0..101 {
        assert_eq!(first.next().await.unwrap().unwrap(), number);
        assert_eq!(second.next().await.unwrap().unwrap(), number);
    }
    until(running, 2).await;
    first.unsubscribe().await.unwrap();
    until(running, 1).await;
    drop(second);
    until(running, 0).await;

    let mut left = ticks(&connection, 101).await.unwrap();
    connection.close(Duration::ZERO).await;
    let mut last = None;
    while let Some(item) = left.next().await {
        last = Some(item);
    }
    let error = last.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "the client closed the connection");
    until(running, 0).await;
}

#[tokio::test]
async fn a_module_is_subscribed_to() {
    let (module, running) = module();
    subscribe(Arc::new(InProcess::new(module)), &running).await;
}

#[tokio::test]
async fn a_module_ends_a_subscription() {
    let connection: Arc<dyn Connection> = Arc::new(InProcess::new(module().0));
    let mut stream = ticks(&connection, 2).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 0);
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("the module has ended"),
        "{error}"
    );
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_server_is_subscribed_to_by_a_client_of_jsonrpsee() {
    let (module, running) = module();
    let server = jsonrpsee_server::Server::builder()
        .build("127.0.0.1:0")
        .await
        .unwrap();
    let url = format!("ws://{}", server.local_addr().unwrap());
    let _handle = server.start(module);
    let client = super::closing::websocket(&url).await;
    let connection = Arc::new(callwright::Jsonrpsee::new(client));
    subscribe(connection, &running).await;
}

#[tokio::test]
async fn what_jsonrpsee_cannot_bring_is_told() {
    let (address, _handle) = crate::server::start().await;
    let client = super::closing::websocket(&format!("ws://{address}")).await;
    let socket: Arc<dyn Connection> = Arc::new(callwright::Jsonrpsee::new(client));
    let heard = Listen::<ServerNotification>::new(Arc::clone(&socket)).await;
    let error = heard.err().unwrap();
    assert!(matches!(error, Error::Subscription(_)), "{error:?}");
    let request = Request::new("subscribe_ticks", Params::by_position());
    let other = Subscribe::<u64>::dynamic(socket, request.clone(), Streaming::by(&["tick"])).await;
    assert!(other.err().unwrap().to_string().contains("`subscription`"));
    let http = jsonrpsee_http_client::HttpClient::builder().build(format!("http://{address}"));
    let http = Arc::new(callwright::Jsonrpsee::new(http.unwrap()));
    let other = Subscribe::<u64>::dynamic(http, request, TICKS).await;
    let error = other.err().unwrap();
    assert!(matches!(error, Error::Subscription(_)), "{error:?}");
}
