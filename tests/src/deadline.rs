//! Waiting for a condition, never for a guess: everything that a test awaits ends by one deadline.

use std::future::Future;
use std::time::Duration;

use crate::fault::Fault;

/// Long enough for a loaded machine with two cores; nothing waits this long unless it is broken.
pub const DEADLINE: Duration = Duration::from_secs(120);

/// The output of `future`, or a fault that names `what` once the deadline has passed.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> Result<T, Fault> {
    by(DEADLINE, what, future).await
}

/// The same by another deadline, for a server that has much to do.
pub async fn by<T>(
    deadline: Duration,
    what: &str,
    future: impl Future<Output = T>,
) -> Result<T, Fault> {
    tokio::time::timeout(deadline, future)
        .await
        .map_err(|_| Fault::new(format!("{what} took longer than {deadline:?}")))
}

/// Asks again and again until `ask` gives something, or a fault that names `what` once the deadline has passed: for
/// what a server makes ready without telling.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> Result<T, Fault> {
    let asking = async {
        loop {
            match ask().await {
                Some(value) => return value,
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    };
    within(what, asking).await
}
