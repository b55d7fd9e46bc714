//! Opening a WebSocket: takes an address, gives both halves of one that has shaken hands.
use url::{Host, Url};

use super::{
    halves::{Incoming, Outgoing, halves},
    handshake,
};
use crate::{ConnectOptions, Error, Fault, auth, endpoint::Endpoint, session::Role, socket};

/// Resolves the name, connects, and shakes hands, all within the options' limit.
pub(super) async fn dial(
    endpoint: Endpoint,
    options: &ConnectOptions,
) -> Result<(Outgoing, Incoming), Error> {
    let origin = endpoint.to_string();
    let limit = options.connect_timeout;
    match tokio::time::timeout(limit, authorized(endpoint, options)).await {
        Ok(opened) => opened,
        Err(_) => {
            let message = format!("cannot connect to {origin} in {limit:?}");
            Err(Error::Connect(Fault::new(message)))
        }
    }
}

/// Shows who we are. Who is refused and has another token shows that.
async fn authorized(
    mut endpoint: Endpoint,
    options: &ConnectOptions,
) -> Result<(Outgoing, Incoming), Error> {
    let Some(auth) = &options.auth else {
        return open(&endpoint, options).await.map_err(Error::Connect);
    };
    let shown = auth.headers().await?;
    auth::replace(&mut endpoint.headers, &shown);
    let refused = match open(&endpoint, options).await {
        Err(fault) if fault.status() == Some(401) => fault,
        opened => return opened.map_err(Error::Connect),
    };
    let renewed = auth.renewed(&shown).await?;
    let renewed = renewed.ok_or(Error::Connect(refused))?;
    auth::replace(&mut endpoint.headers, &renewed);
    open(&endpoint, options).await.map_err(Error::Connect)
}

async fn open(
    endpoint: &Endpoint,
    options: &ConnectOptions,
) -> Result<(Outgoing, Incoming), Fault> {
    let origin = endpoint.to_string();
    let url = &endpoint.url;
    let port = url.port_or_known_default().unwrap_or(80);
    let connected = socket::open(&host(url), port, url.scheme() == "wss", options).await;
    let (mut reader, mut writer) = connected.map_err(|error| Fault::unreachable(&origin, error))?;
    let begun = handshake::shake(endpoint, &mut reader, &mut writer).await?;
    Ok(halves(
        origin.into(),
        (reader, writer),
        begun,
        Role::Client,
        options,
    ))
}

/// The host as resolvers and certificates know it: without the brackets of a URL.
fn host(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        Some(Host::Ipv4(address)) => address.to_string(),
        Some(Host::Ipv6(address)) => address.to_string(),
        None => String::new(),
    }
}
