//! Our own peer on asyncio, over sockets and as a child: both ways at once, and misbehaving on request.

use std::sync::{Arc, Weak};

use callwright::{
    ByteStream, ChildProcess, ConnectOptions, Connection, Error, Handlers, IntoConnection, Listen,
    ServerError, ServerNotification, StrayKind, Wire,
};
use callwright_tests::deadline::within;
use callwright_tests::peer::{Library, MsgpackServer, Socket};
use serde_json::{Value, json};

use super::Visitor;

/// A peer and the client that it calls back.
struct Pair {
    visitor: Visitor,
    stream: ByteStream,
    handlers: Handlers,
    _server: Option<MsgpackServer>,
}

impl Pair {
    /// By a socket, or as a child.
    async fn new(socket: Option<Socket>) -> Self {
        let handlers = Handlers::new();
        handlers.on("add", async |(a, b): (u64, u64)| Ok(a + b));
        handlers.on("refuse", async |(code,): (i64,)| {
            Err::<(), _>(ServerError::new(code, "on purpose"))
        });
        let options = ConnectOptions::new().with_handlers(handlers.clone());
        let (stream, server) = match socket {
            Some(socket) => {
                let server =
                    MsgpackServer::start(Library::Duplex, socket).expect("the peer starts");
                let stream = ByteStream::connect(&server.url(), options).await.unwrap();
                (stream, Some(server))
            }
            None => {
                let command = Library::duplex_over_stdio().expect("the peer is installed");
                let options = options.with_wire(Wire::MessagePack);
                let child = ChildProcess::new(command.into()).start(options).unwrap();
                (child, None)
            }
        };
        let connection = stream.clone().into_connection();
        let weak = Arc::downgrade(&connection);
        handlers.on("descend", move |(depth,): (u64,)| {
            descend(Weak::clone(&weak), depth)
        });
        Self {
            visitor: Visitor { connection },
            stream,
            handlers,
            _server: server,
        }
    }

    async fn refusal(&self, method: &'static str, params: Value) -> ServerError {
        match self.visitor.call::<Value>(method, params).await {
            Err(Error::Server(error)) => error,
            other => panic!("{method}: {other:?}"),
        }
    }
}

/// Has the peer descend from within a handler.
async fn descend(client: Weak<dyn Connection>, depth: u64) -> Result<u64, ServerError> {
    if depth == 0 {
        return Ok(0);
    }
    let connection = client
        .upgrade()
        .ok_or_else(|| ServerError::new(1, "it has ended"))?;
    let below = Visitor { connection }
        .call::<u64>("descend", [depth - 1])
        .await;
    below
        .map(|below| below + 1)
        .map_err(|error| ServerError::new(2, error.to_string()))
}

/// Runs `body` with a peer by TCP, by a Unix socket and as a child, under the deadline.
async fn everywhere(body: impl AsyncFn(&Pair)) {
    for socket in [Some(Socket::Tcp), Some(Socket::Unix), None] {
        let visit = async {
            let pair = Pair::new(socket).await;
            body(&pair).await;
        };
        within("the visit", visit).await.unwrap();
    }
}

#[tokio::test]
async fn it_is_called() {
    everywhere(async |pair| {
        let peer = &pair.visitor;
        assert_eq!(peer.get("add", (5, 4)).await, 9);
        peer.asks_much_at_once().await;
        peer.gives_up().await;
        peer.notify("note", ["one"]).await;
        assert_eq!(peer.get("noted", ()).await, json!([["note", ["one"]]]));
        assert_eq!(peer.refused("fail", ["no such line"]).await, "no such line");
        assert_eq!(
            peer.refused("missing", ()).await,
            "'missing' method not found"
        );
        peer.closes().await;
    })
    .await;
}

#[tokio::test]
async fn it_calls_back() {
    everywhere(async |pair| {
        let peer = &pair.visitor;
        assert_eq!(peer.get("call_back", json!(["add", [3, 4]])).await, 7);
        let refused = pair.refusal("call_back", json!(["refuse", [5]])).await;
        assert_eq!((refused.code(), refused.message()), (5, "on purpose"));
        let unknown = pair.refusal("call_back", json!(["missing", []])).await;
        assert_eq!(unknown.code(), -32601);
        // Each level is a call from within the handler of the one above, on either side in turn.
        assert_eq!(peer.get("descend", [64]).await, 64);
        assert_eq!(peer.get("flood", [5000]).await, 5000 * 5001 / 2);
        assert!(pair.handlers.remove("add"));
        let removed = pair.refusal("call_back", json!(["add", [3, 4]])).await;
        assert_eq!(removed.code(), -32601);
        let nobody = pair.stream.strays().of(StrayKind::NobodyHandles);
        let others = pair.stream.stray_frames() - nobody;
        assert_eq!((pair.stream.in_flight(), nobody, others), (0, 2, 0));
    })
    .await;
}

#[tokio::test]
async fn notifications_keep_their_order() {
    everywhere(async |pair| {
        let connection = Arc::clone(&pair.visitor.connection);
        let listening = Listen::<ServerNotification>::new(connection).with_buffer(10_000);
        let mut heard = listening.await.unwrap();
        assert_eq!(pair.visitor.get("tick", [10_000]).await, 10_000);
        for number in 0..10_000 {
            let tick = heard.next().await.unwrap().unwrap();
            assert_eq!(tick.decode::<[u64; 1]>().unwrap(), [number]);
        }
    })
    .await;
}

#[tokio::test]
async fn answers_in_other_forms() {
    everywhere(async |pair| {
        let peer = &pair.visitor;
        assert_eq!(
            peer.get("dribble", [json!(["x", 300])]).await,
            json!(["x", 300])
        );
        for width in ["u64", "i64", "f32", "f64"] {
            assert_eq!(peer.get("wide", json!([width, 7])).await, 7, "{width}");
        }
        assert_eq!(
            peer.get("big", [5 << 20]).await.as_str().unwrap().len(),
            (5_usize << 20).div_ceil(3) * 4
        );
        assert_eq!(peer.get("ill", ()).await, "a\u{fffd}b");
        let errors = [
            json!("no"),
            json!([1, "no"]),
            json!({"code": 3, "message": "no"}),
            json!({}),
            json!(false),
            json!(0),
        ];
        for error in errors {
            pair.refusal("refuse", json!([error])).await;
        }
        let both = pair
            .refusal("both", json!([".CallError.NoMethodError", ["msg"]]))
            .await;
        assert_eq!(both.message(), ".CallError.NoMethodError");
        assert_eq!(pair.stream.stray_frames(), 0);
    })
    .await;
}

/// What a peer sends beside the answer.
#[tokio::test]
async fn strays_are_counted() {
    everywhere(async |pair| {
        let kinds = [
            ("twice", StrayKind::SecondAnswer),
            ("unknown", StrayKind::UnknownId),
            ("minus one", StrayKind::UnknownId),
            ("text", StrayKind::UnknownId),
            ("three", StrayKind::UnknownId),
        ];
        for (way, kind) in kinds {
            let before = pair.stream.strays().of(kind);
            assert_eq!(pair.visitor.get("under", json!([way, 7])).await, 7, "{way}");
            // A second answer follows the first; another call is answered behind both.
            assert_eq!(pair.visitor.get("add", (1, 2)).await, 3);
            assert_eq!(pair.stream.strays().of(kind) - before, 1, "{way}");
        }
        assert_eq!(pair.stream.stray_frames(), 5);
    })
    .await;
}

/// Every way to end within a call: it fails, and with it the connection.
#[tokio::test]
async fn ends() {
    for method in ["half", "reset"] {
        everywhere(async |pair| {
            let waiting = tokio::spawn(pair.visitor.call::<Value>("never", ()).into_future());
            let ended = pair.visitor.call::<Value>(method, ()).await;
            assert!(
                matches!(ended, Err(Error::Closed(_))),
                "{method}: {ended:?}"
            );
            let waiting = waiting.await.unwrap();
            assert!(
                matches!(waiting, Err(Error::Closed(_))),
                "{method}: {waiting:?}"
            );
            assert_eq!(pair.stream.in_flight(), 0);
            assert!(pair.stream.is_closed());
        })
        .await;
    }
}

/// Values behind every ext marker, of codes at both ends.
#[tokio::test]
async fn ext_of_all_markers() {
    let markers = [
        (0xd4, 1),
        (0xd5, 2),
        (0xd6, 4),
        (0xd7, 8),
        (0xd8, 16),
        (0xc7, 3),
        (0xc8, 300),
        (0xc9, 70_000),
    ];
    everywhere(async |pair| {
        for (marker, length) in markers {
            for code in [-128_i8, -1, 0, 5, 127] {
                let params = (marker, code, length);
                let call = pair.visitor.call::<callwright::Value>("ext", params);
                let value = call.both_wires().await.unwrap();
                let expected = callwright::Value::Ext(code, vec![7; length]);
                assert_eq!(value, expected, "{marker:x} {code}");
            }
        }
    })
    .await;
}

/// A peer that is killed while calls wait.
#[tokio::test]
async fn it_is_killed() {
    let mut server = MsgpackServer::start(Library::Duplex, Socket::Tcp).expect("the peer starts");
    let visitor = Visitor::connect(&server.url(), ConnectOptions::new()).await;
    let calls: Vec<_> = (0..100)
        .map(|_| tokio::spawn(visitor.call::<Value>("never", ()).into_future()))
        .collect();
    assert_eq!(visitor.get("add", (1, 2)).await, 3);
    server.process.kill();
    for call in calls {
        let ended = within("the end", call).await.unwrap().unwrap();
        assert!(matches!(ended, Err(Error::Closed(_))), "{ended:?}");
    }
    within("the end", visitor.connection.ended()).await.unwrap();
}
