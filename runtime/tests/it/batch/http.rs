//! Batches over HTTP, against jsonrpsee's server and a rude one.
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use callwright::{ConnectOptions, Error, Http, batch};
use serde_json::Value;

use crate::{
    petshop::Petshop,
    rude_http::{response, serve},
    server,
};

#[tokio::test]
async fn the_petshop_in_batches() {
    let (address, _handle) = server::start().await;
    for limit in [usize::MAX, 100, 3, 2, 1, 0] {
        let options = ConnectOptions::new().with_max_batch(limit);
        let http = Http::new(&format!("http://{address}"), options).unwrap();
        super::visit(&Petshop::with_connection(http.clone())).await;
        assert_eq!(http.strays().total(), 0);
    }
}

/// A server that answers this to everything, its client, and the bodies that it was sent.
async fn answering(
    status: &'static str,
    body: &'static str,
    options: ConnectOptions,
) -> (Http, Petshop, Arc<Mutex<Vec<String>>>) {
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&bodies);
    let url = serve(move |request| {
        seen.lock().unwrap().push(request.to_owned());
        response(status, "application/json", body)
    })
    .await;
    let http = Http::new(&url, options).unwrap();
    (http.clone(), Petshop::with_connection(http), bodies)
}

/// What three calls get.
async fn three(status: &'static str, body: &'static str) -> (Vec<Result<i64, Error>>, u64) {
    let (http, shop, _) = answering(status, body, ConnectOptions::new()).await;
    let results = batch([shop.sum(0), shop.sum(1), shop.sum(2)]).await;
    (results, http.strays().total())
}

#[tokio::test]
async fn one_message_with_ids_and_headers_goes_out() {
    let body = r#"[{"id":1,"result":8},{"id":0,"result":7}]"#;
    let (_, shop, requests) = answering("200 OK", body, ConnectOptions::new()).await;
    let calls = (
        shop.ping().with_header("x-a", "1"),
        shop.log("hi"),
        shop.sum(2),
    );
    let (seven, logged, eight) = batch(calls).with_header("x-b", "2").await;
    assert_eq!((seven.unwrap(), eight.unwrap()), (7, 8));
    logged.unwrap();
    let requests = requests.lock().unwrap();
    let [request] = &requests[..] else {
        panic!("{requests:?}")
    };
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    for header in ["x-a: 1", "x-b: 2"] {
        assert_eq!(head.matches(header).count(), 1, "{head}");
    }
    assert_eq!(
        body,
        concat!(
            r#"[{"jsonrpc":"2.0","id":0,"method":"ping","params":[]},"#,
            r#"{"jsonrpc":"2.0","method":"log","params":["hi"]},"#,
            r#"{"jsonrpc":"2.0","id":1,"method":"sum","params":[2]}]"#,
        )
    );
}

#[tokio::test]
async fn answers_may_be_in_any_order_missing_doubled_and_foreign() {
    let body =
        r#"[{"id":2,"result":2},{"id":2,"result":5},{"id":70,"result":1},{"id":"0","result":0}]"#;
    let (results, strays) = three("200 OK", body).await;
    assert_eq!(
        (results[0].clone().unwrap(), results[2].clone().unwrap()),
        (0, 2)
    );
    let missing = results[1].as_ref().unwrap_err();
    let said = "`sum`: the answer to the batch has none to this call (HTTP 200): [{\"id\":2";
    assert!(missing.to_string().starts_with(said), "{missing}");
    assert!(missing.may_have_been_received());
    assert_eq!(strays, 2);
}

#[tokio::test]
async fn a_refusal_is_for_every_call() {
    for (status, body, said) in [
        (
            "200 OK",
            r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}"#,
            "no batches",
        ),
        (
            "413 Big",
            r#"[{"id":null,"error":{"code":-32600,"message":"too many"}}]"#,
            "too many",
        ),
        (
            "400 Bad",
            "batches are off",
            "the server refused (HTTP 400): batches are off",
        ),
        ("200 OK", "", "the body is empty"),
        ("200 OK", "[]", "none to this call (HTTP 200): []"),
        ("200 OK", "17", "is not JSON-RPC"),
        ("200 OK", "null", "is not JSON-RPC"),
    ] {
        let (results, _) = three(status, body).await;
        for result in results {
            let error = result.unwrap_err();
            assert!(error.to_string().contains(said), "{body}: {error}");
            assert_eq!(error.status(), status[..3].parse().ok());
        }
    }
}

#[tokio::test]
async fn each_error_keeps_the_status() {
    let body = r#"[{"id":0,"error":{"code":1,"message":"a"}},{"id":1,"result":1},{"id":2,"error":{"code":2}}]"#;
    let (results, _) = three("503 Oops", body).await;
    assert_eq!(*results[1].as_ref().unwrap(), 1);
    for (place, code) in [(0, 1), (2, 2)] {
        let error = results[place].as_ref().unwrap_err().server().unwrap();
        assert_eq!((error.code(), error.status()), (code, Some(503)));
    }
}

#[tokio::test]
async fn notifications_alone_expect_nothing() {
    for (status, body, is_taken) in [
        ("204 No Content", "", true),
        ("200 OK", "", true),
        ("200 OK", "[]", true),
        ("500 Oops", "", false),
        ("200 OK", r#"{"error":{"code":1}}"#, false),
        ("200 OK", r#"[{"id":null,"error":{"code":1}}]"#, false),
    ] {
        let (_, shop, _) = answering(status, body, ConnectOptions::new()).await;
        let (first, second) = batch((shop.log("a"), shop.log_call("b"))).await;
        assert_eq!(
            (first.is_ok(), second.is_ok()),
            (is_taken, is_taken),
            "{status} {body}"
        );
    }
}

#[tokio::test]
async fn long_batches_go_in_parts() {
    for (limit, sizes) in [
        (2, vec![2, 2, 1]),
        (1, vec![1; 5]),
        (4, vec![4, 1]),
        (5, vec![5]),
    ] {
        let options = ConnectOptions::new().with_max_batch(limit);
        let (_, shop, requests) = answering("200 OK", "[]", options).await;
        batch((0..5).map(|number| shop.sum(number))).await;
        let requests = requests.lock().unwrap();
        let mut seen: Vec<usize> = requests
            .iter()
            .map(|request| {
                let body = request.split_once("\r\n\r\n").unwrap().1;
                match serde_json::from_str(body).unwrap() {
                    Value::Array(calls) => calls.len(),
                    _ => 1,
                }
            })
            .collect();
        seen.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(seen, sizes);
    }
}

#[tokio::test]
async fn silence_is_a_timeout_of_every_call() {
    let url = serve(|_| None).await;
    let shop = Petshop::connect(&url).await.unwrap();
    let pair = batch([shop.ping(), shop.ping()]).with_timeout(Duration::from_millis(50));
    for result in pair.await {
        assert!(matches!(result, Err(Error::Timeout(_))));
    }
    let nobody = Petshop::connect("http://127.0.0.1:1").await.unwrap();
    for result in batch([nobody.ping(), nobody.ping()]).await {
        assert!(matches!(result, Err(Error::Connect(_))));
    }
}
