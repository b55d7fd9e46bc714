//! Takes a transport and a server and gives the clients that are compared, each connected and behind one face.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use jsonrpsee::core::client::{ClientBuilder, ClientT};
use jsonrpsee::http_client::HttpClient;
use jsonrpsee::rpc_params;
use jsonrpsee::ws_client::WsClientBuilder;

use crate::client::{ByTraitClient as _, Catalogue, Entry, Listing};
use crate::load::{Reply, Transport};
use crate::server::Server;
use crate::socket;

const SHELF: &str = "second from the left";

/// What a call ends with: how many entries came.
pub(crate) type Called =
    Pin<Box<dyn Future<Output = Result<usize, Box<dyn Error + Send + Sync>>> + Send>>;

/// A client with its name in the table. The box of the future costs all contenders the same.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) call: Arc<dyn Fn(Reply, i64) -> Called + Send + Sync>,
}

/// The first is what the others are compared with, and comes again at the end: its ratio to itself is the noise.
pub(crate) async fn all(
    transport: Transport,
    server: &Server,
) -> Result<Vec<Contender>, Box<dyn Error>> {
    let address = server.address;
    match transport {
        Transport::Http => {
            let url = format!("http://{address}");
            let client = || Ok::<_, Box<dyn Error>>(Arc::new(HttpClient::builder().build(&url)?));
            let generated = Catalogue::connect(&url).await?;
            Ok(contenders([client()?, client()?, client()?], generated))
        }
        Transport::Ws => {
            let url = format!("ws://{address}");
            let mut clients = Vec::new();
            for _ in 0..3 {
                clients.push(Arc::new(WsClientBuilder::default().build(&url).await?));
            }
            let clients = <[_; 3]>::try_from(clients).map_err(|_| "three clients were made")?;
            Ok(contenders(clients, Catalogue::connect(&url).await?))
        }
        Transport::Unix => {
            let mut clients = Vec::new();
            for _ in 0..3 {
                let stream = tokio::net::UnixStream::connect(&server.socket).await?;
                let (sender, receiver) = socket::halves(stream);
                clients.push(Arc::new(
                    ClientBuilder::default().build_with_tokio(sender, receiver),
                ));
            }
            let clients = <[_; 3]>::try_from(clients).map_err(|_| "three clients were made")?;
            let url = format!("unix:{}", server.socket.display());
            Ok(contenders(clients, Catalogue::connect(&url).await?))
        }
    }
}

fn contenders<C>([direct, by_trait, again]: [Arc<C>; 3], generated: Catalogue) -> Vec<Contender>
where
    C: ClientT + Send + Sync + 'static,
{
    vec![
        Contender {
            name: "jsonrpsee",
            call: direct_calls(direct),
        },
        Contender {
            name: "callwright",
            call: Arc::new(move |reply, id| calls_of_callwright(generated.clone(), reply, id)),
        },
        Contender {
            name: "#[rpc(client)]",
            call: Arc::new(move |reply, id| calls_by_trait(Arc::clone(&by_trait), reply, id)),
        },
        Contender {
            name: "jsonrpsee again",
            call: direct_calls(again),
        },
    ]
}

fn calls_of_callwright(client: Catalogue, reply: Reply, id: i64) -> Called {
    Box::pin(async move {
        Ok(match reply {
            Reply::Small => count(&client.entry(id, SHELF).await?),
            Reply::Megabyte => client.listing(id, SHELF).await?.entries.len(),
        })
    })
}

fn calls_by_trait<C: ClientT + Send + Sync + 'static>(
    client: Arc<C>,
    reply: Reply,
    id: i64,
) -> Called {
    Box::pin(async move {
        Ok(match reply {
            Reply::Small => count(&client.entry(id, SHELF.to_owned()).await?),
            Reply::Megabyte => client.listing(id, SHELF.to_owned()).await?.entries.len(),
        })
    })
}

fn direct_calls<C>(client: Arc<C>) -> Arc<dyn Fn(Reply, i64) -> Called + Send + Sync>
where
    C: ClientT + Send + Sync + 'static,
{
    Arc::new(move |reply, id| {
        let client = Arc::clone(&client);
        Box::pin(async move {
            let params = rpc_params![id, SHELF];
            Ok(match reply {
                Reply::Small => count(&client.request::<Entry, _>("entry", params).await?),
                Reply::Megabyte => {
                    let listing = client.request::<Listing, _>("listing", params).await?;
                    listing.entries.len()
                }
            })
        })
    })
}

fn count(entry: &Entry) -> usize {
    usize::from(!entry.name.is_empty())
}
