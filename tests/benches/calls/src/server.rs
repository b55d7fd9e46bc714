//! jsonrpsee's server with the two methods, and the same on a Unix socket, in a process of its own.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use jsonrpsee::server::{RpcModule, ServerBuilder, ServerConfig};
use jsonrpsee::types::ErrorObjectOwned;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use tokio::net::UnixListener;

use crate::socket::{self, Results};

/// How many bytes a large reply has at least.
const MEGABYTE: usize = 1_000_000;

/// The running server; it ends when this is dropped.
pub(crate) struct Server {
    /// By HTTP and WebSocket.
    pub(crate) address: SocketAddr,
    /// By lines.
    pub(crate) socket: PathBuf,
    child: Child,
}

impl Server {
    /// Starts this program again as the server.
    pub(crate) fn start() -> Result<Self, Box<dyn Error>> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        let mut line = || lines.next().ok_or("the server says nothing");
        let address = line()??.parse()?;
        let socket = line()??.into();
        Ok(Self {
            address,
            socket,
            child,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends by itself when its input does; waiting only keeps it from becoming a zombie.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.socket);
    }
}

/// Serves until the input ends.
pub(crate) async fn serve() -> Result<(), Box<dyn Error>> {
    let config = ServerConfig::builder().max_connections(1_000).build();
    let server = ServerBuilder::with_config(config)
        .build("127.0.0.1:0")
        .await?;
    let address = server.local_addr()?;
    let results = Arc::new(Results {
        small: to_raw_value(&entry(0))?,
        large: listing()?,
    });
    let handle = server.start(module(&results)?);
    let file = std::env::temp_dir().join(format!("calls-{}.sock", std::process::id()));
    tokio::spawn(socket::serve(UnixListener::bind(&file)?, results));
    println!("{address}\n{}", file.display());
    tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await??;
    let _ = handle.stop();
    Ok(())
}

/// Replies are made once: the server should cost as little as it can.
fn module(results: &Arc<Results>) -> Result<RpcModule<()>, Box<dyn Error>> {
    let mut module = RpcModule::new(());
    let (small, large) = (Arc::clone(results), Arc::clone(results));
    module.register_method("entry", move |_, (), _| answer(&small.small))?;
    module.register_method("listing", move |_, (), _| answer(&large.large))?;
    Ok(module)
}

fn answer(reply: &RawValue) -> Result<Box<RawValue>, ErrorObjectOwned> {
    Ok(reply.to_owned())
}

fn entry(id: usize) -> Value {
    json!({
        "id": id,
        "name": format!("Nails, bent, box {id}"),
        "price": 0.25 + id as f64,
        "tags": ["iron", "small \"and\" sharp"],
        "stocked": id.is_multiple_of(3)
    })
}

fn listing() -> Result<Box<RawValue>, Box<dyn Error>> {
    let mut entries = Vec::new();
    let mut bytes = 0;
    while bytes < MEGABYTE {
        let entry = entry(entries.len());
        bytes += entry.to_string().len() + 1;
        entries.push(entry);
    }
    Ok(to_raw_value(
        &json!({ "entries": entries, "total": entries.len() }),
    )?)
}
