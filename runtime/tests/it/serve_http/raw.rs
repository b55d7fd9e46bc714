//! HTTP as it stands on the wire: takes what is sent, gives what comes back.
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::in_time;

/// A response in its parts.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Response {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

pub(super) async fn connect(url: &str) -> TcpStream {
    let place = url.split_once("://").unwrap().1;
    let place = place.split('/').next().unwrap();
    in_time(TcpStream::connect(place)).await.unwrap()
}

/// Sends text as it is, and reads one response.
pub(super) async fn ask(url: &str, request: &str) -> Response {
    let mut stream = connect(url).await;
    stream.write_all(request.as_bytes()).await.unwrap();
    in_time(response(&mut stream)).await
}

/// Reads one response, whose length is declared.
pub(super) async fn response(stream: &mut TcpStream) -> Response {
    let mut came = Vec::new();
    let end = loop {
        if let Some(end) = came.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        let read = stream.read_buf(&mut came).await.unwrap();
        assert!(read > 0, "no response: {}", String::from_utf8_lossy(&came));
    };
    let head = String::from_utf8(came[..end].to_vec()).unwrap();
    let status = head[9..12].parse().unwrap();
    let mut response = Response {
        status,
        head,
        body: String::new(),
    };
    let length = response.header("content-length").unwrap_or("0").parse();
    let mut body = came.split_off(end);
    while body.len() < length.clone().unwrap() {
        assert!(stream.read_buf(&mut body).await.unwrap() > 0);
    }
    response.body = String::from_utf8(body).unwrap();
    response
}

/// A POST of JSON to the root.
pub(super) fn post(body: &str) -> String {
    post_to("/", "content-type: application/json\r\n", body)
}

pub(super) fn post_to(path: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: shop.test\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
}

pub(super) fn get(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: shop.test\r\n{headers}\r\n")
}
