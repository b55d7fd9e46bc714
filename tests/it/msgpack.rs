//! MessagePack-RPC with libraries that nobody here wrote, as servers and as clients, and with a peer that asks back and
//! misbehaves.

mod classic;
mod clients;
mod duplex;
mod lite;
mod node;

use std::sync::Arc;
use std::time::Duration;

use callwright::{
    Call, CallFuture, ConnectOptions, Connection, Error, Params, Request, connect_with,
};
use callwright_tests::deadline::within;
use callwright_tests::peer::{Library, MsgpackServer, Socket};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Runs `body` with a client of a server on `library` over each of these sockets, under the deadline.
async fn visit(library: Library, sockets: &[Socket], body: impl AsyncFn(&Visitor, &MsgpackServer)) {
    for socket in sockets {
        let server = MsgpackServer::start(library, *socket).expect("the server starts");
        let visitor = Visitor::connect(&server.url(), ConnectOptions::new()).await;
        within("the visit", body(&visitor, &server)).await.unwrap();
        drop(visitor);
        drop(server);
    }
}

/// A client that knows nothing of its server.
#[derive(Clone)]
struct Visitor {
    connection: Arc<dyn Connection>,
}

impl Visitor {
    async fn connect(url: &str, options: ConnectOptions) -> Self {
        let connection = within("connecting", connect_with(url, options)).await;
        Self {
            connection: connection
                .unwrap()
                .expect("the server takes the connection"),
        }
    }

    fn request(method: &'static str, given: impl Serialize) -> Request {
        Request::new(method, params(given))
    }

    fn call<R: DeserializeOwned + Send + 'static>(
        &self,
        method: &'static str,
        params: impl Serialize,
    ) -> Call<R> {
        Call::dynamic(Arc::clone(&self.connection), Self::request(method, params))
    }

    /// The result of a call that is answered.
    async fn get(&self, method: &'static str, params: impl Serialize) -> Value {
        let answer = self.call::<Value>(method, params).await;
        answer.unwrap_or_else(|error| panic!("{error}"))
    }

    /// The text of an error that the server answers with.
    async fn refused(&self, method: &'static str, params: impl Serialize) -> String {
        match self.call::<Value>(method, params).await {
            Err(Error::Server(error)) => error.message().to_owned(),
            other => panic!("{method}: {other:?}"),
        }
    }

    async fn notify(&self, method: &'static str, params: impl Serialize) {
        let request = Self::request(method, params);
        self.connection.notify(request).await.unwrap();
    }

    /// What every library has, and how each says that something is wrong.
    async fn makes_itself_understood(&self, failed: &str, unknown: &str) {
        assert_eq!(self.get("add", (5, 4)).await, 9);
        let mixed = json!(["ü", 1.5, null, true, -129, 70_000, {"a": [1]}]);
        assert_eq!(self.get("echo", [&mixed]).await, mixed);
        assert_eq!(self.get("nothing", ()).await, Value::Null);
        assert_eq!(self.refused("fail", ["no such line"]).await, failed);
        assert_eq!(self.refused("missing", ()).await, unknown);
        for line in ["one", "two"] {
            self.notify("note", [line]).await;
        }
        assert_eq!(self.get("noted", ()).await, json!(["one", "two"]));
    }

    /// Calls overtake each other, and there may be many.
    async fn asks_much_at_once(&self) {
        let slow = tokio::spawn(self.call::<u64>("slow", (1500, 1)).into_future());
        let fast = self.call::<u64>("slow", (0, 2)).await.unwrap();
        assert!(!slow.is_finished());
        assert_eq!((fast, slow.await.unwrap().unwrap()), (2, 1));
        let calls: Vec<CallFuture<u64>> = (0..1000)
            .map(|number| self.call("add", (number, 1)).into_future())
            .collect();
        let answers = futures_util::future::join_all(calls).await;
        let sum: u64 = answers.into_iter().map(Result::unwrap).sum();
        assert_eq!(sum, 500_500);
    }

    /// A call that is not answered costs its time, and what comes later nothing.
    async fn gives_up(&self) {
        let limit = Duration::from_millis(500);
        let never = self.call::<Value>("never", ()).with_timeout(limit).await;
        assert!(matches!(never, Err(Error::Timeout(_))), "{never:?}");
        let late = self
            .call::<Value>("slow", (2000, 1))
            .with_timeout(limit)
            .await;
        assert!(matches!(late, Err(Error::Timeout(_))), "{late:?}");
        tokio::time::sleep(4 * limit).await;
        assert_eq!(self.get("add", (1, 2)).await, 3);
    }

    /// Whatever waits when the connection closes is told.
    async fn closes(&self) {
        let never = tokio::spawn(self.call::<Value>("never", ()).into_future());
        assert_eq!(self.get("add", (1, 2)).await, 3);
        self.connection.close(Duration::from_millis(100)).await;
        let ended = never.await.unwrap();
        assert!(matches!(ended, Err(Error::Closed(_))), "{ended:?}");
        let later = self.call::<Value>("add", (1, 2)).await;
        assert!(matches!(later, Err(Error::Closed(_))), "{later:?}");
    }
}

/// The params in a tuple, an array, or nothing.
fn params(given: impl Serialize) -> Params {
    let given = match serde_json::to_value(given).unwrap() {
        Value::Array(given) => given,
        Value::Null => Vec::new(),
        other => panic!("params are a tuple or an array: {other}"),
    };
    given.iter().fold(Params::by_position(), |filled, param| {
        filled.with("", param).unwrap()
    })
}
