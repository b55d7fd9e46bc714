//! A server that is killed and started again at the same address, and writes down what it received.
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use soketto::handshake::{Server as Handshake, server::Response};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpSocket, TcpStream, UnixListener},
    sync::{broadcast, mpsc},
    task::{JoinHandle, JoinSet},
};
use tokio_util::compat::TokioAsyncReadCompatExt;

use crate::peer::socket_file;

/// How the tests reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    Unix,
    WebSocket,
}

pub const WIRES: [Wire; 2] = [Wire::Unix, Wire::WebSocket];

pub struct Server {
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
            Wire::WebSocket => {
                let socket = TcpSocket::new_v4().unwrap();
                socket.set_reuseaddr(true).unwrap();
                socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
                let address = socket.local_addr().unwrap();
                (format!("ws://{address}"), Place::Port(address, socket))
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
                    let mut visits = JoinSet::new();
                    while let Ok((socket, _)) = listener.accept().await {
                        if log.lets_in() {
                            visits.spawn(visit(Arc::clone(&log), socket));
                        }
                    }
                })
            }
            Place::Port(address, _) => {
                let socket = TcpSocket::new_v4().unwrap();
                socket.set_reuseaddr(true).unwrap();
                socket.bind(*address).unwrap();
                let listener = socket.listen(1024).unwrap();
                tokio::spawn(async move {
                    let mut visits = JoinSet::new();
                    while let Ok((socket, _)) = listener.accept().await {
                        if log.lets_in() {
                            visits.spawn(visit_web(Arc::clone(&log), socket));
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

async fn visit(log: Arc<Log>, socket: impl AsyncRead + AsyncWrite) {
    let (reader, mut writer) = tokio::io::split(socket);
    let (coming, requests) = mpsc::unbounded_channel();
    let (answers, mut going) = mpsc::unbounded_channel::<String>();
    let read = async {
        let mut lines = BufReader::new(reader).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            coming.send(line).unwrap();
        }
    };
    let write = async {
        while let Some(answer) = going.recv().await {
            let line = answer + "\n";
            if writer.write_all(line.as_bytes()).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = read => {}
        () = write => {}
        () = answer(&log, requests, answers) => {}
    }
}

async fn visit_web(log: Arc<Log>, socket: TcpStream) {
    let mut handshake = Handshake::new(socket.compat());
    let Ok(request) = handshake.receive_request().await else {
        return;
    };
    if let Some(origin) = request.headers().origin {
        let origin = String::from_utf8(origin.to_vec()).unwrap();
        log.origins.lock().unwrap().push(origin);
    }
    let response = Response::Accept {
        key: request.key(),
        protocol: None,
    };
    if handshake.send_response(&response).await.is_err() {
        return;
    }
    let (mut sender, mut receiver) = handshake.into_builder().finish();
    let (coming, requests) = mpsc::unbounded_channel();
    let (answers, mut going) = mpsc::unbounded_channel::<String>();
    let read = async {
        let mut message = Vec::new();
        while receiver.receive_data(&mut message).await.is_ok() {
            let text = String::from_utf8(std::mem::take(&mut message)).unwrap();
            coming.send(text).unwrap();
        }
    };
    let write = async {
        while let Some(answer) = going.recv().await {
            if sender.send_text(answer).await.is_err() || sender.flush().await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = read => {}
        () = write => {}
        () = answer(&log, requests, answers) => {}
    }
}

impl Log {
    fn lets_in(&self) -> bool {
        self.accepted.lock().unwrap().push(Instant::now());
        !self.is_closed.load(Ordering::SeqCst)
    }
}

/// Counts one more as long as it lives.
struct Open<'a>(&'a AtomicUsize);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Answers what is asked over one connection, and sends its subscriptions what is emitted.
async fn answer(
    log: &Log,
    mut requests: mpsc::UnboundedReceiver<String>,
    answers: mpsc::UnboundedSender<String>,
) {
    log.open.fetch_add(1, Ordering::SeqCst);
    let _open = Open(&log.open);
    let mut events = log.events.subscribe();
    let mut subscribed = Vec::new();
    loop {
        let text = tokio::select! {
            text = requests.recv() => text,
            event = events.recv() => {
                let event = event.unwrap();
                for id in &subscribed {
                    let params = json!({"subscription": id, "result": event});
                    let tick = json!({"jsonrpc": "2.0", "method": "tick", "params": params});
                    let _ = answers.send(tick.to_string());
                }
                continue;
            }
        };
        let Some(text) = text else { return };
        let request: Value = serde_json::from_str(&text).unwrap();
        let method = request["method"].as_str().unwrap().to_owned();
        let params = request["params"].clone();
        log.asked
            .lock()
            .unwrap()
            .push((method.clone(), params.clone()));
        let result = match method.as_str() {
            "never" => continue,
            "subscribe" if log.refuses_subscriptions.load(Ordering::SeqCst) => {
                let error = json!({"code": -32005, "message": "no more"});
                let refusal = json!({"jsonrpc": "2.0", "id": request["id"], "error": error});
                let _ = answers.send(refusal.to_string());
                continue;
            }
            "subscribe" => {
                let id = log.next_id.fetch_add(1, Ordering::SeqCst);
                subscribed.push(id);
                json!(id)
            }
            "unsubscribe" => {
                let count = subscribed.len();
                subscribed.retain(|id| json!(id) != params[0]);
                json!(subscribed.len() < count)
            }
            _ => params[0].clone(),
        };
        let answer = json!({"jsonrpc": "2.0", "id": request["id"], "result": result}).to_string();
        match method.as_str() {
            // Later, so that some are always under way.
            "late" => {
                let answers = answers.clone();
                let delay = Duration::from_millis(params[0].as_u64().unwrap() % 7);
                tokio::spawn(async move {
                    tokio::time::sleep(delay).await;
                    let _ = answers.send(answer);
                });
            }
            _ => drop(answers.send(answer)),
        }
    }
}
