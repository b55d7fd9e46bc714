//! Items of several kinds, each of which is a notification of another method.
use futures_core::Stream;
use futures_util::StreamExt;

use super::{Answer, Given, Place, Words, internal};
use crate::{Encoded, Request, RpcError, ServerError, Wire, Wires};

/// An enum of what a subscription gives that has several notifications.
pub trait OneOf: Send + 'static {
    /// Which of the methods of the rule it is sent by.
    fn method(&self) -> usize;

    /// What it is there.
    fn payload<W: Wires>(
        &self,
        wire: Wire,
    ) -> Result<Encoded, Box<dyn std::error::Error + Send + Sync>>;
}

/// As [`subscribe`](super::subscribe), of such items.
pub fn subscribe_to_several<'a, W, S, E>(
    given: &Given<'a, W>,
    method: impl Future<Output = Result<S, E>> + Send + 'a,
) -> Answer<'a>
where
    W: Wires,
    S: Stream<Item: OneOf> + Send + 'static,
    E: RpcError,
{
    let place = Place::take(given);
    Box::pin(async move {
        let place = place?;
        let stream = method.await.map_err(E::into_server_error)?;
        place.begin::<W, _, S::Item>(stream.map(Ok), written::<W, S::Item>)
    })
}

fn written<W: Wires, T: OneOf>(words: &Words, item: T) -> Result<Request, ServerError> {
    match item.payload::<W>(words.wire) {
        Ok(payload) => Ok(words.item(item.method(), payload)),
        Err(error) => Err(unwritten(&*error)),
    }
}

#[cold]
pub(super) fn unwritten(error: &(dyn std::error::Error + Send + Sync)) -> ServerError {
    internal(&format!("an item cannot be written: {error}"))
}
