//! Where the servers listen: starts them, gives their addresses, ends them.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use turns::Failure;

use crate::load::{Server, Transport};

/// How long Neovim may take to listen.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a client connects to.
#[derive(Clone)]
pub(crate) enum Place {
    Unix(PathBuf),
    Tcp(SocketAddr),
}

impl Place {
    /// As callwright takes it.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Unix(path) => format!("msgpack+unix:{}", path.display()),
            Self::Tcp(address) => format!("msgpack+tcp://{address}"),
        }
    }
}

/// The servers that run. They end when this is dropped.
pub(crate) struct Places {
    ours: Ours,
    neovim: Option<Neovim>,
}

/// This program as a server.
pub(crate) struct Ours {
    process: Child,
    pub(crate) unix: PathBuf,
    tcp: SocketAddr,
}

struct Neovim {
    process: Child,
    unix: PathBuf,
    tcp: SocketAddr,
}

impl Ours {
    /// Starts this program again, as one that prints where it listens and ends with its input.
    pub(crate) fn start(command: &str) -> Result<Self, Failure> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        let mut line = || lines.next().ok_or("the server says nothing");
        Ok(Self {
            unix: line()??.into(),
            tcp: line()??.parse()?,
            process,
        })
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Places {
    /// Starts our server, and Neovim where it is installed.
    pub(crate) fn start() -> Result<Self, Failure> {
        Ok(Self {
            ours: Ours::start("serve")?,
            neovim: Neovim::start()?,
        })
    }

    pub(crate) fn has_neovim(&self) -> bool {
        self.neovim.is_some()
    }

    pub(crate) fn at(&self, server: Server, transport: Transport) -> Result<Place, Failure> {
        let (unix, tcp) = match (server, &self.neovim) {
            (Server::Ours, _) => (&self.ours.unix, self.ours.tcp),
            (Server::Neovim, Some(neovim)) => (&neovim.unix, neovim.tcp),
            (Server::Neovim, None) => return Err("Neovim is not installed".into()),
        };
        Ok(match transport {
            Transport::Unix => Place::Unix(unix.clone()),
            Transport::Tcp => Place::Tcp(tcp),
        })
    }
}

impl Neovim {
    /// None where it is not installed.
    fn start() -> Result<Option<Self>, Failure> {
        let unix = std::env::temp_dir().join(format!("sessions-nvim-{}.sock", std::process::id()));
        // Another program may take the port in the meantime; then Neovim says so and ends.
        let tcp = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let started = Command::new("nvim")
            .args(["--clean", "--headless", "--listen"])
            .arg(&unix)
            .arg("--cmd")
            .arg(format!("call serverstart('{tcp}')"))
            .stdin(Stdio::null())
            .spawn();
        let Ok(process) = started else {
            return Ok(None);
        };
        let neovim = Self { process, unix, tcp };
        let began = Instant::now();
        while TcpStream::connect(tcp).is_err() || !neovim.unix.exists() {
            if began.elapsed() > PATIENCE {
                return Err("Neovim does not listen".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Some(neovim))
    }
}

impl Drop for Neovim {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_file(&self.unix);
    }
}

impl Drop for Ours {
    fn drop(&mut self) {
        // It ends by itself when its input does; waiting only keeps it from becoming a zombie.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
        let _ = std::fs::remove_file(&self.unix);
    }
}
