//! Handlers that panic: takes what a handler does, gives its answer whatever happens.
use std::{any::Any, panic::AssertUnwindSafe};

use futures_util::FutureExt;

use super::INTERNAL_ERROR;
use crate::ServerError;

/// What a handler answers; of one that panics, an error from which nothing is learnt. The trace has
/// what it said.
pub(crate) async fn caught<T>(
    method: &str,
    handled: impl Future<Output = Result<T, ServerError>>,
) -> Result<T, ServerError> {
    let answer = AssertUnwindSafe(handled).catch_unwind().await;
    answer.unwrap_or_else(|panic| {
        trace(method, &*panic);
        Err(ServerError::new(INTERNAL_ERROR, "Internal error"))
    })
}

fn trace(_method: &str, _panic: &(dyn Any + Send)) {
    #[cfg(feature = "tracing")]
    {
        let said = _panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| _panic.downcast_ref::<&str>().copied());
        tracing::error!(
            method = _method,
            panic = said.unwrap_or("no text"),
            "a handler panicked"
        );
    }
}
