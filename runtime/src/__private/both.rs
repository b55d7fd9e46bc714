//! What code generated for both wires uses under the name `rt`: the first contract, with calls that are compiled for both.

// What is named below stands before what the first contract calls so.
pub use super::v1::*;
use crate::JsonAndMessagePack;
pub use crate::{
    __call_both as call, __notification_both as notification, __paged_call_both as paged_call,
    __union_both as union, MsgpackParams,
};

pub type Call<R, F = ServerError> = crate::Call<R, F, JsonAndMessagePack>;
pub type Client = crate::Client<JsonAndMessagePack>;
pub type ErrorWith<T> = crate::ErrorWith<T, JsonAndMessagePack>;
pub type Listen<N = ServerNotification> = crate::Listen<N, JsonAndMessagePack>;
pub type Notification = crate::Notification<JsonAndMessagePack>;
pub type PagedCall<T, F = ServerError> = crate::PagedCall<T, F, JsonAndMessagePack>;
pub type Subscribe<T, F = ServerError> = crate::Subscribe<T, F, JsonAndMessagePack>;

/// Sets what answers a request of the server.
pub fn on<P, R, F, A>(handlers: &Handlers, method: &'static str, answer: F)
where
    P: super::v1::serde::de::DeserializeOwned,
    R: super::v1::serde::Serialize,
    F: Fn(P) -> A + Send + Sync + 'static,
    A: Future<Output = Result<R, ServerError>> + Send + 'static,
{
    handlers.on_both(method, answer);
}
