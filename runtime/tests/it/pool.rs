//! Sessions that clients share: how many there are, and when they go.
mod alone;
mod ends;
mod sharing;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{
    ConnectOptions, Handlers, Pool, PoolOptions, ServeOptions, Server, ServerError, ServerEvent,
};
use tokio::sync::Semaphore;

use crate::serve::{DEADLINE, Place, ask, in_time, request};

/// A server that counts who connects, whose `wait` waits until it is let go.
struct Shop {
    server: Server,
    url: String,
    connected: Arc<AtomicUsize>,
    begun: Arc<AtomicUsize>,
    go: Arc<Semaphore>,
}

impl Shop {
    async fn open(url: &str) -> Self {
        let (connected, go) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
        let handlers = Handlers::new();
        handlers.on("sum", async |all: Vec<i64>| Ok(all.iter().sum::<i64>()));
        let (gate, begun) = (Arc::clone(&go), Arc::new(AtomicUsize::new(0)));
        let waits = Arc::clone(&begun);
        handlers.on("wait", move |(): ()| {
            let gate = Arc::clone(&gate);
            waits.fetch_add(1, Ordering::SeqCst);
            async move {
                let closed = |_| ServerError::new(1, "closed");
                gate.acquire().await.map_err(closed)?.forget();
                Ok(())
            }
        });
        let count = Arc::clone(&connected);
        let options = ServeOptions::new().with_observer(move |event| {
            if let ServerEvent::Connected(_) = event {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        let server = Server::with_options(handlers, options);
        let url = server.listen(url).await.unwrap().url().to_owned();
        Self {
            server,
            url,
            connected,
            begun,
            go,
        }
    }

    fn connected(&self) -> usize {
        self.connected.load(Ordering::SeqCst)
    }

    /// How many calls of `wait` there were.
    fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }

    /// Waits until nobody is connected.
    async fn empty(&self) {
        until(|| self.server.connections().is_empty()).await;
    }
}

async fn until(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    };
    in_time(waiting).await;
}

fn pool(options: PoolOptions) -> Pool {
    let connect = ConnectOptions::new().with_timeout(DEADLINE);
    Pool::new(options.with_connect(connect))
}
