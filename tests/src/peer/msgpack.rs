//! Libraries of MessagePack-RPC with small apps of ours: a server of each by TCP, Unix socket or UDP, and a client of each.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{installed, ours, plain_node};
use crate::fault::Fault;
use crate::process::Process;

/// What the apps stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// msgpack-rpc-python of 2014, on tornado.
    Classic,
    /// msgpack-rpc-lite, on Node.
    Lite,
    /// msgpack-rpc-node, on Node: a message for each piece that it reads, so one call at a time.
    Node,
    /// The transport of pynvim, on asyncio, which is a client only.
    Pynvim,
    /// Our own peer over Python's msgpack, which is a server that calls back and misbehaves on request.
    Duplex,
}

/// What a server listens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Socket {
    /// A TCP port.
    Tcp,
    /// A Unix socket.
    Unix,
    /// A UDP port, which only msgpack-rpc-node has.
    Udp,
}

/// A running server.
#[derive(Debug)]
pub struct MsgpackServer {
    place: String,
    file: Option<PathBuf>,
    /// The process, to ask whether it still runs.
    pub process: Process,
}

impl MsgpackServer {
    /// Starts the app of a library.
    pub fn start(library: Library, socket: Socket) -> Result<Self, Fault> {
        let mut command = library.app("server")?;
        let file = (socket == Socket::Unix).then(socket_file);
        command.arg(format!("{socket:?}").to_lowercase());
        command.args(&file);
        let ready = |line: &str| Some(line.strip_prefix("listening ")?.to_owned());
        let (process, place) = Process::start("the MessagePack-RPC server", command, ready)?;
        Ok(Self {
            place,
            file,
            process,
        })
    }

    /// What a client connects to.
    pub fn url(&self) -> String {
        format!("msgpack+{}", self.place)
    }
}

impl Drop for MsgpackServer {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            let _ = std::fs::remove_file(file);
        }
    }
}

impl Library {
    /// The command of our own peer over its standard input and output.
    pub fn duplex_over_stdio() -> Result<Command, Fault> {
        let mut command = Self::Duplex.app("server")?;
        command.arg("stdio");
        Ok(command)
    }

    /// The command of the client app, which visits the server at `place`, a port or the path of a socket, and prints what it is
    /// answered.
    pub fn client(self, socket: Socket, place: &str) -> Result<Command, Fault> {
        let mut command = self.app("client")?;
        command.arg(format!("{socket:?}").to_lowercase()).arg(place);
        Ok(command)
    }

    fn app(self, role: &str) -> Result<Command, Fault> {
        match self {
            Self::Classic => python("classic", &format!("classic_{role}.py")),
            Self::Pynvim => python("python", &format!("pynvim_{role}.py")),
            Self::Duplex => python("python", "duplex.py"),
            Self::Lite => node(&format!("lite_{role}.js")),
            Self::Node => node(&format!("node_{role}.js")),
        }
    }
}

/// One of our apps on the packages of this folder.
fn python(packages: &str, app: &str) -> Result<Command, Fault> {
    let mut command = Command::new("python3");
    command
        .env("PYTHONPATH", installed(packages)?)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // Old packages have much to say that is no longer right.
        .env("PYTHONWARNINGS", "ignore")
        .arg(ours("msgpack").join(app));
    Ok(command)
}

fn node(app: &str) -> Result<Command, Fault> {
    let mut command = plain_node()?;
    command.arg(ours("msgpack").join(app));
    Ok(command)
}

/// A path that no other socket has.
fn socket_file() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("callwright-msgpack-{}-{number}.sock", std::process::id());
    std::env::temp_dir().join(name)
}
