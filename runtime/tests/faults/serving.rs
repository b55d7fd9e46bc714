//! A server in a process of its own, so that what is counted here is the client's: takes a transport, gives connections.
use std::{os::fd::AsFd, process::Stdio, sync::Arc};

use callwright::{ChildProcess, ConnectOptions, Error, Framing, Wire};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    net::unix::pipe,
    process::{Child, ChildStdout, Command},
    sync::watch,
};

use crate::{
    client::Client,
    door::listen,
    record::Record,
    talk::{Stream, Talk},
    transport::{Protocol, Transport},
};

/// Names the transport to the child, and so tells it that it is one.
const CHILD: &str = "CALLWRIGHT_TEST_SERVES";

/// Those that can be served so.
const TRANSPORTS: [Transport; 8] = [
    Transport::Http,
    Transport::Ws,
    Transport::Lines,
    Transport::Unix,
    Transport::Stdio,
    Transport::PackedTcp,
    Transport::PackedUnix,
    Transport::PackedStdio,
];

pub(crate) struct Served {
    transport: Transport,
    url: String,
    process: Option<Child>,
    /// Kept, since the harness of the child may have more to say.
    _lines: Option<Lines<BufReader<ChildStdout>>>,
}

impl Served {
    pub(crate) async fn start(transport: Transport) -> Self {
        if transport.is_child() {
            // Each of its connections is a process.
            return Self {
                transport,
                url: String::new(),
                process: None,
                _lines: None,
            };
        }
        let mut process = command(transport);
        let process = process
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut process = process.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = loop {
            let line = lines
                .next_line()
                .await
                .unwrap()
                .expect("it says where it is");
            if let Some(url) = line.strip_prefix("url ") {
                break url.to_owned();
            }
        };
        Self {
            transport,
            url,
            process: Some(process),
            _lines: Some(lines),
        }
    }

    pub(crate) async fn connect(&self, options: ConnectOptions) -> Result<Client, Error> {
        if !self.transport.is_child() {
            return Client::connect(self.transport, &self.url, options).await;
        }
        let options = match self.transport.protocol() {
            Protocol::Packed => options.with_wire(Wire::MessagePack),
            // What the harness prints around the server is noise.
            _ => options.with_framing(Framing::Lines),
        };
        let child = ChildProcess::new(command(self.transport)).start(options)?;
        Ok(Client::Stream(child))
    }
}

impl Served {
    pub(crate) async fn end(mut self) {
        if let Some(process) = &mut self.process {
            process.kill().await.unwrap();
        }
        if let Some(file) = self.url.strip_prefix("unix:") {
            let _ = std::fs::remove_file(file);
        }
    }
}

fn command(transport: Transport) -> Command {
    let this = std::env::current_exe().unwrap();
    let mut command = match transport {
        // Between messages of MessagePack there is no room for what the harness prints.
        Transport::PackedStdio => {
            let mut command = Command::new("sh");
            command
                .args(["-c", r#"exec "$0" "$@" 3>&1 1>&2"#])
                .arg(this);
            command
        }
        _ => Command::new(this),
    };
    command
        .args(["--exact", "serving::serve", "--nocapture"])
        .env(CHILD, format!("{transport:?}"));
    command
}

/// Nothing, unless this is the child.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve() {
    let Ok(name) = std::env::var(CHILD) else {
        return;
    };
    let mut transports = TRANSPORTS.into_iter();
    let transport = transports.find(|transport| format!("{transport:?}") == name);
    let transport = transport.expect("it is one of those");
    let crowd = Arc::new(Crowd {
        record: Record::default(),
        held: watch::Sender::new(0),
    });
    // The harness has begun a line.
    println!();
    if transport.is_child() {
        let input = std::io::stdin().as_fd().try_clone_to_owned().unwrap();
        let output = match transport {
            Transport::PackedStdio => pipe::OpenOptions::new().open_sender("/dev/fd/3").unwrap(),
            _ => {
                let output = std::io::stdout().as_fd().try_clone_to_owned().unwrap();
                pipe::Sender::from_owned_fd(output).unwrap()
            }
        };
        let input = pipe::Receiver::from_owned_fd(input).unwrap();
        let stream = tokio::io::join(input, output);
        let _ = crowd.meet(transport, Box::new(stream)).await;
        return;
    }
    let (listener, url, _) = listen(transport).await;
    println!("url {url}");
    loop {
        let socket = Box::new(listener.accept().await);
        let crowd = Arc::clone(&crowd);
        tokio::spawn(async move { crowd.meet(transport, socket).await });
    }
}

/// All clients of a server.
struct Crowd {
    record: Record,
    /// How many calls over HTTP wait to be answered together.
    held: watch::Sender<u64>,
}

impl Crowd {
    /// Answers a client until it goes. A call of `hold` is answered when there are as many as its param says; those of one
    /// connection the last first.
    async fn meet(&self, transport: Transport, socket: Box<dyn Stream>) -> std::io::Result<()> {
        let mut talk = Talk::begin(transport.protocol(), socket).await?;
        let mut held = Vec::new();
        loop {
            let message = talk.request().await?;
            match wanted(&message) {
                Some(wanted) if transport.protocol() == Protocol::Http => {
                    // Who waits is woken once.
                    self.held.send_if_modified(|held| {
                        *held += 1;
                        *held == wanted
                    });
                    let mut all = self.held.subscribe();
                    all.wait_for(|held| *held >= wanted).await.unwrap();
                    held.push(message);
                }
                Some(wanted) => {
                    held.push(message);
                    if (held.len() as u64) < wanted {
                        continue;
                    }
                }
                None => held.push(message),
            }
            for message in held.drain(..).rev() {
                for answer in self.record.answers(&message) {
                    talk.send(&answer).await?;
                }
            }
        }
    }
}

/// How many calls a call waits for.
fn wanted(message: &[u8]) -> Option<u64> {
    let message = std::str::from_utf8(message).unwrap();
    let (_, params) = message.split_once(r#""hold","params":["#)?;
    params.split(']').next()?.parse().ok()
}
