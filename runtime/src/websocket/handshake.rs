//! The opening handshake (RFC 6455, section 4): takes a connected stream, gives the bytes that came behind it.
use std::time::Duration;

use bytes::BytesMut;
use http::header::SEC_WEBSOCKET_PROTOCOL;
use soketto::handshake::{Client, ServerResponse, client::Header};
use tokio::io::AsyncReadExt;
use tokio_util::compat::TokioAsyncReadCompatExt;

use crate::{
    Fault,
    endpoint::Endpoint,
    error::reason,
    socket::{Reader, Writer},
};

/// The longest head of an answer.
const LONGEST_HEAD: u64 = 64 << 10;

/// How long the body of a refusal is waited for, and how much of it is enough.
const PATIENCE: Duration = Duration::from_millis(500);
const ENOUGH: usize = 1 << 10;

/// Shakes hands over both halves of a stream.
pub(super) async fn shake(
    endpoint: &Endpoint,
    reader: &mut Reader,
    writer: &mut Writer,
) -> Result<BytesMut, Fault> {
    let (host, resource) = (host(endpoint), resource(endpoint));
    let headers: Vec<_> = endpoint
        .headers
        .iter()
        .filter(|(name, _)| *name != SEC_WEBSOCKET_PROTOCOL)
        .map(|(name, value)| Header {
            name: name.as_str(),
            value: value.as_bytes(),
        })
        .collect();
    let stream = tokio::io::join((&mut *reader).take(LONGEST_HEAD), writer);
    let mut client = Client::new(stream.compat(), &host, &resource);
    client.set_headers(&headers);
    for protocol in protocols(endpoint) {
        client.add_protocol(protocol);
    }
    let answer = client.handshake().await;
    let rest = client.take_buffer();
    drop(client);
    let origin = endpoint.to_string();
    match answer {
        // The buffer of the handshake is large, and would stay as long as the connection.
        Ok(ServerResponse::Accepted { .. }) => Ok(BytesMut::from(&rest[..])),
        Ok(ServerResponse::Redirect {
            status_code,
            location,
        }) => {
            let to = endpoint.origin_of(&location);
            let fault = Fault::new(format!("{origin} redirects to {to}"));
            Err(fault.with_status(status_code))
        }
        Ok(ServerResponse::Rejected { status_code }) => {
            let body = beginning(rest, reader).await;
            let fault = Fault::new(format!("{origin} opens no WebSocket"));
            Err(fault.with_status(status_code).with_snippet(&body))
        }
        Err(error) => {
            let message = format!("{origin} opens no WebSocket: {}", reason(&error));
            Err(Fault::new(message).caused_by(error))
        }
    }
}

/// The beginning of a body of which this came already.
async fn beginning(mut body: BytesMut, reader: &mut Reader) -> BytesMut {
    let reading = async {
        while body.len() < ENOUGH && reader.read_buf(&mut body).await.is_ok_and(|read| read > 0) {}
    };
    // What did not come is not worth waiting for.
    let _ = tokio::time::timeout(PATIENCE, reading).await;
    body
}

/// The port is left out where it is that of the scheme.
fn host(endpoint: &Endpoint) -> String {
    let host = endpoint.url.host_str().unwrap_or_default();
    match endpoint.url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

fn resource(endpoint: &Endpoint) -> String {
    let path = endpoint.url.path();
    match endpoint.url.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}

/// The subprotocols that the user names in a header: the one that the server takes has to be among them.
fn protocols(endpoint: &Endpoint) -> impl Iterator<Item = &str> {
    let named = endpoint.headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter();
    named
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}
