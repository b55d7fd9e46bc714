//! Opening a WebSocket: takes the head of a request, answers the handshake, gives the server a session.
use std::sync::{Arc, Weak};

use bytes::BytesMut;
use http::{
    HeaderMap, Request, Response,
    header::{HOST, ORIGIN, UPGRADE},
    request::Parts,
    uri::Authority,
};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use soketto::handshake::http::Server as Handshake;
use tokio::net::TcpStream;

use super::{HttpBody, exchange::Desk, patient::Patient, refusal::Refusal};
use crate::{
    ConnectOptions, ServeOptions, Wire,
    serve::sessions::Sessions,
    session::{Origin, Role},
    socket::{Reader, Writer},
    websocket,
};

/// Whether a request asks for a WebSocket.
pub(super) fn is_asked(head: &Parts) -> bool {
    let named = head.headers.get_all(UPGRADE).iter();
    let mut named = named.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    named.any(|name| name.trim_ascii().eq_ignore_ascii_case(b"websocket"))
}

/// Answers the handshake. The session begins once the response has gone.
pub(super) fn upgrade(desk: Desk<'_>, mut head: Parts) -> Response<HttpBody> {
    if !may_open(&head.headers, desk.serve.http.origins.as_deref()) {
        return Refusal::Origin.text();
    }
    let Some(upgrading) = head.extensions.remove::<OnUpgrade>() else {
        return Refusal::NoUpgrade.text();
    };
    let request = Request::from_parts(head, ());
    let Ok(response) = Handshake::new().receive_request(&request) else {
        return Refusal::Handshake("this opens no WebSocket of version 13").text();
    };
    let (head, ()) = request.into_parts();
    let mut options = desk.options().clone();
    // Its messages are text.
    options.wire = Wire::Json;
    let opening = Opening {
        sessions: Weak::clone(&desk.service.sessions),
        origin: Origin {
            arrival: desk.client.arrival(desk.request(head)),
            role: Role::Server,
        },
        place: desk.client.place.clone(),
        serve: Arc::clone(&desk.serve),
        options,
    };
    tokio::spawn(async move {
        // A client that has gone meanwhile needs no session.
        if let Ok(upgraded) = upgrading.await {
            opening.begin(upgraded);
        }
    });
    response.map(|()| HttpBody::default())
}

/// What a session begins with.
struct Opening {
    sessions: Weak<Sessions>,
    origin: Origin,
    place: Option<Arc<tokio::sync::OwnedSemaphorePermit>>,
    serve: Arc<ServeOptions>,
    options: ConnectOptions,
}

impl Opening {
    fn begin(self, upgraded: Upgraded) {
        let Some(sessions) = self.sessions.upgrade() else {
            return;
        };
        let (stream, begun) = halves(upgraded, &self.serve);
        let peer = Arc::clone(&self.origin.arrival.name);
        let halves = websocket::halves(peer, stream, begun, Role::Server, &self.options);
        // Fails only when the server closes.
        drop(sessions.begin(halves, self.origin, &self.options, self.place, |_| ()));
    }
}

/// Both halves of what is below, and what came behind the handshake already.
fn halves(upgraded: Upgraded, serve: &ServeOptions) -> ((Reader, Writer), BytesMut) {
    // One of our listeners, without a lock around both halves.
    match upgraded.downcast::<TokioIo<Patient<TcpStream>>>() {
        Ok(parts) => {
            let (reader, writer) = parts.io.into_inner().into_inner().into_split();
            let writer = Patient::new(writer, serve.http.write_timeout);
            let halves: (Reader, Writer) = (Box::pin(reader), Box::pin(writer));
            (halves, BytesMut::from(&parts.read_buf[..]))
        }
        Err(upgraded) => {
            let (reader, writer) = tokio::io::split(TokioIo::new(upgraded));
            ((Box::pin(reader), Box::pin(writer)), BytesMut::new())
        }
    }
}

/// Whether a page may open a WebSocket: one of our own host, or of an origin that the user names.
fn may_open(headers: &HeaderMap, origins: Option<&[String]>) -> bool {
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    let mut named = origins.unwrap_or_default().iter();
    if named.any(|named| named == "*" || named.eq_ignore_ascii_case(origin)) {
        return true;
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let page = origin.split_once("://").map(|(_, page)| page);
    let same = |page: &str, host: &str| {
        let (page, host): (Authority, Authority) = (page.parse().ok()?, host.parse().ok()?);
        Some(page == host)
    };
    page.zip(host).and_then(|(page, host)| same(page, host)) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(origin: &'static str, origins: Option<&[&str]>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, "shop.example:81".parse().unwrap());
        headers.insert(ORIGIN, origin.parse().unwrap());
        let origins = origins.map(|named| named.iter().map(|name| (*name).to_owned()).collect());
        let origins: Option<Vec<String>> = origins;
        may_open(&headers, origins.as_deref())
    }

    #[test]
    fn pages_of_other_hosts_have_to_be_named() {
        assert!(may_open(&HeaderMap::new(), None));
        assert!(may("http://shop.example:81", None));
        assert!(may("https://SHOP.example:81", None));
        assert!(!may("http://shop.example", None));
        assert!(!may("null", None));
        let named: &[&str] = &["https://app.example"];
        assert!(may("https://app.example", Some(named)));
        assert!(may("http://shop.example:81", Some(named)));
        assert!(!may("https://evil.example", Some(named)));
        assert!(may("https://evil.example", Some(&["*"])));
    }
}
