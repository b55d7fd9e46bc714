//! The crate msgpack-rpc.

use ::msgpack_rpc::{Client, Value};
use tokio::net::{TcpStream, UnixStream};
use tokio_util::compat::TokioAsyncReadCompatExt;
use turns::{Contender, Failure};

use super::TEXT;
use crate::place::Place;

pub(super) async fn contender(place: &Place) -> Result<Contender, Failure> {
    let client = match place {
        Place::Unix(path) => Client::new(UnixStream::connect(path).await?.compat()),
        Place::Tcp(address) => {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            Client::new(stream.compat())
        }
    };
    Ok(Contender::new("msgpack-rpc", move || {
        let client = client.clone();
        Box::pin(async move {
            let width = client.request("nvim_strwidth", &[Value::from(TEXT)]).await;
            let width = width.map_err(|error| error.to_string())?;
            Ok(width.as_u64().ok_or("no number came")? as usize)
        })
    }))
}
