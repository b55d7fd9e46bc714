//! The runtime of a connection ends while others use it: they are told.
use std::time::Duration;

use callwright::{Error, connect};
use tokio::runtime::Builder;

use crate::{alone::per_transport, door::Door, ground::Ground, transport::Transport, visit::call};

/// Less than a call waits for its answer.
const DEADLINE: Duration = Duration::from_secs(50);

per_transport!(of_a_runtime: ws Ws, lines Lines, unix Unix, tls Tls);

async fn of_a_runtime(ground: Ground, transport: Transport) {
    let door = Door::open(&ground, transport, None).await;
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let url = door.url.clone();
    let connecting = runtime.spawn(async move { connect(&url).await.unwrap() });
    let connection = connecting.await.unwrap();
    let under_way = call(&connection, "never").into_future();
    let ending = async {
        while !door.record.has("never") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        runtime.shutdown_background();
    };
    let both = futures_util::future::join(under_way, ending);
    let (outcome, ()) = tokio::time::timeout(DEADLINE, both)
        .await
        .expect("it is told");
    let error = outcome.unwrap_err();
    assert!(matches!(error, Error::Closed(_)), "{error:?}");
    assert!(error.may_have_been_received());
    let error = call(&connection, "later").await.unwrap_err();
    assert!(matches!(error, Error::Closed(_)), "{error:?}");
    assert!(!error.may_have_been_received());
}
