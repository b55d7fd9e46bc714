//! Everything passes a stack as it passes the connection itself.
use std::{sync::Arc, time::Duration};

use callwright::{
    ConnectOptions, Connection, ConnectionExt, Error, Handlers, IntoConnection, Listen, Params,
    Request, ServerNotification, WebSocket, connect,
    layers::{Answer, Layered, Message, Retry, Timeout},
};
use serde_json::Value;
use tower::{BoxError, ServiceBuilder};

use super::server as rude;
use crate::{
    petshop::Petshop,
    rude_http::{self, response},
    rude_ws, server,
};

#[tokio::test]
async fn the_petshop_under_a_stack() {
    let (address, _handle) = server::start().await;
    for url in [format!("http://{address}"), format!("ws://{address}")] {
        let layered = connect(&url).await.unwrap().layered(
            ServiceBuilder::new()
                .layer(Timeout::new(Duration::from_secs(60)))
                .layer(Retry::new())
                .buffer(16)
                .rate_limit(1000, Duration::from_secs(1))
                .concurrency_limit(2),
        );
        let shop = Petshop::with_connection(layered);
        server::visit(&shop).await;
        let sums = callwright::batch((0..50).map(|n| shop.sum(n))).await;
        let sums: Vec<_> = sums.into_iter().map(Result::unwrap).collect();
        assert_eq!(sums, (0..50).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn batches_stay_batches_and_requests_can_be_changed() {
    let url = rude_http::serve(|request| {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let has_header = head.contains("x-of-the-layer: 1");
        let requests: Vec<Value> = serde_json::from_str(body).unwrap();
        let answers = requests.iter().map(|request| {
            let result = match has_header {
                true => &request["params"][0],
                false => &Value::Null,
            };
            rude_ws::answer(request, &format!(r#""result":{result}"#))
        });
        let answers: Vec<_> = answers.collect();
        response(
            "200 OK",
            "application/json",
            &format!("[{}]", answers.join(",")),
        )
    })
    .await;
    let http = connect(&url).await.unwrap();
    let marked = http.layered(ServiceBuilder::new().map_request(|mut message: Message| {
        for request in message.requests_mut() {
            let options = request.options_mut();
            options.headers.push("x-of-the-layer", "1");
        }
        message
    }));
    let shop = Petshop::with_connection(marked);
    let (one, two) = callwright::batch((shop.sum(1), shop.sum(2))).await;
    assert_eq!((one.unwrap(), two.unwrap()), (1, 2));
}

/// Listens, is asked, closes and waits for the end, of a connection over a server that does its part.
async fn go_past(over: impl FnOnce(WebSocket) -> Arc<dyn Connection>) {
    let url = rude_ws::serve(|mut peer: rude_ws::Peer| async move {
        peer.text(r#"{"jsonrpc":"2.0","method":"bell","params":[1]}"#)
            .await;
        peer.text(r#"{"jsonrpc":"2.0","id":"a","method":"ask","params":[]}"#)
            .await;
        let answer = peer.request().await.unwrap();
        assert_eq!((&answer["id"], &answer["result"]), (&"a".into(), &7.into()));
        assert_eq!(peer.request().await, None);
    })
    .await;
    let handlers = Handlers::new();
    handlers.on("ask", async |(): ()| Ok(7));
    let options = ConnectOptions::new().with_handlers(handlers);
    let socket = WebSocket::connect(&url, options).await.unwrap();
    let over = over(socket);
    assert_eq!(format!("{:?}", over.handlers().unwrap()), r#"{"ask"}"#);
    let listen = Listen::<ServerNotification>::new(over.clone());
    let mut heard = listen.await.unwrap();
    assert_eq!(heard.next().await.unwrap().unwrap().method(), "bell");
    over.close(Duration::from_secs(5)).await;
    let why = over.ended().await;
    assert!(why.to_string().contains("the client closed"), "{why}");
    let late = over.call(Request::new("x", Params::by_name())).await;
    assert!(matches!(late, Err(Error::Closed(_))), "{late:?}");
}

#[tokio::test]
async fn what_is_not_a_call_goes_to_the_connection() {
    go_past(|socket| {
        let retried = socket.layered(Retry::new());
        retried
            .layered(Timeout::new(Duration::from_secs(9)))
            .into_connection()
    })
    .await;
    #[cfg(feature = "mock")]
    {
        let tape = std::env::temp_dir().join(format!("callwright-past-{}", std::process::id()));
        let file = tape.clone();
        go_past(|socket| {
            callwright::Recorder::create(socket, file)
                .unwrap()
                .into_connection()
        })
        .await;
        let recorded = std::fs::read_to_string(&tape).unwrap();
        std::fs::remove_file(&tape).unwrap();
        assert!(
            recorded.contains("bell") && recorded.contains(r#""kind":"closed""#),
            "{recorded}"
        );
    }
}

#[tokio::test]
async fn layers_that_answer_by_themselves_are_held_to_the_question() {
    let (http, seen) = rude(|_, _| None).await;
    let service = tower::service_fn(|_: Message| async { Err::<Answer, BoxError>("no".into()) });
    let stranger = Layered::new(service, http.clone());
    let call = stranger.call(Request::new("x", Params::by_name())).await;
    let error = call.unwrap_err();
    assert!(matches!(error, Error::Layer(_)) && !error.may_have_been_received());
    assert!(error.to_string().contains("no"), "{error}");
    let service = tower::service_fn(|_: Message| async { Ok::<_, BoxError>(Answer::Sent) });
    let odd = Layered::new(service, http.clone());
    let error = odd
        .call(Request::new("x", Params::by_name()))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Layer(_)), "{error:?}");
    let both = vec![Request::new("x", Params::by_name()); 2];
    assert!(odd.batch(both).await.iter().all(Result::is_err));
    assert!(seen.all().is_empty());
}
