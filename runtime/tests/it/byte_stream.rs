//! Byte streams against a server of our own, over real sockets and in each framing.
mod faults;
mod leaks;
mod stdio;
mod unclaimed;

use std::time::Duration;

use callwright::{ByteStream, ConnectOptions, Connection, Error, Framing, Params, Request};
use futures_util::future::{join_all, poll_immediate};

use crate::{
    peer::{Address, Peer, Transport, serve, serve_sevens},
    petshop::Petshop,
    server,
};

const FRAMINGS: [Framing; 3] = [Framing::Lines, Framing::Values, Framing::ContentLength];
const TRANSPORTS: [Transport; 2] = [Transport::Tcp, Transport::Unix];

/// Each transport with each framing, and options that name the framing where it must be.
fn all() -> impl Iterator<Item = (Transport, Framing, ConnectOptions)> {
    TRANSPORTS.into_iter().flat_map(|transport| {
        FRAMINGS.into_iter().map(move |framing| {
            let options = match framing {
                Framing::ContentLength => ConnectOptions::new().with_framing(framing),
                _ => ConnectOptions::new(),
            };
            (transport, framing, options)
        })
    })
}

async fn connect(address: &Address, options: ConnectOptions) -> (ByteStream, Petshop) {
    let stream = ByteStream::connect(&address.url, options).await.unwrap();
    (stream.clone(), Petshop::with_connection(stream))
}

/// A call of a method that nothing is known of.
async fn call(stream: &ByteStream, method: &'static str) -> Result<callwright::Reply, Error> {
    stream
        .call(Request::new(method, Params::by_position()))
        .await
}

#[tokio::test]
async fn raw_json_over_several_lines_is_one_message() {
    for (transport, framing, options) in all() {
        let address = serve(transport, framing, |mut peer: Peer| async move {
            while let Some(request) = peer.request().await {
                let answer =
                    serde_json::json!({ "id": request["id"], "result": request["params"] });
                peer.message(&answer.to_string()).await;
            }
        })
        .await;
        let (stream, _) = connect(&address, options).await;
        let raw = serde_json::value::RawValue::from_string("{\n\"a\": [1,\r\n\n2]}".to_owned());
        let params = Params::by_position().with("", &raw.unwrap()).unwrap();
        let reply = stream.call(Request::new("echo", params)).await.unwrap();
        let echoed: serde_json::Value = reply.decode().unwrap();
        assert_eq!(echoed, serde_json::json!([{ "a": [1, 2] }]));
    }
}

#[tokio::test]
async fn the_petshop_by_stream() {
    for (transport, framing, options) in all() {
        let address = serve(transport, framing, move |mut peer: Peer| async move {
            let (module, _) = server::module();
            while let Some(request) = peer.request().await {
                if request.get("id").is_none() {
                    continue;
                }
                let (answer, _) = module
                    .raw_json_request(&request.to_string(), 1)
                    .await
                    .unwrap();
                peer.message(answer.get()).await;
            }
        })
        .await;
        let (stream, shop) = connect(&address, options).await;
        server::visit(&shop).await;
        assert_eq!(
            (stream.in_flight(), stream.stray_frames()),
            (0, 0),
            "{framing:?}"
        );
    }
}

#[tokio::test]
async fn a_thousand_calls_are_answered_in_any_order() {
    for (transport, framing, options) in all() {
        let address = serve(transport, framing, move |mut peer: Peer| async move {
            let mut requests = Vec::new();
            while requests.len() < 1000 {
                requests.push(peer.request().await.unwrap());
            }
            for request in requests.iter().rev() {
                let member = format!(r#""result":{}"#, request["params"][0]);
                peer.answer(request, &member).await;
            }
            while peer.request().await.is_some() {}
        })
        .await;
        let (stream, shop) = connect(&address, options).await;
        let calls = (0..1000).map(|number| {
            let shop = shop.clone();
            tokio::spawn(async move { (number, shop.sum(number).await.unwrap()) })
        });
        for answer in join_all(calls).await {
            let (sent, came) = answer.unwrap();
            assert_eq!(sent, came);
        }
        assert_eq!((stream.in_flight(), stream.stray_frames()), (0, 0));
    }
}

#[tokio::test]
async fn a_peer_that_speaks_first_tells_how_to_speak_to_it() {
    let address = serve(
        Transport::Unix,
        Framing::ContentLength,
        |mut peer: Peer| async move {
            peer.message(r#"{"jsonrpc":"2.0","method":"hello"}"#).await;
            while let Some(request) = peer.request().await {
                peer.answer(&request, r#""result":7"#).await;
            }
        },
    )
    .await;
    let (stream, shop) = connect(&address, ConnectOptions::new()).await;
    while stream.stray_frames() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(shop.ping().await.unwrap(), 7);
}

#[tokio::test]
async fn the_url_names_the_framing() {
    let address = serve_sevens(Transport::Tcp, Framing::ContentLength).await;
    let url = format!("{}?framing=content-length", address.url);
    let shop = Petshop::connect(&url).await.unwrap();
    assert_eq!(shop.ping().await.unwrap(), 7);
}

#[tokio::test]
async fn large_messages_go_both_ways() {
    for (transport, framing, options) in all() {
        let address = serve(transport, framing, |mut peer: Peer| async move {
            while let Some(request) = peer.request().await {
                let member = format!(r#""result":{}"#, request["params"]);
                peer.answer(&request, &member).await;
            }
        })
        .await;
        let (stream, _) = connect(&address, options).await;
        let text = "ä\n\"".repeat(1 << 17);
        let calls = (0..4).map(async |_| {
            let params = Params::by_name().with("text", &text).unwrap();
            stream.call(Request::new("echo", params)).await.unwrap()
        });
        for reply in join_all(calls).await {
            let back: serde_json::Value = reply.decode().unwrap();
            assert!(back["text"] == text);
        }
    }
}

#[tokio::test]
async fn anything_that_reads_and_writes_will_do() {
    let (ours, theirs) = tokio::io::duplex(16);
    tokio::spawn(Peer::over(theirs, Framing::Values).answer_sevens());
    let (reader, writer) = tokio::io::split(ours);
    let stream = ByteStream::over_halves(reader, writer, ConnectOptions::new());
    let shop = Petshop::with_connection(stream.clone());
    assert_eq!(shop.ping().await.unwrap(), 7);
    assert_eq!(
        format!("{stream:?}"),
        "ByteStream { server: \"the peer\", in_flight: 0, is_closed: false }"
    );
}

#[tokio::test]
async fn dropped_calls_leave_nothing() {
    let address = serve(
        Transport::Unix,
        Framing::Lines,
        |mut peer: Peer| async move {
            while let Some(request) = peer.request().await {
                if request["method"] == "ping" {
                    peer.answer(&request, r#""result":7"#).await;
                }
            }
        },
    )
    .await;
    let (stream, shop) = connect(&address, ConnectOptions::new()).await;
    for _ in 0..1000 {
        let mut polled = std::pin::pin!(call(&stream, "never"));
        assert!(poll_immediate(&mut polled).await.is_none());
        assert_eq!(stream.in_flight(), 1);
    }
    let limit = Duration::from_millis(20);
    let error = shop
        .create_pet("a", "b")
        .with_timeout(limit)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && error.may_have_been_received());
    assert_eq!(shop.ping().await.unwrap(), 7);
    assert_eq!((stream.in_flight(), stream.stray_frames()), (0, 0));
}

#[tokio::test]
async fn a_peer_that_does_not_read_holds_callers_back() {
    let address = serve(Transport::Unix, Framing::Lines, |peer: Peer| async move {
        let _peer = peer;
        std::future::pending().await
    })
    .await;
    let options = ConnectOptions::new()
        .with_max_queued_bytes(1 << 20)
        .with_timeout(Duration::from_millis(200));
    let (stream, _) = connect(&address, options).await;
    let text = "x".repeat(600_000);
    let calls = (0..8).map(async |_| {
        let params = Params::by_name().with("text", &text).unwrap();
        stream.call(Request::new("sink", params)).await.unwrap_err()
    });
    let errors = join_all(calls).await;
    assert!(
        errors
            .iter()
            .all(|error| matches!(error, Error::Timeout(_))),
        "{errors:?}"
    );
    // Some are written into the socket's buffer, one waits in the queue, the rest never left.
    let unsent = errors
        .iter()
        .filter(|error| !error.may_have_been_received())
        .count();
    assert!((4..8).contains(&unsent), "{unsent}");
    assert_eq!(stream.in_flight(), 0);
}

#[tokio::test]
async fn calls_over_the_limit_wait_for_their_turn() {
    let address = serve(
        Transport::Unix,
        Framing::Lines,
        |mut peer: Peer| async move {
            let mut waiting = Vec::new();
            while let Some(request) = peer.request().await {
                waiting.push(request);
                let alone =
                    tokio::time::timeout(Duration::from_millis(5), std::future::pending::<()>());
                if waiting.len() == 3 {
                    let _ = alone.await;
                    for request in waiting.drain(..) {
                        peer.answer(&request, r#""result":7"#).await;
                    }
                }
            }
        },
    )
    .await;
    let (_, shop) = connect(&address, ConnectOptions::new().with_max_in_flight(3)).await;
    let calls = (0..12).map(async |_| shop.ping().await.unwrap());
    assert_eq!(join_all(calls).await, [7; 12]);
    // A fourth call at once would have been the first of the next three.
    let stuck = shop.ping().with_timeout(Duration::from_millis(20)).await;
    assert!(matches!(stuck.unwrap_err(), Error::Timeout(_)));
}

#[tokio::test]
async fn a_dropped_client_says_what_it_has_to_and_closes() {
    let (heard, mut hear) = tokio::sync::mpsc::unbounded_channel();
    let address = serve(Transport::Tcp, Framing::Lines, move |mut peer: Peer| {
        let heard = heard.clone();
        async move {
            let mut requests = Vec::new();
            while let Some(request) = peer.request().await {
                requests.push(request);
            }
            heard.send(requests).unwrap();
        }
    })
    .await;
    let shop = Petshop::connect(&address.url).await.unwrap();
    shop.log("last words").await.unwrap();
    drop(shop);
    let requests = hear.recv().await.unwrap();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0]["params"][0], "last words");
}
