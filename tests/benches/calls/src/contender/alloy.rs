//! alloy's client.

use alloy_rpc_client::{ClientBuilder, RpcClient};

use super::{Called, Contender, Failure, SHELF};
use crate::client::{Entry, Listing};
use crate::load::{Load, Reply, Transport};
use crate::server::Server;

pub(super) async fn contender(load: Load, server: &Server) -> Result<Contender, Failure> {
    let client = match load.transport {
        Transport::Unix => {
            let path = server.socket.display().to_string();
            ClientBuilder::default().connect(&path).await?
        }
        transport => {
            let url = server.url(transport);
            ClientBuilder::default().connect(&url).await?
        }
    };
    let size = load.batch as i64;
    Ok(Contender::new("alloy", move |reply, id| match size {
        1 => one(client.clone(), reply, id),
        size => together(client.clone(), size),
    }))
}

fn one(client: RpcClient, reply: Reply, id: i64) -> Called {
    Box::pin(async move {
        let params = (id, SHELF);
        let method = reply.method();
        Ok(match reply {
            Reply::Small => client.request::<_, Entry>(method, params).await?.count(),
            Reply::Text => client.request::<_, String>(method, params).await?.len(),
            _ => {
                let listing: Listing = client.request(method, params).await?;
                listing.entries.len()
            }
        })
    })
}

fn together(client: RpcClient, size: i64) -> Called {
    Box::pin(async move {
        let mut batch = client.new_batch();
        let mut answers = Vec::new();
        for id in 0..size {
            answers.push(batch.add_call::<_, Entry>(Reply::Small.method(), &(id, SHELF))?);
        }
        batch.send().await?;
        let mut answered = 0;
        for answer in answers {
            answered += answer.await?.count();
        }
        Ok(answered)
    })
}
