//! A server that is killed and started again at the same address, and writes down what it received.
mod answers;
mod visits;

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use callwright::{Connection, Error, Params, Request};
use serde_json::Value;
use tokio::{
    net::{TcpListener, TcpSocket, UnixListener},
    sync::broadcast,
    task::{JoinHandle, JoinSet},
};

use crate::peer::socket_file;

/// How the tests reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    Unix,
    WebSocket,
    Http,
}

/// Those with one connection for all calls.
pub const WIRES: [Wire; 2] = [Wire::Unix, Wire::WebSocket];

pub struct Server {
    wire: Wire,
    pub url: String,
    pub log: Arc<Log>,
    place: Place,
    running: Option<JoinHandle<()>>,
}

enum Place {
    File(PathBuf),
    /// The socket keeps the port ours while nobody listens.
    Port(SocketAddr, #[expect(dead_code)] TcpSocket),
}

/// What the server saw, and what it is told to do.
pub struct Log {
    /// Methods and their params, in the order in which they came.
    asked: Mutex<Vec<(String, Value)>>,
    accepted: Mutex<Vec<Instant>>,
    origins: Mutex<Vec<String>>,
    pub open: AtomicUsize,
    /// Whether who connects is sent away.
    pub is_closed: AtomicBool,
    pub refuses_subscriptions: AtomicBool,
    next_id: AtomicU64,
    events: broadcast::Sender<u64>,
}

impl Log {
    /// The params with which a method was asked.
    pub fn asked(&self, method: &str) -> Vec<Value> {
        let asked = self.asked.lock().unwrap();
        let of_method = asked.iter().filter(|(name, _)| name == method);
        of_method.map(|(_, params)| params.clone()).collect()
    }

    /// From what origin WebSockets were opened.
    pub fn origins(&self) -> Vec<String> {
        self.origins.lock().unwrap().clone()
    }

    /// When somebody connected.
    pub fn accepted(&self) -> Vec<Instant> {
        self.accepted.lock().unwrap().clone()
    }
}

impl Server {
    pub async fn start(wire: Wire) -> Self {
        let (url, place) = match wire {
            Wire::Unix => {
                let file = socket_file();
                (format!("unix:{}", file.display()), Place::File(file))
            }
            Wire::WebSocket | Wire::Http => {
                let socket = TcpSocket::new_v4().unwrap();
                socket.set_reuseaddr(true).unwrap();
                socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
                let address = socket.local_addr().unwrap();
                let scheme = if wire == Wire::Http { "http" } else { "ws" };
                let place = Place::Port(address, socket);
                (format!("{scheme}://{address}"), place)
            }
        };
        let log = Arc::new(Log {
            asked: Mutex::default(),
            accepted: Mutex::default(),
            origins: Mutex::default(),
            open: AtomicUsize::new(0),
            is_closed: AtomicBool::new(false),
            refuses_subscriptions: AtomicBool::new(false),
            next_id: AtomicU64::new(1),
            events: broadcast::Sender::new(1024),
        });
        let mut server = Self {
            wire,
            url,
            log,
            place,
            running: None,
        };
        server.restart().await;
        server
    }

    /// Cuts all connections and listens no more.
    pub async fn kill(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
            let _ = running.await;
        }
        if let Place::File(file) = &self.place {
            let _ = std::fs::remove_file(file);
        }
    }

    pub async fn restart(&mut self) {
        self.kill().await;
        let log = Arc::clone(&self.log);
        self.running = Some(match &self.place {
            Place::File(file) => {
                let listener = UnixListener::bind(file).unwrap();
                tokio::spawn(async move {
                    let mut guests = JoinSet::new();
                    while let Ok((socket, _)) = listener.accept().await {
                        if log.lets_in() {
                            guests.spawn(visits::lines(Arc::clone(&log), socket));
                        }
                    }
                })
            }
            Place::Port(address, _) => {
                let listener = listen(*address).await;
                let is_http = self.wire == Wire::Http;
                tokio::spawn(async move {
                    let mut guests = JoinSet::new();
                    while let Ok((socket, _)) = listener.accept().await {
                        let log = Arc::clone(&log);
                        match log.lets_in() {
                            true if is_http => drop(guests.spawn(visits::http(log, socket))),
                            true => drop(guests.spawn(visits::web_socket(log, socket))),
                            false => {}
                        }
                    }
                })
            }
        });
    }

    /// Sends a number to every subscription there is.
    pub fn emit(&self, number: u64) {
        let _ = self.log.events.send(number);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.abort();
        }
        if let Place::File(file) = &self.place {
            let _ = std::fs::remove_file(file);
        }
    }
}

/// Listens at a port of ours. A child that another test is just starting may hold the listener that was closed.
async fn listen(address: SocketAddr) -> TcpListener {
    loop {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        if let Ok(listener) = socket.bind(address).and_then(|()| socket.listen(1024)) {
            return listener;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

impl Log {
    fn lets_in(&self) -> bool {
        self.accepted.lock().unwrap().push(Instant::now());
        !self.is_closed.load(Ordering::SeqCst)
    }
}

/// Fails a test that hangs.
pub async fn in_time<T>(test: impl Future<Output = T>) -> T {
    let ended = tokio::time::timeout(Duration::from_secs(100), test).await;
    ended.expect("the test hangs")
}

pub fn request(method: &'static str, number: u64) -> Request {
    Request::new(method, Params::by_position().with("", &number).unwrap())
}

pub async fn call(
    connection: &dyn Connection,
    method: &'static str,
    number: u64,
) -> Result<Value, Error> {
    let reply = connection.call(request(method, number)).await?;
    reply.decode()
}

/// Waits until this holds; the test's own deadline bounds it.
pub async fn until(holds: impl Fn() -> bool) {
    while !holds() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
