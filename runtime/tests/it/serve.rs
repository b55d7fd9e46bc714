//! Our own server: what its clients are answered, and what becomes of it.
mod alone;
mod answers;
mod calls;
#[cfg(feature = "msgpack")]
mod classic;
mod closing;
mod context;
#[cfg(feature = "msgpack")]
mod datagrams;
#[cfg(feature = "service")]
pub(crate) mod documents;
mod events;
mod hung_up;
mod limits;
#[cfg(feature = "metrics")]
mod metrics;
mod refusals;
mod sockets;
#[cfg(all(
    feature = "http",
    feature = "jsonrpsee",
    feature = "tls",
    feature = "ws"
))]
mod tls;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{
    Call, ConnectOptions, Connection, Error, Handlers, Params, Request, Server, connect_with,
};
use serde::{Serialize, de::DeserializeOwned};

/// Longer than anything takes that ends at all.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// Runs within the deadline that every test has.
pub(crate) async fn in_time<T>(test: impl IntoFuture<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, test)
        .await
        .expect("it ends at all")
}

/// A client of a server, with these handlers of its own.
async fn client(url: &str, handlers: Handlers) -> Arc<dyn Connection> {
    let options = ConnectOptions::new().with_handlers(handlers);
    in_time(connect_with(url, options)).await.unwrap()
}

/// A client without handlers.
async fn visitor(url: &str) -> Arc<dyn Connection> {
    client(url, Handlers::new()).await
}

pub(crate) fn request<P: Serialize>(method: &'static str, params: &[P]) -> Request {
    let filled = params.iter().fold(Params::by_position(), |filled, param| {
        filled.with("", param).unwrap()
    });
    Request::new(method, filled)
}

/// What calls are made over.
pub(crate) trait Shared {
    fn shared(&self) -> Arc<dyn Connection>;
}

impl<C: Connection + Clone> Shared for C {
    fn shared(&self) -> Arc<dyn Connection> {
        Arc::new(self.clone())
    }
}

/// Calls a method with params of one type.
pub(crate) fn ask<P: Serialize, R: DeserializeOwned>(
    connection: &dyn Shared,
    method: &'static str,
    params: &[P],
) -> impl Future<Output = Result<R, Error>> + Send + use<P, R> {
    let call = Call::dynamic(connection.shared(), request(method, params));
    in_time(call.into_future())
}

/// A server of sums at a free port, and its address.
async fn sums() -> (Server, String) {
    let handlers = Handlers::new();
    handlers.on("sum", async |all: Vec<i64>| Ok(all.iter().sum::<i64>()));
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let url = server.url().unwrap();
    (server, url)
}

/// A path for a socket that nobody else has. It goes with what is there.
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("callwright-serve-{}-{count}.sock", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    pub(crate) fn url(&self) -> String {
        format!("unix:{}", self.0.display())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
