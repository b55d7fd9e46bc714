//! HTTP: hyper's connections, one for each caller.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use turns::Failure;

pub(super) struct Connection(SendRequest<Full<Bytes>>);

impl Connection {
    pub(super) async fn open(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    pub(super) async fn call(&mut self, requests: &[Bytes]) -> Result<usize, Failure> {
        let mut came = 0;
        for request in requests {
            let request = Request::post("/")
                .header(HOST, "localhost")
                .header(CONTENT_TYPE, "application/json")
                .body(Full::new(request.clone()))?;
            self.0.ready().await?;
            let body = self.0.send_request(request).await?.into_body();
            // The first piece has what is looked at.
            let body = body.collect().await?.to_bytes();
            came += usize::from(super::has_result(&body));
        }
        Ok(came)
    }
}
