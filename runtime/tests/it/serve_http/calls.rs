//! Calls by our own client, over HTTP and over a WebSocket to the same port.
use std::sync::Arc;

use callwright::{
    Call, ConnectOptions, Connection, Context, Handlers, Params, Request, Server, ServerError,
    batch, connect, connect_with,
};

use super::{handlers, in_time, server};
use crate::serve::request;

fn urls(url: &str) -> [String; 2] {
    [url.to_owned(), url.replace("http:", "ws:")]
}

fn call<R: serde::de::DeserializeOwned + 'static>(
    connection: &Arc<dyn Connection>,
    request: Request,
) -> Call<R> {
    Call::dynamic(Arc::clone(connection), request)
}

#[tokio::test]
async fn calls_batches_and_notifications_are_answered() {
    let (_server, url) = server().await;
    for url in urls(&url) {
        let shop = in_time(connect(&url)).await.unwrap();
        let sum: i64 = in_time(call(&shop, request("sum", &[1, 2, 3])))
            .await
            .unwrap();
        assert_eq!(sum, 6, "{url}");
        let error = in_time(call::<()>(&shop, request::<()>("fail", &[]))).await;
        let error = error.unwrap_err();
        assert_eq!(error.server().unwrap().code(), 42, "{url}");
        let calls = (0..50).map(|number| call::<i64>(&shop, request("subtract", &[number, 1])));
        let answers = in_time(batch(calls.collect::<Vec<_>>())).await;
        for (number, answer) in answers.into_iter().enumerate() {
            assert_eq!(answer.unwrap(), number as i64 - 1);
        }
        in_time(shop.notify(Request::new("tell", Params::by_position())))
            .await
            .unwrap();
        let told = async {
            while in_time(call::<usize>(&shop, request::<()>("told", &[])))
                .await
                .unwrap()
                == 0
            {
                tokio::task::yield_now().await;
            }
        };
        in_time(told).await;
        in_time(shop.close(std::time::Duration::ZERO)).await;
    }
}

#[tokio::test]
async fn long_texts_go_both_ways() {
    let (_server, url) = server().await;
    let long = "ä".repeat(1 << 20);
    for url in urls(&url) {
        let shop = in_time(connect(&url)).await.unwrap();
        let echo = call::<String>(&shop, request("echo", &[&long]));
        assert!(in_time(echo).await.unwrap() == long, "{url}");
    }
}

#[tokio::test]
async fn a_websocket_is_called_back() {
    let handlers = Handlers::new();
    handlers.on_with_context("twice", async |(word,): (String,), context: Context| {
        let spelled: Result<String, _> = call(
            &(Arc::new(context.peer()) as _),
            request::<()>("spell", &[]),
        )
        .await;
        let spelled = spelled.map_err(|error| ServerError::new(1, error.to_string()))?;
        Ok(format!("{word} {spelled}"))
    });
    let server = in_time(Server::bind("ws://127.0.0.1:0", handlers))
        .await
        .unwrap();
    let url = server.url().unwrap();
    let own = Handlers::new();
    own.on("spell", async |(): ()| Ok("back"));
    let options = ConnectOptions::new().with_handlers(own);
    let shop = in_time(connect_with(&url, options.clone())).await.unwrap();
    let twice = call::<String>(&shop, request("twice", &["there and"]));
    assert_eq!(in_time(twice).await.unwrap(), "there and back");
    assert_eq!(server.connections().len(), 1);
    // Over HTTP nobody can be called back, and the handler learns it.
    let plain = in_time(connect_with(&url.replace("ws:", "http:"), options))
        .await
        .unwrap();
    let twice = call::<String>(&plain, request("twice", &["there and"]));
    let error = in_time(twice).await.unwrap_err().to_string();
    assert!(error.contains("cannot be called back"), "{error}");
}

#[tokio::test]
async fn one_server_listens_on_streams_too() {
    let server = Server::new(handlers());
    let mut urls = Vec::new();
    for url in [
        "http://127.0.0.1:0/rpc/",
        "http://[::1]:0",
        "tcp://127.0.0.1:0",
    ] {
        urls.push(in_time(server.listen(url)).await.unwrap().url().to_owned());
    }
    assert!(urls[0].ends_with("/rpc"), "{urls:?}");
    for url in &urls {
        let shop = in_time(connect(url)).await.unwrap();
        let seen: String = in_time(call(&shop, request::<()>("url", &[])))
            .await
            .unwrap();
        let seen = seen.trim_end_matches('/');
        assert_eq!(seen, url);
    }
}

#[tokio::test]
async fn handlers_see_headers() {
    let (_server, url) = server().await;
    for url in urls(&url) {
        let options = ConnectOptions::new().with_header("user-agent", "Bobik/1");
        let shop = in_time(connect_with(&url, options)).await.unwrap();
        let agent: String = in_time(call(&shop, request::<()>("agent", &[])))
            .await
            .unwrap();
        assert_eq!(agent, "Bobik/1", "{url}");
    }
}
