//! One JSON-RPC request by plain HTTP/1.1 and the undecoded answer, to prove a server without a client of ours.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Request, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::deadline::within;
use crate::fault::Fault;

/// Status and body as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, byte for byte.
    pub body: String,
}

/// Posts `body` on a connection of its own. An error means that no whole answer came.
pub async fn post(address: SocketAddr, body: &str) -> Result<Answer, Fault> {
    let exchange = async {
        let stream = TcpStream::connect(address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let request = Request::post("/")
            .header(HOST, address.to_string())
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))?;
        let answered = async {
            let answer = sender.send_request(request).await?;
            let status = answer.status().as_u16();
            let body = answer.into_body().collect().await?.to_bytes();
            drop(sender);
            Ok::<_, Cause>(Answer {
                status,
                body: String::from_utf8(body.into())?,
            })
        };
        // The connection only moves while it is polled; its own error shows in the answer too.
        let (answer, _) = tokio::join!(answered, connection);
        answer
    };
    within(&format!("the answer to {body}"), exchange)
        .await?
        .map_err(|cause: Cause| Fault::during(format!("posting {body}"), cause))
}

type Cause = Box<dyn std::error::Error + Send + Sync>;
