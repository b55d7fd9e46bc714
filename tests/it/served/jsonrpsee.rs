//! jsonrpsee's clients, over HTTP and over a WebSocket.

use callwright_tests::deadline::within;
use callwright_tests::desk::Desk;
use jsonrpsee_core::client::{BatchResponse, ClientT, Error, Subscription, SubscriptionClientT};
use jsonrpsee_core::params::{ArrayParams, BatchRequestBuilder, ObjectParams};
use jsonrpsee_core::rpc_params;
use jsonrpsee_core::traits::ToRpcParams;
use jsonrpsee_http_client::HttpClient;
use jsonrpsee_ws_client::WsClientBuilder;
use serde_json::{Value, json};

use super::{BY_HTTP, BY_SESSION, expected, serve, url, websocket};

#[tokio::test]
async fn over_http() {
    let server = serve(Desk::default()).await;
    let client = HttpClient::builder().build(url(&server)).unwrap();
    let lines = within("the visit", visit(&client)).await.unwrap();
    assert_eq!(lines, expected(BY_HTTP));
}

#[tokio::test]
async fn over_a_websocket() {
    let server = serve(Desk::default()).await;
    let connecting = WsClientBuilder::default().build(websocket(&server)).await;
    let client = connecting.unwrap();
    let lines = within("the visit", visit(&client)).await.unwrap();
    assert_eq!(lines, expected(BY_SESSION));
}

/// A line for each answer.
async fn visit(client: &impl SubscriptionClientT) -> Vec<String> {
    let mut lines = Vec::new();
    let mut note = |what: &str, answer: String| lines.push(format!("{what} {answer}"));
    note("add", told(client, "add", rpc_params![5, 4]).await);
    note(
        "named",
        told(client, "add", named(json!({ "b": 4, "a": 5 }))).await,
    );
    let mixed = json!(["ü", 1.5, null, { "a": [1] }]);
    note("echo", told(client, "echo", rpc_params![mixed]).await);
    note("nothing", told(client, "nothing", ArrayParams::new()).await);
    note(
        "refused",
        told(client, "refuse", named(json!({ "id": 9 }))).await,
    );
    note("invalid", code(client, "add", rpc_params!["five", 4]).await);
    note("missing", code(client, "missing", ArrayParams::new()).await);
    for line in ["one", "two"] {
        client
            .notification("note", rpc_params![line])
            .await
            .unwrap();
    }
    note("noted", noted(client).await);
    note("slow", slow(client).await);
    note("batch", batch(client).await);
    let (page, pages) = pages(client).await;
    note("page", page);
    note("pages", pages);
    note("ticks", ticks(client).await);
    lines
}

/// The result, or code, message and data of the error.
async fn told(client: &impl ClientT, method: &str, params: impl ToRpcParams + Send) -> String {
    match client.request::<Value, _>(method, params).await {
        Ok(result) => result.to_string(),
        Err(Error::Call(error)) => {
            let data = error.data().map(|data| data.get().to_owned());
            format!(
                "{} {} {}",
                error.code(),
                error.message(),
                data.unwrap_or_default()
            )
        }
        Err(other) => panic!("{method}: {other}"),
    }
}

/// The code alone.
async fn code(client: &impl ClientT, method: &str, params: impl ToRpcParams + Send) -> String {
    let told = told(client, method, params).await;
    told.split(' ').next().unwrap_or_default().to_owned()
}

fn named(params: Value) -> ObjectParams {
    let mut named = ObjectParams::new();
    for (name, value) in params.as_object().unwrap() {
        named.insert(name, value).unwrap();
    }
    named
}

/// Those that were told. Over HTTP a notification may be overtaken by the next request.
async fn noted(client: &impl ClientT) -> String {
    loop {
        let mut lines: Vec<String> = client.request("noted", ArrayParams::new()).await.unwrap();
        if lines.len() == 2 {
            lines.sort();
            return json!(lines).to_string();
        }
    }
}

async fn slow(client: &impl ClientT) -> String {
    let order = std::sync::Mutex::new(Vec::new());
    let asked = async |milliseconds: u64, value: &str| {
        let answer: String = client
            .request("slow", rpc_params![milliseconds, value])
            .await
            .unwrap();
        order.lock().unwrap().push(answer);
    };
    tokio::join!(asked(1500, "late"), asked(0, "early"));
    order.into_inner().unwrap().join(" ")
}

async fn batch(client: &impl ClientT) -> String {
    let mut batch = BatchRequestBuilder::new();
    batch.insert("add", rpc_params![1, 2]).unwrap();
    batch.insert("missing", ArrayParams::new()).unwrap();
    batch.insert("echo", rpc_params!["two"]).unwrap();
    let answers: BatchResponse<'_, Value> = client.batch_request(batch).await.unwrap();
    let outcomes = answers
        .into_iter()
        .map(|answer| answer.unwrap_or_else(|error| error.code().into()));
    Value::from_iter(outcomes).to_string()
}

async fn pages(client: &impl ClientT) -> (String, String) {
    let limited = named(json!({ "limit": 2 }));
    let mut page: Value = client.request("count", limited).await.unwrap();
    let first = format!(
        "{} {} {}",
        page["items"], page["next_page_key"], page["total"]
    );
    let mut all = Vec::new();
    loop {
        all.extend(page["items"].as_array().unwrap().clone());
        let Some(key) = page.get("next_page_key") else {
            return (first, Value::from(all).to_string());
        };
        let next = named(json!({ "limit": 2, "page_key": key }));
        page = client.request("count", next).await.unwrap();
    }
}

async fn ticks(client: &impl SubscriptionClientT) -> String {
    let asked = client.subscribe("ticks", rpc_params![3], "unsubscribe_ticks");
    let mut ticks: Subscription<u64> = match asked.await {
        Ok(ticks) => ticks,
        // Its client over HTTP does not even ask.
        Err(Error::HttpNotImplemented) => return "refused -32601".to_owned(),
        Err(Error::Call(error)) => return format!("refused {}", error.code()),
        Err(other) => panic!("{other}"),
    };
    let mut heard = Vec::new();
    while heard.len() < 3 {
        heard.push(ticks.next().await.unwrap().unwrap());
    }
    json!(heard).to_string()
}
