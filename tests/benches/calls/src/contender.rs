//! Takes a load and a server and gives the clients that are compared, each connected and behind one face.

#[cfg(feature = "alloy")]
mod alloy;
mod callwright;
mod hyper;
mod jsonrpsee;

use std::sync::Arc;

pub(crate) use turns::{Called, Failure};

use crate::load::{Load, Reply, Transport};
use crate::server::Server;

const SHELF: &str = "second from the left";

/// Makes one call, or one batch.
type Call = Arc<dyn Fn(Reply, i64) -> Called + Send + Sync>;

/// A client with its name in the table.
struct Contender {
    name: &'static str,
    call: Call,
}

impl Contender {
    fn new(
        name: &'static str,
        call: impl Fn(Reply, i64) -> Called + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            call: Arc::new(call),
        }
    }
}

/// The first is what the others are compared with, and comes again at the end: its ratio to itself is the noise.
pub(crate) async fn all(load: Load, server: &Server) -> Result<Vec<turns::Contender>, Failure> {
    let mut all = vec![jsonrpsee::contender("jsonrpsee", load, server).await?];
    all.extend(callwright::contenders(load, server).await?);
    #[cfg(feature = "alloy")]
    all.push(alloy::contender(load, server).await?);
    if load.batch == 1 {
        if load.transport == Transport::Http {
            all.push(hyper::contender(server));
        }
        all.push(jsonrpsee::by_trait(load, server).await?);
    }
    all.push(jsonrpsee::contender("jsonrpsee again", load, server).await?);
    let reply = load.reply;
    let contenders = all
        .into_iter()
        .map(|Contender { name, call }| turns::Contender::new(name, move || call(reply, 7)));
    Ok(contenders.collect())
}
