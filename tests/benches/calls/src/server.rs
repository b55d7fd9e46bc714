//! jsonrpsee's server with the two methods, and the same on a Unix socket, in a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jsonrpsee::server::{RpcModule, ServerBuilder, ServerConfig};
use jsonrpsee::types::ErrorObjectOwned;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use crate::contender::Failure;
use crate::load::{Reply, Transport};
use crate::socket;

/// How many bytes a large reply has at least.
const MEGABYTE: usize = 1_000_000;

/// How long the server takes for a page, and how many there are.
const LATENCY: Duration = Duration::from_millis(5);
const PAGES: u64 = 1000;

/// The prepared results of the methods.
pub(crate) struct Results {
    small: Box<RawValue>,
    megabyte: Box<RawValue>,
    eight_megabytes: Box<RawValue>,
    text: Box<RawValue>,
}

impl Results {
    /// The result of a method.
    pub(crate) fn of(&self, method: &str) -> &RawValue {
        match method {
            "listing" => &self.megabyte,
            "archive" => &self.eight_megabytes,
            "text" => &self.text,
            _ => &self.small,
        }
    }
}

/// The running server; it ends when this is dropped.
pub(crate) struct Server {
    /// By HTTP and WebSocket.
    pub(crate) address: SocketAddr,
    /// By a Unix socket.
    pub(crate) socket: PathBuf,
    child: Child,
}

impl Server {
    /// Starts this program again as the server.
    pub(crate) fn start() -> Result<Self, Failure> {
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

    /// As callwright takes it.
    pub(crate) fn url(&self, transport: Transport) -> String {
        match transport {
            Transport::Http => format!("http://{}", self.address),
            Transport::Ws => format!("ws://{}", self.address),
            Transport::Unix => format!("unix:{}", self.socket.display()),
        }
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
pub(crate) async fn serve() -> Result<(), Failure> {
    // Clients open connections that they come to use much later.
    let config = ServerConfig::builder()
        .max_connections(10_000)
        .set_first_request_timeout(None)
        .build();
    let server = ServerBuilder::with_config(config)
        .build("127.0.0.1:0")
        .await?;
    let address = server.local_addr()?;
    let results = Arc::new(Results {
        small: to_raw_value(&entry(0))?,
        megabyte: listing(MEGABYTE)?,
        eight_megabytes: listing(8 * MEGABYTE)?,
        text: to_raw_value(&"bent nails, ".repeat(8 * MEGABYTE / 12))?,
    });
    let handle = server.start(module(&results)?);
    let file = std::env::temp_dir().join(format!("calls-{}.sock", std::process::id()));
    socket::serve(UnixListener::bind(&file)?, results);
    println!("{address}\n{}", file.display());
    tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await??;
    let _ = handle.stop();
    Ok(())
}

/// Replies are made once: the server should cost as little as it can.
fn module(results: &Arc<Results>) -> Result<RpcModule<()>, Failure> {
    let mut module = RpcModule::new(());
    for reply in Reply::ALL {
        let results = Arc::clone(results);
        let method = reply.method();
        module.register_method(method, move |_, (), _| answer(results.of(method)))?;
    }
    module.register_async_method("pages", |params, _, _| async move {
        let number = params.one::<u64>().unwrap_or(1);
        tokio::time::sleep(LATENCY).await;
        page(number)
    })?;
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

/// Pages are told apart by their numbers.
fn page(number: u64) -> Value {
    let mut page = json!({ "items": [entry(1), entry(2), entry(3)] });
    if number < PAGES {
        page["next_page_key"] = json!(number + 1);
    }
    page
}

fn listing(size: usize) -> Result<Box<RawValue>, Failure> {
    let mut entries = Vec::new();
    let mut bytes = 0;
    while bytes < size {
        let entry = entry(entries.len());
        bytes += entry.to_string().len() + 1;
        entries.push(entry);
    }
    Ok(to_raw_value(
        &json!({ "entries": entries, "total": entries.len() }),
    )?)
}
