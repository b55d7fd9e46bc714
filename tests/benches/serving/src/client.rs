//! The client that all servers are measured with: connections by hand, which look at no more than whether a result came.

mod http;
mod socket;
mod ws;

use std::sync::{Arc, Mutex, PoisonError};

use turns::{Contender, Failure};

use crate::load::{Load, Transport};
use crate::methods;
use crate::place::Place;

/// One connection, and a way to have requests answered over it.
enum Connection {
    Http(http::Connection),
    Ws(Box<ws::Connection>),
    Unix(socket::Connection),
}

/// Connections that nobody uses, and what they send.
struct Idle {
    place: Place,
    transport: Transport,
    requests: Vec<bytes::Bytes>,
    connections: Mutex<Vec<Connection>>,
}

/// A server under this load.
pub(crate) fn contender(name: &str, place: &Place, load: &Load) -> Result<Contender, Failure> {
    let method = format!("{}{}", place.prefix, load.method.name());
    let params = match load.method {
        crate::load::Method::Entry => r#"[7,"second from the left"]"#.to_owned(),
        crate::load::Method::Listing => "[]".to_owned(),
        crate::load::Method::Count => methods::megabyte()?,
    };
    let requests = (0..load.together).map(|id| {
        let request =
            format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{params}}}"#);
        bytes::Bytes::from(request)
    });
    let idle = Arc::new(Idle {
        place: place.clone(),
        transport: load.transport,
        requests: requests.collect(),
        connections: Mutex::default(),
    });
    let contender = Contender::new(name, move || {
        let idle = Arc::clone(&idle);
        Box::pin(async move { idle.call().await })
    });
    Ok(contender.measured_as(place.process))
}

impl Idle {
    /// Gives how many results came.
    async fn call(&self) -> Result<usize, Failure> {
        let kept = self.idle().pop();
        let mut connection = match kept {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let came = match &mut connection {
            Connection::Http(http) => http.call(&self.requests).await?,
            Connection::Ws(ws) => ws.call(&self.requests).await?,
            Connection::Unix(socket) => socket.call(&self.requests).await?,
        };
        self.idle().push(connection);
        Ok(came)
    }

    async fn connect(&self) -> Result<Connection, Failure> {
        Ok(match self.transport {
            Transport::Http => Connection::Http(http::Connection::open(&self.place.tcp).await?),
            Transport::Ws => Connection::Ws(Box::new(ws::Connection::open(&self.place.tcp).await?)),
            Transport::Unix => Connection::Unix(socket::Connection::open(&self.place.unix).await?),
        })
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a response has a result, which stands near its beginning.
fn has_result(response: &[u8]) -> bool {
    const NEAR: usize = 64;
    let head = &response[..response.len().min(NEAR)];
    memchr::memmem::find(head, br#""result":"#).is_some()
}
