//! The least that a call over HTTP costs: hyper's connections, kept in a list, and one pass over the reply.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;

use super::{Contender, Failure, SHELF};
use crate::client::{Entry, Listing};
use crate::load::Reply;
use crate::server::Server;

#[derive(Deserialize)]
struct Response<T> {
    result: T,
}

/// Connections that no call is on.
struct Idle {
    address: SocketAddr,
    connections: Mutex<Vec<SendRequest<Full<Bytes>>>>,
}

pub(super) fn contender(server: &Server) -> Contender {
    let idle = Arc::new(Idle {
        address: server.address,
        connections: Mutex::default(),
    });
    Contender::new("bare hyper", move |reply, id| {
        let idle = Arc::clone(&idle);
        Box::pin(async move {
            Ok(match reply {
                Reply::Small => idle.call::<Entry>(reply, id).await?.count(),
                Reply::Text => idle.call::<String>(reply, id).await?.len(),
                _ => idle.call::<Listing>(reply, id).await?.entries.len(),
            })
        })
    })
}

impl Idle {
    async fn call<T: DeserializeOwned>(&self, reply: Reply, id: i64) -> Result<T, Failure> {
        let body = format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"{}","params":[{id},"{SHELF}"]}}"#,
            reply.method()
        );
        let request = Request::post("/")
            .header(HOST, "localhost")
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))?;
        let idle = || {
            self.connections
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let kept = idle().pop();
        let mut connection = match kept {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        connection.ready().await?;
        let body = connection.send_request(request).await?.into_body();
        let body = body.collect().await?.to_bytes();
        idle().push(connection);
        let response: Response<T> = serde_json::from_str(std::str::from_utf8(&body)?)?;
        Ok(response.result)
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, Failure> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }
}
