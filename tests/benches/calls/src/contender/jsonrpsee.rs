//! jsonrpsee's clients, called directly and through its `#[rpc(client)]`.

use std::sync::Arc;

use ::jsonrpsee::core::client::{Client, ClientBuilder, ClientT};
use ::jsonrpsee::core::params::BatchRequestBuilder;
use ::jsonrpsee::http_client::HttpClient;
use ::jsonrpsee::rpc_params;
use ::jsonrpsee::ws_client::WsClientBuilder;

use super::{Call, Called, Contender, Failure, SHELF};
use crate::client::{ByTraitClient, Entry, Listing};
use crate::load::{Load, Reply, Transport};
use crate::server::Server;
use crate::socket;

/// Called directly.
pub(super) async fn contender(
    name: &'static str,
    load: Load,
    server: &Server,
) -> Result<Contender, Failure> {
    let call = match load.transport {
        Transport::Http => direct(by_http(server)?, load.batch),
        transport => direct(by_stream(transport, server).await?, load.batch),
    };
    Ok(Contender { name, call })
}

/// Called through the trait.
pub(super) async fn by_trait(load: Load, server: &Server) -> Result<Contender, Failure> {
    let call = match load.transport {
        Transport::Http => through_trait(by_http(server)?),
        transport => through_trait(by_stream(transport, server).await?),
    };
    Ok(Contender {
        name: "#[rpc(client)]",
        call,
    })
}

fn by_http(server: &Server) -> Result<HttpClient, Failure> {
    Ok(HttpClient::builder().build(server.url(Transport::Http))?)
}

async fn by_stream(transport: Transport, server: &Server) -> Result<Client, Failure> {
    if transport == Transport::Ws {
        let url = server.url(transport);
        return Ok(WsClientBuilder::default().build(url).await?);
    }
    let stream = tokio::net::UnixStream::connect(&server.socket).await?;
    let (sender, receiver) = socket::halves(stream);
    Ok(ClientBuilder::default().build_with_tokio(sender, receiver))
}

fn direct<C: ClientT + Send + Sync + 'static>(client: C, batch: usize) -> Call {
    let client = Arc::new(client);
    match batch {
        1 => Arc::new(move |reply, id| one(Arc::clone(&client), reply, id)),
        size => Arc::new(move |_, _| together(Arc::clone(&client), size)),
    }
}

fn one<C: ClientT + Send + Sync + 'static>(client: Arc<C>, reply: Reply, id: i64) -> Called {
    Box::pin(async move {
        let params = rpc_params![id, SHELF];
        let method = reply.method();
        Ok(match reply {
            Reply::Small => client.request::<Entry, _>(method, params).await?.count(),
            Reply::Text => client.request::<String, _>(method, params).await?.len(),
            _ => {
                let listing: Listing = client.request(method, params).await?;
                listing.entries.len()
            }
        })
    })
}

fn together<C: ClientT + Send + Sync + 'static>(client: Arc<C>, size: usize) -> Called {
    Box::pin(async move {
        let mut calls = BatchRequestBuilder::new();
        for id in 0..size {
            calls.insert(Reply::Small.method(), rpc_params![id, SHELF])?;
        }
        let mut answered = 0;
        for entry in client.batch_request::<Entry>(calls).await? {
            answered += entry.map_err(|error| error.to_string())?.count();
        }
        Ok(answered)
    })
}

fn through_trait<C: ClientT + Send + Sync + 'static>(client: C) -> Call {
    let client = Arc::new(client);
    Arc::new(move |reply, id| {
        let client = Arc::clone(&client);
        Box::pin(async move {
            let shelf = SHELF.to_owned();
            Ok(match reply {
                Reply::Small => client.entry(id, shelf).await?.count(),
                Reply::Megabyte => client.listing(id, shelf).await?.entries.len(),
                Reply::EightMegabytes => client.archive(id, shelf).await?.entries.len(),
                Reply::Text => client.text(id, shelf).await?.len(),
            })
        })
    })
}
