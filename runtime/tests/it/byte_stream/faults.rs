//! Peers that misbehave: the connection lives where it can, and whoever waits is told.
use std::time::Duration;

use callwright::{
    ByteStream, ConnectOptions, Connection, Error, Framing, Params, Request, connect,
};

use super::{FRAMINGS, all, call};
use crate::{
    peer::{Peer, Transport, answer, framed, serve, socket_file},
    petshop::errors::CreatePet,
};

/// Bytes that are no message of the framing.
fn noise(framing: Framing) -> Vec<&'static [u8]> {
    let mut noise: Vec<&[u8]> = vec![
        b"\n\r\n \t\n",
        b"\xef\xbb\xbf",
        b"server starting\n",
        b"\xff\xfe\x80\n",
    ];
    if framing == Framing::ContentLength {
        noise.extend([
            &b"Content-Length: x\r\n\r\n{}\n"[..],
            b"Content-Length: 0\r\n\r\n",
            b"Server: x\r\n",
        ]);
    }
    noise
}

/// Messages that answer nobody.
const STRAYS: [&str; 6] = [
    r#"{"jsonrpc":"2.0","id":987654,"result":1}"#,
    r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"bad"}}"#,
    r#"{"jsonrpc":"2.0","method":"tick","params":{"subscription":1,"result":2}}"#,
    r#"[{"id":"x"}]"#,
    "[]",
    "{}",
];

#[tokio::test]
async fn noise_and_strays_cost_no_call() {
    for (transport, framing, options) in all() {
        let address = serve(transport, framing, move |mut peer: Peer| async move {
            while let Some(request) = peer.request().await {
                for stray in STRAYS {
                    peer.message(stray).await;
                }
                for bytes in noise(framing) {
                    peer.send(bytes).await;
                }
                peer.answer(&request, r#""result":7"#).await;
                peer.answer(&request, r#""result":8"#).await;
            }
        })
        .await;
        let (stream, shop) = super::connect(&address, options).await;
        for _ in 0..3 {
            assert_eq!(shop.ping().await.unwrap(), 7, "{transport:?} {framing:?}");
        }
        let strays = stream.stray_frames();
        // The last double may still be on its way.
        assert!(
            strays >= 3 * (STRAYS.len() as u64 + 2) + 2,
            "{framing:?}: {strays}"
        );
        assert!(!stream.is_closed());
    }
}

#[tokio::test]
async fn odd_answers_fail_one_call_only() {
    for (transport, framing, options) in all() {
        let address = serve(transport, framing, |mut peer: Peer| async move {
            for member in [
                r#""error":{"code":42,"message":"no","stack":["x"]}"#,
                r#""error":null,"result":{"name":"x"}"#,
                r#""other":1"#,
                r#""result":{"name":[1,,2]}"#,
            ] {
                let request = peer.request().await.unwrap();
                peer.answer(&request, member).await;
            }
            while peer.request().await.is_some() {}
        })
        .await;
        let (stream, shop) = super::connect(&address, options).await;
        let error = shop.rude().await.unwrap_err();
        assert!(matches!(&error, Error::Server(CreatePet::PetExists(_))));
        assert_eq!(error.server().unwrap().extra()["stack"][0], "x");
        assert_eq!(shop.rude().await.unwrap().name, "x");
        let error = shop.rude().await.unwrap_err();
        assert!(
            matches!(error, Error::Transport(_)) && !error.is_retryable(),
            "{error:?}"
        );
        let error = shop.rude().await.unwrap_err();
        assert!(error.to_string().contains("[1,,2]"), "{error}");
        assert_eq!((stream.in_flight(), stream.is_closed()), (0, false));
    }
}

#[tokio::test]
async fn broken_text_fails_its_call() {
    for framing in FRAMINGS {
        let (stream, mut peer) = pair(framing, ConnectOptions::new());
        let served = async {
            let request = peer.request().await.unwrap();
            let head = format!("{{\"id\":{},\"result\":\"", request["id"]).into_bytes();
            let broken = [&head[..], b"\xff\xe2\x82\"}"].concat();
            match framing {
                Framing::ContentLength => {
                    let head = format!("Content-Length: {}\r\n\r\n", broken.len());
                    peer.send(head.as_bytes()).await;
                    peer.send(&broken).await;
                }
                _ => peer.send(&[&broken[..], b"\n"].concat()).await,
            }
        };
        let (called, ()) = tokio::join!(call(&stream, "text"), served);
        let error = called
            .and_then(|reply| reply.decode::<String>())
            .unwrap_err();
        assert!(error.may_have_been_received(), "{error:?}");
        assert!(!stream.is_closed() && stream.in_flight() == 0);
    }
}

#[tokio::test]
async fn answers_come_byte_by_byte() {
    for (transport, framing, options) in all() {
        let address = serve(transport, framing, move |mut peer: Peer| async move {
            while let Some(request) = peer.request().await {
                let message = framed(framing, &answer(&request, r#""result":{"name":"ä€😀"}"#));
                for byte in message.into_bytes() {
                    peer.send(&[byte]).await;
                    tokio::task::yield_now().await;
                }
            }
        })
        .await;
        let (_, shop) = super::connect(&address, options).await;
        for _ in 0..3 {
            assert_eq!(shop.rude().await.unwrap().name, "ä€😀");
        }
    }
}

/// Cuts the stream at every byte of a reply: no call hangs, and the error says what came.
#[tokio::test]
async fn a_stream_that_ends_anywhere_ends_its_calls() {
    for framing in FRAMINGS {
        for cut in 0.. {
            let (stream, mut peer) = pair(framing, ConnectOptions::new().with_framing(framing));
            let served = async move {
                let request = peer.request().await.unwrap();
                let message = framed(framing, &answer(&request, r#""result":{"name":"ä"}"#));
                peer.send(&message.as_bytes()[..cut.min(message.len())])
                    .await;
                message
            };
            let limit = Duration::from_secs(60);
            let (called, message) =
                tokio::join!(tokio::time::timeout(limit, call(&stream, "pet")), served);
            let called = called.expect("the call ends with the stream");
            assert_eq!(stream.in_flight(), 0);
            let is_whole = message.trim_end().len() <= cut;
            match called {
                Ok(reply) => assert!(is_whole && reply.result == r#"{"name":"ä"}"#, "{cut}"),
                Err(error) => {
                    assert!(!is_whole, "{cut} of {message:?}");
                    assert!(matches!(error, Error::Closed(_)) && error.may_have_been_received());
                    let text = error.to_string();
                    assert!(
                        text.contains("the peer has closed the connection"),
                        "{text}"
                    );
                    let is_inside = framing != Framing::ContentLength && cut > 0;
                    assert!(!is_inside || text.contains("within a message: {"), "{text}");
                }
            }
            let later = call(&stream, "pet").await.unwrap_err();
            assert!(matches!(later, Error::Closed(_)) && !later.may_have_been_received());
            if cut > message.len() {
                break;
            }
        }
    }
}

#[tokio::test]
async fn an_answer_over_the_limit_fails_its_call() {
    let long = "x".repeat(100_000);
    for (transport, framing, options) in all() {
        let text = long.clone();
        let address = serve(transport, framing, move |mut peer: Peer| {
            let text = text.clone();
            async move {
                while let Some(request) = peer.request().await {
                    let id = &request["id"];
                    let message = match request["method"].as_str() {
                        Some("first") => {
                            format!(r#"{{"jsonrpc":"2.0","id":{id},"result":"{text}"}}"#)
                        }
                        Some("last") => {
                            format!(r#"{{"jsonrpc": "2.0", "result": "{text}", "id": {id}}}"#)
                        }
                        Some("middle") => {
                            format!(r#"{{"result":"{text}","id":{id},"x":"{text}"}}"#)
                        }
                        _ => answer(&request, r#""result":7"#),
                    };
                    peer.message(&message).await;
                }
            }
        })
        .await;
        let options = options.with_max_reply_bytes(50_000);
        let (stream, shop) = super::connect(&address, options).await;
        for method in ["first", "last"] {
            let error = call(&stream, method).await.unwrap_err();
            assert!(
                matches!(error, Error::Transport(_)) && !error.is_retryable(),
                "{error:?}"
            );
            let said = error.to_string();
            assert!(
                said.contains("bytes, more than 50000: {\"jsonrpc\""),
                "{said}"
            );
            assert_eq!(shop.ping().await.unwrap(), 7);
        }
        assert_eq!(stream.stray_frames(), 0);
        // Its answer is there long before its time is over.
        let mut middle = Request::new("middle", Params::by_name());
        middle.options_mut().timeout = Some(Duration::from_secs(2));
        let error = stream.call(middle).await.unwrap_err();
        assert!(
            matches!(error, Error::Timeout(_)),
            "nobody can see whose it is"
        );
        assert_eq!(shop.ping().await.unwrap(), 7);
        assert_eq!((stream.in_flight(), stream.stray_frames()), (0, 1));
    }
}

#[tokio::test]
async fn a_peer_that_says_no_more_ends_the_calls() {
    for (transport, framing, options) in all() {
        let address = serve(transport, framing, |mut peer: Peer| async move {
            let first = peer.request().await.unwrap();
            peer.request().await.unwrap();
            peer.answer(&first, r#""result":7"#).await;
            peer.shutdown().await;
            while peer.request().await.is_some() {}
        })
        .await;
        let (stream, shop) = super::connect(&address, options).await;
        let (first, second) = tokio::join!(shop.ping(), shop.sum(1));
        assert_eq!(first.unwrap(), 7);
        let error = second.unwrap_err();
        assert!(
            matches!(error, Error::Closed(_)) && error.is_retryable(),
            "{error:?}"
        );
        let reason = format!("{} has closed the connection", address.url);
        assert!(error.to_string().ends_with(&reason), "{error}");
        assert!(stream.is_closed() && stream.in_flight() == 0);
        assert!(
            shop.log("x")
                .await
                .unwrap_err()
                .to_string()
                .ends_with(&reason)
        );
    }
}

#[tokio::test]
async fn what_was_answered_before_the_end_is_read() {
    let address = serve(
        Transport::Unix,
        Framing::Lines,
        |mut peer: Peer| async move {
            let request = peer.request().await.unwrap();
            peer.answer(&request, r#""result":7"#).await;
        },
    )
    .await;
    for _ in 0..100 {
        let (stream, shop) = super::connect(&address, ConnectOptions::new()).await;
        // While the answer lies in the socket, writing fails.
        let other = async {
            loop {
                if shop.log("x").await.is_err() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        };
        let (answer, ()) = tokio::join!(shop.ping(), other);
        assert_eq!(answer.unwrap(), 7);
        assert!(stream.is_closed());
    }
}

#[tokio::test]
async fn servers_that_are_not_there() {
    let missing = socket_file();
    for url in [
        "tcp://127.0.0.1:1".to_owned(),
        format!("unix:{}", missing.display()),
        "stdio:no-such-program-of-callwright".to_owned(),
        // No label may be so long, so no other machine is asked for it.
        format!("tcp://{}.invalid:1", "x".repeat(64)),
        "npipe:node".to_owned(),
    ] {
        let error = connect(&url).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)) && !error.may_have_been_received());
        let origin = url.replace("npipe:", r"npipe:\\.\pipe\");
        assert!(error.to_string().contains(&origin), "{error}");
    }
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn a_port_that_says_nothing_is_given_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("tls://{}", listener.local_addr().unwrap());
    let options = ConnectOptions::new().with_connect_timeout(Duration::from_millis(50));
    let error = ByteStream::connect(&url, options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("cannot connect to {url} in 50ms")
    );
}

/// Both ends of a stream within this process.
pub(super) fn pair(framing: Framing, options: ConnectOptions) -> (ByteStream, Peer) {
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    // The peer takes lines where it sends something else.
    let asked = if options.framing == Some(Framing::ContentLength) {
        framing
    } else {
        Framing::Lines
    };
    let peer = Peer::over(theirs, asked);
    (ByteStream::over(ours, options), peer)
}
