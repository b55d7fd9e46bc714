//! Our own server over HTTP and WebSocket: what its clients are answered, and what becomes of them.
mod calls;
mod closing;
mod connections;
pub(crate) mod documents;
mod layers;
#[cfg(feature = "axum")]
mod mounted;
mod raw;
mod refusals;
#[cfg(feature = "tls")]
mod secure;
mod sockets;
mod spec;
mod statuses;
#[cfg(all(
    feature = "axum",
    feature = "jsonrpsee",
    feature = "msgpack",
    feature = "service",
    feature = "ws",
    unix
))]
mod typed;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{Context, Handlers, HttpOptions, ServeOptions, Server, ServerError};

pub(crate) use crate::serve::in_time;

/// Handlers that do a little of everything.
fn handlers() -> Handlers {
    let handlers = Handlers::new();
    handlers.on("sum", async |numbers: Vec<i64>| {
        Ok(numbers.iter().sum::<i64>())
    });
    handlers.on("subtract", async |(a, b): (i64, i64)| Ok(a - b));
    handlers.on("echo", async |(text,): (String,)| Ok(text));
    handlers.on("long", async |(length,): (usize,)| Ok("x".repeat(length)));
    handlers.on("fail", async |(): ()| {
        let error = ServerError::new(42, "Pet not found");
        Err::<(), _>(error.with_data(&[7]))
    });
    handlers.on("panic", async |(): ()| -> Result<(), ServerError> {
        panic!("a secret");
    });
    let told = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&told);
    handlers.on("tell", move |(): ()| {
        told.fetch_add(1, Ordering::SeqCst);
        async { Ok(()) }
    });
    handlers.on("told", move |(): ()| {
        let count = counted.load(Ordering::SeqCst);
        async move { Ok(count) }
    });
    handlers.on_with_context("agent", async |(): (), context: Context| {
        let agent = context.headers().get("user-agent");
        Ok(agent.and_then(|agent| agent.to_str().ok().map(str::to_owned)))
    });
    handlers.on_with_context("url", async |(): (), context: Context| {
        Ok(context.url().map(str::to_owned))
    });
    handlers
}

async fn server() -> (Server, String) {
    served(ServeOptions::new()).await
}

async fn served(options: ServeOptions) -> (Server, String) {
    let server = Server::with_options(handlers(), options);
    let listening = in_time(server.listen("http://127.0.0.1:0")).await.unwrap();
    let url = listening.url().to_owned();
    (server, url)
}

fn http(set: impl FnOnce(HttpOptions) -> HttpOptions) -> ServeOptions {
    ServeOptions::new().with_http(set(HttpOptions::new()))
}
