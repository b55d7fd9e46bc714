//! Takes a place and gives the clients that are compared, each connected and behind one face.

mod msgpack_rpc;
mod nvim_rs;

use turns::{Contender, Failure};

use crate::Width;
use crate::place::Place;

const TEXT: &str = "second from the left";

/// The first is what the others are compared with, and comes again at the end: its ratio to itself is the noise.
pub(crate) async fn all(place: Place) -> Result<Vec<Contender>, Failure> {
    Ok(vec![
        nvim_rs::contender("nvim-rs", &place).await?,
        callwright(&place).await?,
        msgpack_rpc::contender(&place).await?,
        nvim_rs::contender("nvim-rs again", &place).await?,
    ])
}

async fn callwright(place: &Place) -> Result<Contender, Failure> {
    let client = Width::connect(&place.url()).await?;
    Ok(Contender::new("callwright", move || {
        let client = client.clone();
        Box::pin(async move { Ok(usize::try_from(client.nvim_strwidth(TEXT).await?)?) })
    }))
}
