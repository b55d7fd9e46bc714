//! A server that may break: takes a transport and a fault, gives the client's end and what the server has got.
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use callwright::{ChildProcess, ConnectOptions, Error};
use tokio::{
    net::{TcpListener, UnixListener},
    process::Command,
    task::{AbortHandle, JoinSet},
};
use tokio_rustls::TlsAcceptor;

use crate::{
    breaking::{Breaking, Fault, Passed, Socket},
    client::Client,
    ground::Ground,
    record::Record,
    talk::{Stream, Talk},
    transport::Transport,
};

const CHILD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/breaking.sh");

/// Where a server is met. The first connection has the fault, those behind it have none.
pub(crate) struct Door {
    pub(crate) transport: Transport,
    /// What errors call the server.
    pub(crate) url: String,
    pub(crate) record: Arc<Record>,
    pub(crate) passed: Arc<Passed>,
    fault: Option<Fault>,
    serving: Option<AbortHandle>,
    file: Option<PathBuf>,
}

pub(crate) enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl Listener {
    pub(crate) async fn accept(&self) -> Box<dyn Socket> {
        match self {
            Self::Tcp(listener) => Box::new(listener.accept().await.unwrap().0),
            Self::Unix(listener) => Box::new(listener.accept().await.unwrap().0),
        }
    }
}

impl Door {
    pub(crate) async fn open(ground: &Ground, transport: Transport, fault: Option<Fault>) -> Self {
        let mut door = Self {
            transport,
            url: "stdio:sh".to_owned(),
            record: Arc::default(),
            passed: Arc::default(),
            fault,
            serving: None,
            file: None,
        };
        if !transport.is_child() {
            let listening = ground.servers().spawn(listen(transport));
            let (listener, url, file) = listening.await.unwrap();
            let server = Server {
                transport,
                acceptor: ground.acceptor.clone(),
                record: Arc::clone(&door.record),
                passed: Arc::clone(&door.passed),
            };
            let serving = ground.servers().spawn(server.serve(listener, fault));
            door.serving = Some(serving.abort_handle());
            door.url = url;
            door.file = file;
        }
        door
    }

    pub(crate) async fn connect(&self, options: ConnectOptions) -> Result<Client, Error> {
        if !self.transport.is_child() {
            return Client::connect(self.transport, &self.url, options).await;
        }
        let mut command = Command::new("sh");
        let fault = self.fault.map(Fault::words);
        command.arg(CHILD).args(fault.unwrap_or_default());
        let log = Record::sink(&self.record, &self.passed);
        let child = ChildProcess::new(command).with_stderr(log);
        Ok(Client::Stream(child.start(options)?))
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
        if let Some(file) = &self.file {
            let _ = std::fs::remove_file(file);
        }
    }
}

/// Listens on a port or a file that nobody else has.
pub(crate) async fn listen(transport: Transport) -> (Listener, String, Option<PathBuf>) {
    if !transport.is_local() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = transport.url(listener.local_addr().unwrap().port());
        return (Listener::Tcp(listener), url, None);
    }
    let file = socket_file();
    let listener = UnixListener::bind(&file).unwrap();
    let url = format!("unix:{}", file.display());
    (Listener::Unix(listener), url, Some(file))
}

/// A path that no other socket has.
pub(crate) fn socket_file() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("callwright-faults-{}-{number}.sock", std::process::id());
    std::env::temp_dir().join(name)
}

#[derive(Clone)]
struct Server {
    transport: Transport,
    acceptor: TlsAcceptor,
    record: Arc<Record>,
    passed: Arc<Passed>,
}

impl Server {
    async fn serve(self, listener: Listener, mut fault: Option<Fault>) {
        // Its tasks end with it.
        let mut clients = JoinSet::new();
        let mut passed = Arc::clone(&self.passed);
        loop {
            let socket = Breaking::new(
                listener.accept().await,
                fault.take(),
                std::mem::take(&mut passed),
            );
            clients.spawn(self.clone().meet(socket));
        }
    }

    /// Answers a client until it goes or the socket breaks.
    async fn meet(self, socket: Breaking) -> std::io::Result<()> {
        let stream: Box<dyn Stream> = match self.transport.is_secure() {
            true => Box::new(self.acceptor.accept(socket).await?),
            false => Box::new(socket),
        };
        let mut talk = Talk::begin(self.transport.protocol(), stream).await?;
        loop {
            let request = talk.request().await?;
            for message in self.record.answers(&request) {
                talk.send(&message).await?;
            }
        }
    }
}
