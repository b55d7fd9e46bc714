//! An HTTP server that answers from a recording, byte for byte, and keeps what it was asked.
//!
//! A request gets the answer of the recorded request with the same meaning: method, params and all other members,
//! whatever the id and the order of members. Several recordings of one request are served in turn, the last of them
//! from then on. The status and the bytes of the body are as recorded, except for an echoed id (see
//! [`Exchange::body_for`]). Where the original broke down, the connection is closed without an answer. What was
//! never recorded gets status 501 and is listed by [`Replay::unknown`].

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Request, Response, server::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use crate::envelope;
use crate::exchange::{Exchange, Recorded};
use crate::fault::Fault;

/// A running server; it and its connections end with it.
#[derive(Debug)]
pub struct Replay {
    address: SocketAddr,
    record: Arc<Mutex<Record>>,
    accepting: JoinHandle<()>,
}

impl Replay {
    /// Serves `exchanges` on a free loopback port.
    pub async fn serve(exchanges: Vec<Exchange>) -> Result<Self, Fault> {
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = bound.map_err(|cause| Fault::during("binding the replay server", cause))?;
        let address = listener
            .local_addr()
            .map_err(|cause| Fault::during("its address", cause))?;
        let served = vec![false; exchanges.len()];
        let record = Arc::new(Mutex::new(Record {
            exchanges,
            served,
            ..Record::default()
        }));
        let accepting = tokio::spawn(accept(listener, Arc::clone(&record)));
        Ok(Self {
            address,
            record,
            accepting,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a client connects to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every body received so far, byte for byte, in the order of arrival.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.record).asked.clone()
    }

    /// Those received bodies that no recording answers.
    pub fn unknown(&self) -> Vec<String> {
        lock(&self.record).unknown.clone()
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

#[derive(Debug, Default)]
struct Record {
    exchanges: Vec<Exchange>,
    served: Vec<bool>,
    asked: Vec<String>,
    unknown: Vec<String>,
}

/// A failed assertion in one test thread must not hide the record from another.
fn lock(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Record {
    fn answer(&mut self, asked: String) -> Recorded {
        let meaning = envelope::meaning(&asked);
        let alike = |&index: &usize| {
            meaning.is_some() && envelope::meaning(&self.exchanges[index].request) == meaning
        };
        let candidates: Vec<usize> = (0..self.exchanges.len()).filter(alike).collect();
        let fresh = candidates.iter().find(|&&index| !self.served[index]);
        let answer = match fresh.or(candidates.last()) {
            Some(&index) => {
                self.served[index] = true;
                let exchange = &self.exchanges[index];
                match &exchange.answer {
                    Recorded::Http { status, body } => Recorded::Http {
                        status: *status,
                        body: exchange.body_for(body, &asked).into_owned(),
                    },
                    broken => broken.clone(),
                }
            }
            None => {
                self.unknown.push(asked.clone());
                Recorded::Http {
                    status: 501,
                    body: format!("never recorded: {asked}"),
                }
            }
        };
        self.asked.push(asked);
        answer
    }
}

async fn accept(listener: TcpListener, record: Arc<Mutex<Record>>) {
    // Owned by this task, so that the connections are closed when it is aborted.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let record = Arc::clone(&record);
        let service = service_fn(move |request| answer(request, Arc::clone(&record)));
        connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(
    request: Request<Incoming>,
    record: Arc<Mutex<Record>>,
) -> Result<Response<Full<Bytes>>, Fault> {
    let body = request.into_body().collect().await;
    let body = body
        .map_err(|cause| Fault::during("the body of a request", cause))?
        .to_bytes();
    let recorded = lock(&record).answer(String::from_utf8_lossy(&body).into_owned());
    match recorded {
        // An error here makes hyper close the connection.
        Recorded::Broken(words) => Err(Fault::new(words)),
        Recorded::Http { status, body } => Response::builder()
            .status(status)
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))
            .map_err(|cause| Fault::during("the recorded answer", cause)),
    }
}
