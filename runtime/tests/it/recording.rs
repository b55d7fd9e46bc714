//! What was recorded of real servers is replayed without them.
use std::{path::PathBuf, time::Duration};

use callwright::{
    ConnectOptions, Connection, Error, Http, IntoConnection, Listen, Params, Recorder, Replayer,
    Request, ServerNotification, Streaming, Subscribe, WebSocket, connect,
};
use serde_json::Value;

use crate::{
    petshop::Petshop,
    rude_http::{self, response},
    rude_ws, server,
};

/// A file that goes with the test.
struct Tape(PathBuf);

impl Tape {
    fn new() -> Self {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("callwright-{}-{number}.jsonl", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn lines(&self) -> Vec<String> {
        let text = std::fs::read_to_string(&self.0).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn request(method: &'static str, id: i64) -> Request {
    Request::new(method, Params::by_name().with("id", &id).unwrap())
}

#[tokio::test]
async fn a_visit_to_the_petshop_is_replayed() {
    let (address, handle) = server::start().await;
    for url in [format!("http://{address}"), format!("ws://{address}")] {
        let tape = Tape::new();
        let recorder = Recorder::create(connect(&url).await.unwrap(), &tape.0).unwrap();
        let shop = Petshop::with_connection(recorder);
        server::visit(&shop).await;
        let both = callwright::batch((shop.sum(1), shop.sum(2))).await;
        assert_eq!((both.0.unwrap(), both.1.unwrap()), (1, 2));
        let replayer = std::sync::Arc::new(Replayer::open(&tape.0).unwrap());
        let shop = Petshop::with_connection(std::sync::Arc::clone(&replayer));
        server::visit(&shop).await;
        let both = callwright::batch((shop.sum(1), shop.sum(2))).await;
        assert_eq!((both.0.unwrap(), both.1.unwrap()), (1, 2));
        assert_eq!(replayer.remaining(), 0, "{replayer:?}");
    }
    handle.stop().unwrap();
}

/// Answers with the odd, by the number in the request.
async fn odd() -> Http {
    let url = rude_http::serve(|request| {
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let request: Value = serde_json::from_str(body).unwrap();
        let ok = |member: &str| {
            response(
                "200 OK",
                "application/json",
                &rude_ws::answer(&request, member),
            )
        };
        match request["params"]["id"].as_i64().unwrap() {
            1 => ok("\"result\":{\n\"digits\": 36893488147419103233,\r\n\"text\":\"a\\nb\"}"),
            2 => ok(r#""result":null"#),
            3 => response(
                "404 Not Found",
                "application/json",
                &rude_ws::answer(
                    &request,
                    r#""error":{"code":42,"message":"no","data":null,"stack":["x"]}"#,
                ),
            ),
            4 => response("503 Busy", "text/html", "<html>secret"),
            5 => None,
            _ => ok("\"result\":[1,,2]"),
        }
    })
    .await;
    Http::new(&url, ConnectOptions::new()).unwrap()
}

#[tokio::test]
async fn errors_and_odd_results_come_back_as_they_were() {
    let tape = Tape::new();
    let recorder = Recorder::create(odd().await, &tape.0).unwrap();
    let ask = async |connection: &dyn Connection| {
        let mut outcomes = Vec::new();
        for id in 1..=6 {
            let mut request = request("get", id);
            request.options_mut().headers.push("x-key", "secret");
            if id == 5 {
                request.options_mut().timeout = Some(Duration::from_millis(50));
            }
            outcomes.push(connection.call(request).await);
        }
        outcomes
    };
    let real = ask(&recorder).await;
    recorder.check().unwrap();
    let lines = tape.lines();
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert!(!lines.concat().contains("secret"), "{lines:?}");
    let replayed = ask(&Replayer::open(&tape.0).unwrap()).await;
    for (real, replayed) in real.iter().zip(&replayed).take(5) {
        match (real, replayed) {
            (Ok(real), Ok(replayed)) => {
                assert_eq!(real.status, replayed.status);
                let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
                let flat = text(&real.result).replace(['\n', '\r'], " ");
                assert_eq!(flat, text(&replayed.result));
            }
            (Err(Error::Server(real)), Err(Error::Server(replayed))) => {
                assert_eq!(real.to_string(), replayed.to_string());
                assert_eq!(
                    (real.status(), real.extra()),
                    (replayed.status(), replayed.extra())
                );
            }
            (Err(real), Err(replayed)) => {
                assert_eq!(
                    std::mem::discriminant(real),
                    std::mem::discriminant(replayed)
                );
                assert_eq!(real.status(), replayed.status());
                assert_eq!(real.is_retryable(), replayed.is_retryable());
                assert_eq!(
                    real.may_have_been_received(),
                    replayed.may_have_been_received()
                );
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(
        matches!(&replayed[5], Err(Error::Transport(_))),
        "{:?}",
        replayed[5]
    );
    assert!(lines[0].contains("36893488147419103233"), "{}", lines[0]);
}

#[tokio::test]
async fn repeats_come_in_their_order_and_a_miss_says_what_is_nearest() {
    let text = r#"
        {"call":"get","params":{"id":1,"full":true},"result":1}
        {"call":"get","params":{"full":true,"id":1},"result":2}
        {"call":"get","params":[7],"result":3}
        {"notify":"log","params":["x"]}
    "#;
    let params = || {
        Params::by_name()
            .with("id", &1)
            .unwrap()
            .with("full", &true)
            .unwrap()
    };
    let get = || Request::new("get", params());
    let replayer = Replayer::read(text).unwrap();
    assert_eq!(replayer.call(get()).await.unwrap().result, "1");
    assert_eq!(replayer.call(get()).await.unwrap().result, "2");
    let miss = async |request| {
        let error = replayer.call(request).await.unwrap_err();
        assert!(matches!(error, Error::Layer(_)), "{error:?}");
        assert!(!error.is_retryable() && !error.may_have_been_received());
        error.to_string()
    };
    assert!(miss(get()).await.contains("not as often"));
    let near = miss(request("get", 1)).await;
    assert!(
        near.contains(r#"{"id":1}"#) && near.contains(r#"{"id":1,"full":true}"#),
        "{near}"
    );
    let none = miss(request("put", 1)).await;
    assert!(
        none.contains("nothing of its method, but of these: `get`"),
        "{none}"
    );
    assert_eq!(replayer.remaining(), 2);

    let replayer = Replayer::read(text).unwrap().with_repeats(true);
    for expected in ["1", "2", "2", "2"] {
        let answers = replayer.call(get()).await.unwrap().result;
        assert_eq!(answers, expected);
    }
    for odd in ["{", "7", r#"{"call":7}"#, r#"{"cal":"x"}"#] {
        assert!(
            matches!(Replayer::read(odd), Err(Error::Connect(_))),
            "{odd}"
        );
    }
    let third = Replayer::read("\n\n{\"call\":7}").unwrap_err().to_string();
    assert!(
        third.starts_with("line 3 of the recording cannot be read: invalid type: integer `7`, expected a string: {"),
        "{third}"
    );
    assert!(matches!(
        Replayer::open("/nowhere/at/all"),
        Err(Error::Connect(_))
    ));
}

#[tokio::test]
async fn secrets_are_taken_out_before_anything_is_written() {
    let redact = |_: &str, value: &mut Value| {
        for path in ["/key", "/token", "/message"] {
            if let Some(secret) = value.pointer_mut(path) {
                *secret = "gone".into();
            }
        }
    };
    let url = rude_http::serve(|request| {
        let refused = request.contains("refuse");
        let request: Value =
            serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap();
        let member = match refused {
            true => r#""error":{"code":1,"message":"secret"}"#,
            false => r#""result":{"token":"secret","big":36893488147419103233}"#,
        };
        response(
            "200 OK",
            "application/json",
            &rude_ws::answer(&request, member),
        )
    })
    .await;
    let http = Http::new(&url, ConnectOptions::new()).unwrap();
    let tape = Tape::new();
    let recorder = Recorder::create(http, &tape.0)
        .unwrap()
        .with_redaction(redact);
    let keyed = |method| Request::new(method, Params::by_name().with("key", "secret").unwrap());
    recorder.call(keyed("get")).await.unwrap();
    recorder.call(keyed("refuse")).await.unwrap_err();
    let lines = tape.lines().concat();
    assert!(
        !lines.contains("secret") && lines.contains("gone"),
        "{lines}"
    );
    let replayer = Replayer::open(&tape.0).unwrap().with_redaction(redact);
    let answer = replayer.call(keyed("get")).await.unwrap();
    assert_eq!(answer.decode::<Value>().unwrap()["token"], "gone");
}

const TICKS: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"])
    .unsubscribe("unsubscribe");

/// Subscribes twice, listens, and calls; gives all that came.
async fn watch(connection: impl IntoConnection) -> Vec<String> {
    let connection = connection.into_connection();
    let listen = Listen::<ServerNotification>::new(connection.clone());
    let (mut heard, mut also) = (listen.clone().await.unwrap(), listen.await.unwrap());
    let subscribe = async |name: &'static str| {
        let request = Request::new("subscribe", Params::by_position().with("", name).unwrap());
        let call: Subscribe<i64> = Subscribe::dynamic(connection.clone(), request, TICKS);
        call.with_buffer(4).await.unwrap()
    };
    let (mut first, mut second) = (subscribe("a").await, subscribe("b").await);
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(format!("a {}", first.next().await.unwrap().unwrap()));
    }
    all.push(format!("b {}", second.next().await.unwrap().unwrap()));
    for heard in [&mut heard, &mut also] {
        all.push(heard.next().await.unwrap().unwrap().method().to_owned());
    }
    let answer = connection.call(request("ping", 1)).await.unwrap();
    all.push(String::from_utf8(answer.result.to_vec()).unwrap());
    all
}

#[tokio::test]
async fn subscriptions_are_replayed_with_what_came() {
    let url = rude_ws::serve(|mut peer: rude_ws::Peer| async move {
        let mut id = 0;
        while let Some(request) = peer.request().await {
            if request["method"] != "subscribe" {
                peer.answer(&request, r#""result":7"#).await;
                continue;
            }
            id += 1;
            let tick = |id: i64, number: i64| {
                let params = format!(r#"{{"subscription":{id},"result":{number}}}"#);
                format!(r#"{{"jsonrpc":"2.0","method":"tick","params":{params}}}"#)
            };
            peer.text(&tick(id, 10 * id)).await;
            peer.answer(&request, &format!(r#""result":{id}"#)).await;
            peer.text(&tick(1, 10 * id + 1)).await;
            if id == 2 {
                peer.text(r#"{"jsonrpc":"2.0","method":"bell"}"#).await;
            }
        }
    })
    .await;
    let socket = WebSocket::connect(&url, ConnectOptions::new())
        .await
        .unwrap();
    let tape = Tape::new();
    let recorder = Recorder::create(socket, &tape.0).unwrap();
    let real = watch(recorder).await;
    assert_eq!(real, ["a 10", "a 11", "a 21", "b 20", "bell", "bell", "7"]);
    let lines = tape.lines();
    let bells = lines.iter().filter(|line| line.contains("bell"));
    assert_eq!(bells.count(), 1, "{lines:?}");
    assert_eq!(watch(Replayer::open(&tape.0).unwrap()).await, real);
    let replayer = Replayer::open(&tape.0).unwrap().into_connection();
    let subscribe = Request::new("subscribe", Params::by_position().with("", "b").unwrap());
    let mut stream = Subscribe::<i64>::dynamic(replayer, subscribe, TICKS)
        .await
        .unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 20);
    let end = stream.next().await.unwrap().unwrap_err();
    assert_eq!(end.to_string(), "the recording ends here");
}
