//! What a subscribing method gives: a stream or a `Result` of one, of items or of `Result`s, each chosen by its type.
use std::marker::PhantomData;

use futures_core::Stream;
use futures_util::StreamExt;
use serde::Serialize;

use super::{Answer, Given, Place, Words, several::unwritten};
use crate::{Reply, Request, RpcError, ServerError, Wires};

/// What a future gives, for the compiler to choose by: a [`Result`] is taken by [`ResultStream`];
/// [`ValueStream`] is a reference further away, and takes everything else.
#[derive(Debug)]
pub struct StreamOf<T>(PhantomData<fn() -> T>);

/// Of this future.
pub fn stream<F: Future>(_: &F) -> StreamOf<F::Output> {
    StreamOf(PhantomData)
}

/// A method that may refuse to subscribe.
pub trait ResultStream<S> {
    /// The error of the method.
    type Error;

    /// The stream, or the error as it is answered.
    fn open<F>(&self, method: F) -> impl Future<Output = Result<S, ServerError>> + Send
    where
        F: Future<Output = Result<S, Self::Error>> + Send,
        Self::Error: RpcError;
}

impl<S, E> ResultStream<S> for StreamOf<Result<S, E>> {
    type Error = E;

    async fn open<F>(&self, method: F) -> Result<S, ServerError>
    where
        F: Future<Output = Result<S, E>> + Send,
        E: RpcError,
    {
        method.await.map_err(E::into_server_error)
    }
}

/// A method that always subscribes.
pub trait ValueStream<S> {
    /// The stream.
    fn open<F>(&self, method: F) -> impl Future<Output = Result<S, ServerError>> + Send
    where
        F: Future<Output = S> + Send;
}

impl<S> ValueStream<S> for &StreamOf<S> {
    async fn open<F>(&self, method: F) -> Result<S, ServerError>
    where
        F: Future<Output = S> + Send,
    {
        Ok(method.await)
    }
}

/// What a stream gives, chosen by in the same way.
#[derive(Debug)]
pub struct ItemsOf<T>(PhantomData<fn() -> T>);

/// Of this stream.
pub fn items<S: Stream>(_: &S) -> ItemsOf<S::Item> {
    ItemsOf(PhantomData)
}

/// A stream that may fail, and ends then.
pub trait ResultItems<T> {
    /// The error of the stream.
    type Error;

    /// Begins the subscription.
    fn begin<W, S>(&self, place: Place, stream: S) -> Result<Reply, ServerError>
    where
        W: Wires,
        S: Stream<Item = Result<T, Self::Error>> + Send + 'static,
        T: Serialize + Send + 'static,
        Self::Error: RpcError;
}

impl<T, E> ResultItems<T> for ItemsOf<Result<T, E>> {
    type Error = E;

    fn begin<W, S>(&self, place: Place, stream: S) -> Result<Reply, ServerError>
    where
        W: Wires,
        S: Stream<Item = Result<T, E>> + Send + 'static,
        T: Serialize + Send + 'static,
        E: RpcError,
    {
        let stream = stream.map(|item| item.map_err(E::into_server_error));
        place.begin::<W, _, T>(stream, written::<W, T>)
    }
}

/// A stream that does not fail.
pub trait ValueItems<T> {
    /// Begins the subscription.
    fn begin<W, S>(&self, place: Place, stream: S) -> Result<Reply, ServerError>
    where
        W: Wires,
        S: Stream<Item = T> + Send + 'static,
        T: Serialize + Send + 'static;
}

impl<T> ValueItems<T> for &ItemsOf<T> {
    fn begin<W, S>(&self, place: Place, stream: S) -> Result<Reply, ServerError>
    where
        W: Wires,
        S: Stream<Item = T> + Send + 'static,
        T: Serialize + Send + 'static,
    {
        place.begin::<W, _, T>(stream.map(Ok), written::<W, T>)
    }
}

/// Begins the subscription of a method whose types are known.
pub fn subscribe<'a, W, S, E>(
    given: &Given<'a, W>,
    method: impl Future<Output = Result<S, E>> + Send + 'a,
) -> Answer<'a>
where
    W: Wires,
    S: Stream<Item: Serialize + Send + 'static> + Send + 'static,
    E: RpcError,
{
    let place = Place::take(given);
    Box::pin(async move {
        let place = place?;
        let stream = method.await.map_err(E::into_server_error)?;
        place.begin::<W, _, S::Item>(stream.map(Ok), written::<W, S::Item>)
    })
}

/// An item as it is sent. Gives -32603 for what cannot be written.
fn written<W: Wires, T: Serialize>(words: &Words, item: T) -> Result<Request, ServerError> {
    match W::encode(&|| words.wire, &item) {
        Ok(item) => Ok(words.item(0, item)),
        Err(error) => Err(unwritten(&*error)),
    }
}
