//! What only a session of MessagePack meets, and what it does under more of it than anybody means.
mod crossfire;
mod declared;
mod order;
mod pieces;
mod random;
mod unread;

use std::sync::Arc;

use callwright::{ByteStream, Call, ConnectOptions, Connection, Params, Request, Wire};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncWrite};

/// A client over what is connected already.
fn over(
    stream: impl AsyncRead + AsyncWrite + Send + 'static,
    options: ConnectOptions,
) -> ByteStream {
    ByteStream::over(stream, options.with_wire(Wire::MessagePack))
}

/// A call with one param.
fn call<R: DeserializeOwned + Send + 'static>(
    client: &ByteStream,
    method: &'static str,
    param: u64,
) -> Call<R> {
    let params = Params::by_position().with("", &param).unwrap();
    Call::dynamic(shared(client), Request::new(method, params))
}

fn shared(client: &ByteStream) -> Arc<dyn Connection> {
    Arc::new(client.clone())
}
