//! callwright's generated client.

use callwright::batch;
use futures_util::future::join_all;

use super::{Called, Contender, Failure, SHELF};
use crate::client::Catalogue;
use crate::load::{Load, Reply};
use crate::server::Server;

/// Of a batch, the same calls by themselves too: one after another, and all at once.
pub(super) async fn contenders(load: Load, server: &Server) -> Result<Vec<Contender>, Failure> {
    let client = Catalogue::connect(&server.url(load.transport)).await?;
    if load.batch == 1 {
        let call = move |reply, id| one(client.clone(), reply, id);
        return Ok(vec![Contender::new("callwright", call)]);
    }
    let size = load.batch as i64;
    let (whole, apart) = (client.clone(), client.clone());
    Ok(vec![
        Contender::new("callwright", move |_, _| together(whole.clone(), size)),
        Contender::new("callwright, calls at once", move |_, _| {
            at_once(apart.clone(), size)
        }),
        Contender::new("callwright, call by call", move |_, _| {
            one_by_one(client.clone(), size)
        }),
    ])
}

fn one(client: Catalogue, reply: Reply, id: i64) -> Called {
    Box::pin(async move {
        Ok(match reply {
            Reply::Small => client.entry(id, SHELF).await?.count(),
            Reply::Megabyte => client.listing(id, SHELF).await?.entries.len(),
            Reply::EightMegabytes => client.archive(id, SHELF).await?.entries.len(),
            Reply::Text => client.text(id, SHELF).await?.len(),
        })
    })
}

fn together(client: Catalogue, size: i64) -> Called {
    Box::pin(async move {
        let mut answered = 0;
        for entry in batch((0..size).map(|id| client.entry(id, SHELF))).await {
            answered += entry?.count();
        }
        Ok(answered)
    })
}

fn at_once(client: Catalogue, size: i64) -> Called {
    Box::pin(async move {
        let mut answered = 0;
        let calls = (0..size).map(|id| client.entry(id, SHELF).into_future());
        for entry in join_all(calls).await {
            answered += entry?.count();
        }
        Ok(answered)
    })
}

fn one_by_one(client: Catalogue, size: i64) -> Called {
    Box::pin(async move {
        let mut answered = 0;
        for id in 0..size {
            answered += client.entry(id, SHELF).await?.count();
        }
        Ok(answered)
    })
}
