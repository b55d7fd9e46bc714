//! WebSocket against jsonrpsee's server and against a rude one.
mod control;

use std::time::Duration;

use callwright::{ConnectOptions, Connection, Error, Params, Request, WebSocket};
use futures_util::future::{join_all, poll_immediate};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
};

use crate::{
    petshop::{Petshop, errors::CreatePet},
    rude_ws::{BINARY, Peer, TEXT, answer, serve},
    server,
};

async fn connect(url: &str) -> (WebSocket, Petshop) {
    let socket = WebSocket::connect(url, ConnectOptions::new())
        .await
        .unwrap();
    (socket.clone(), Petshop::with_connection(socket))
}

#[tokio::test]
async fn the_petshop_by_websocket() {
    let (address, _handle) = server::start().await;
    let shop = Petshop::connect(&format!("ws://{address}")).await.unwrap();
    server::visit(&shop).await;
}

#[tokio::test]
async fn a_thousand_calls_are_answered_in_any_order() {
    let url = serve(|mut peer: Peer| async move {
        let mut requests = Vec::new();
        while requests.len() < 1000 {
            requests.push(peer.request().await.unwrap());
        }
        for request in requests.iter().rev() {
            peer.answer(request, &format!(r#""result":{}"#, request["params"][0]))
                .await;
        }
        while peer.request().await.is_some() {}
    })
    .await;
    let (socket, shop) = connect(&url).await;
    let calls = (0..1000).map(|number| {
        let shop = shop.clone();
        tokio::spawn(async move { (number, shop.sum(number).await.unwrap()) })
    });
    for answer in join_all(calls).await {
        let (sent, came) = answer.unwrap();
        assert_eq!(sent, came);
    }
    assert_eq!((socket.in_flight(), socket.stray_frames()), (0, 0));
}

#[tokio::test]
async fn frames_that_belong_to_nobody_are_dropped() {
    let url = serve(|mut peer: Peer| async move {
        while let Some(request) = peer.request().await {
            if request.get("method").is_none() {
                assert_eq!(request["error"]["code"], -32601);
                continue;
            }
            for frame in [
                r#"{"jsonrpc":"2.0","id":987654,"result":1}"#,
                r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"bad"}}"#,
                r#"{"jsonrpc":"2.0","method":"tick","params":{"subscription":1,"result":2}}"#,
                "hello",
                "",
                "[]",
                "{}",
            ] {
                peer.text(frame).await;
            }
            let question = format!(
                r#"{{"jsonrpc":"2.0","id":{},"method":"ask"}}"#,
                request["id"]
            );
            peer.text(&question).await;
            peer.send(BINARY, b"\x00\x01\x02").await;
            peer.send(TEXT, b"\xff\xfe").await;
            peer.answer(&request, r#""result":7"#).await;
            peer.answer(&request, r#""result":8"#).await;
        }
    })
    .await;
    let (socket, shop) = connect(&url).await;
    for _ in 0..3 {
        assert_eq!(shop.ping().await.unwrap(), 7);
    }
    // The last double may still be on its way.
    assert!(
        socket.stray_frames() >= 3 * 10 - 1,
        "{}",
        socket.stray_frames()
    );
    assert!(!socket.is_closed());
}

#[tokio::test]
async fn odd_answers_fail_one_call_only() {
    let url = serve(|mut peer: Peer| async move {
        for member in [
            r#""error":{"code":42,"message":"no","stack":["x"]}"#,
            r#""result":null,"error":{"code":"42"}"#,
            r#""error":null,"result":{"name":"x"}"#,
            r#""other":1"#,
            r#""result":{"name":5}"#,
        ] {
            let request = peer.request().await.unwrap();
            peer.answer(&request, member).await;
        }
        let request = peer.request().await.unwrap();
        let id = &request["id"];
        peer.send(
            BINARY,
            format!(r#"{{"result":{{"name":"y"}},"id":"{id}"}}"#).as_bytes(),
        )
        .await;
        while peer.request().await.is_some() {}
    })
    .await;
    let (socket, shop) = connect(&url).await;
    let error = shop.rude().await.unwrap_err();
    assert_eq!(error.server().unwrap().extra()["stack"][0], "x");
    let error = shop.rude().await.unwrap_err();
    assert!(matches!(error, Error::Server(CreatePet::PetExists(_))));
    assert_eq!(shop.rude().await.unwrap().name, "x");
    let error = shop.rude().await.unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && !error.is_retryable(),
        "{error:?}"
    );
    assert!(matches!(shop.rude().await.unwrap_err(), Error::Decode(_)));
    assert_eq!(shop.rude().await.unwrap().name, "y");
    assert_eq!((socket.in_flight(), socket.is_closed()), (0, false));
}

#[tokio::test]
async fn dropped_calls_leave_nothing() {
    let (proceed, wait) = oneshot::channel::<()>();
    let url = serve(|mut peer: Peer| async move {
        let late = peer.request().await.unwrap();
        wait.await.unwrap();
        peer.answer(&late, r#""result":1"#).await;
        while let Some(request) = peer.request().await {
            peer.answer(&request, r#""result":7"#).await;
        }
    })
    .await;
    let (socket, shop) = connect(&url).await;
    let mut polled = std::pin::pin!(socket.call(Request::new("never", Params::by_name())));
    assert!(poll_immediate(&mut polled).await.is_none());
    let unpolled = socket.call(Request::new("never", Params::by_name()));
    assert_eq!(socket.in_flight(), 2);
    drop(unpolled);
    assert_eq!(socket.in_flight(), 1);
    let limit = Duration::from_millis(20);
    let error = shop
        .create_pet("a", "b")
        .with_timeout(limit)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && error.may_have_been_received());
    assert_eq!(socket.in_flight(), 1);
    polled.set(Box::pin(async {
        Err(Error::Timeout(callwright::Fault::new("given up")))
    }));
    assert_eq!(socket.in_flight(), 0);
    proceed.send(()).unwrap();
    assert_eq!(shop.ping().await.unwrap(), 7);
    assert_eq!(
        socket.stray_frames(),
        1 + 1,
        "the late answer, and that of the call in time"
    );
}

#[tokio::test]
async fn a_server_that_closes_ends_the_calls() {
    let url = serve(|mut peer: Peer| async move {
        peer.request().await.unwrap();
        peer.request().await.unwrap();
    })
    .await;
    let (socket, shop) = connect(&url).await;
    let (first, second) = tokio::join!(shop.ping(), shop.sum(1));
    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
        assert!(error.is_retryable() && error.may_have_been_received());
    }
    assert!(socket.is_closed() && socket.in_flight() == 0);
    let error = shop.ping().await.unwrap_err();
    assert!(matches!(error, Error::Closed(_)) && !error.may_have_been_received());
    assert!(matches!(shop.log("x").await.unwrap_err(), Error::Closed(_)));
}

#[tokio::test]
async fn a_long_message_fails_its_call_only() {
    let url = serve(|mut peer: Peer| async move {
        while let Some(request) = peer.request().await {
            let long = format!(r#""result":"{}""#, "x".repeat(5000));
            match request["method"].as_str() {
                Some("ping") => peer.answer(&request, r#""result":7"#).await,
                Some("sum") => peer.in_parts(&[&answer(&request, &long)]).await,
                _ => peer.answer(&request, &long).await,
            }
        }
    })
    .await;
    let options = ConnectOptions::new().with_max_reply_bytes(4000);
    let socket = WebSocket::connect(&url, options).await.unwrap();
    let shop = Petshop::with_connection(socket.clone());
    for _ in 0..2 {
        for error in [
            shop.rude().await.unwrap_err().to_string(),
            shop.sum(1).await.unwrap_err().to_string(),
        ] {
            assert!(error.contains("more than 4000: {\"jsonrpc\""), "{error}");
        }
        assert_eq!(shop.ping().await.unwrap(), 7);
    }
    assert_eq!((socket.in_flight(), socket.stray_frames()), (0, 0));
}

#[tokio::test]
async fn a_dropped_client_says_what_it_has_to_and_closes() {
    let (heard, hear) = oneshot::channel::<Vec<Value>>();
    let url = serve(|mut peer: Peer| async move {
        let mut requests = Vec::new();
        while let Some(request) = peer.request().await {
            requests.push(request);
        }
        heard.send(requests).unwrap();
    })
    .await;
    let shop = Petshop::connect(&url).await.unwrap();
    shop.log("last words").await.unwrap();
    drop(shop);
    let requests = hear.await.unwrap();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0]["params"][0], "last words");
    assert!(requests[0].get("id").is_none());
}

#[tokio::test]
async fn a_server_that_is_not_there() {
    let error = Petshop::connect("ws://user:secret@127.0.0.1:1/key?k")
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Connect(_)) && !error.may_have_been_received());
    assert!(
        error
            .to_string()
            .starts_with("cannot connect to ws://127.0.0.1:1: "),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("secret"));
}

/// Takes one connection, answers its first bytes with `answer`; gives the port, and the bytes.
async fn answering(answer: &'static [u8]) -> (u16, oneshot::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (heard, hear) = oneshot::channel();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        let read = socket.read(&mut buffer).await.unwrap();
        socket.write_all(answer).await.unwrap();
        let _ = heard.send(String::from_utf8_lossy(&buffer[..read]).into_owned());
        std::future::pending::<()>().await;
    });
    (port, hear)
}

#[tokio::test]
async fn a_server_that_refuses() {
    let answer = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 11\r\n\r\nno such key";
    let (port, heard) = answering(answer).await;
    let url = format!("ws://user:pw@localhost:{port}/path?query");
    let options = ConnectOptions::new().with_header("x-app", "a");
    let error = WebSocket::connect(&url, options).await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    assert_eq!((error.status(), error.is_retryable()), (Some(401), false));
    let said = format!("ws://localhost:{port} opens no WebSocket (HTTP 401): no such key");
    assert_eq!(error.to_string(), said);
    let heard = heard.await.unwrap().to_lowercase();
    assert!(heard.starts_with("get /path?query http/1.1"), "{heard}");
    assert!(
        heard.contains(&format!("host: localhost:{port}\r\n")),
        "{heard}"
    );
    assert!(
        heard.contains("authorization: basic dxnlcjpwdw==\r\n"),
        "{heard}"
    );
    assert!(heard.contains("x-app: a\r\n"), "{heard}");
}

#[tokio::test]
async fn a_server_that_redirects() {
    let answer = b"HTTP/1.1 302 Found\r\nlocation: ws://other/x?key=secret\r\n\r\n";
    let (port, _heard) = answering(answer).await;
    let error = Petshop::connect(&format!("ws://127.0.0.1:{port}"))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("redirects to ws://other (HTTP 302)"),
        "{error}"
    );
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn a_server_without_tls() {
    let (port, heard) = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let error = Petshop::connect(&format!("wss://localhost:{port}"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    assert!(
        !heard.await.unwrap().contains("GET"),
        "nothing is said in the clear"
    );
}
