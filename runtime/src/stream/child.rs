//! A server that is our child: takes a command, starts it, and ends it with the connection.
use std::{process::Stdio, time::Duration};

use tokio::{
    io::AsyncWrite,
    process::{Child, Command},
    task::JoinHandle,
};

use super::{ByteStream, halves::Link};
use crate::{ConnectOptions, Error, Fault};

/// How long a child may take to end by itself once its input is closed, and how long a child that
/// closed its output is waited for to learn why.
const GRACE: Duration = Duration::from_secs(1);

/// A program that speaks JSON-RPC on its standard input and output.
///
/// Its standard error is passed on to ours, unless the command or [`ChildProcess::with_stderr`]
/// says otherwise. When the connection is dropped the input of the child is closed; a second later
/// it is killed, and it leaves no zombie. When the runtime ends first it is killed at once.
///
/// ```no_run
/// # async fn run() -> Result<(), callwright::Error> {
/// use callwright::{ChildProcess, ConnectOptions, Framing};
///
/// let mut command = tokio::process::Command::new("language-server");
/// command.arg("--stdio").current_dir("src");
/// let options = ConnectOptions::new().with_framing(Framing::ContentLength);
/// let connection = ChildProcess::new(command).start(options)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ChildProcess {
    command: Command,
    stderr: Option<Log>,
}

/// What the child prints on its standard error goes there.
struct Log(Box<dyn AsyncWrite + Send + Unpin>);

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Log")
    }
}

impl ChildProcess {
    /// A child by this command; its standard input and output are set by the connection.
    pub fn new(command: Command) -> Self {
        Self {
            command,
            stderr: None,
        }
    }

    /// Copies what the child prints on its standard error to `sink`.
    #[must_use]
    pub fn with_stderr(mut self, sink: impl AsyncWrite + Send + 'static) -> Self {
        self.stderr = Some(Log(Box::new(Box::pin(sink))));
        self
    }

    /// Starts the child. Gives [`Error::Connect`] when it cannot be started.
    pub fn start(self, options: ConnectOptions) -> Result<ByteStream, Error> {
        let link = self.link().map_err(Error::Connect)?;
        Ok(ByteStream::start(link, &options))
    }

    pub(super) fn link(mut self) -> Result<Link, Fault> {
        let name = self.command.as_std().get_program().to_string_lossy();
        let peer = format!("stdio:{name}");
        let command = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        if self.stderr.is_some() {
            command.stderr(Stdio::piped());
        }
        let mut child = command.spawn().map_err(|error| {
            Fault::new(format!("cannot start {peer}: {error}")).caused_by(error)
        })?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Fault::new(format!("{peer} has no pipes")));
        };
        let log = match (child.stderr.take(), self.stderr) {
            (Some(mut printed), Some(mut log)) => Some(tokio::spawn(async move {
                let _ = tokio::io::copy(&mut printed, &mut log.0).await;
            })),
            _ => None,
        };
        let running = Running { child, log };
        Ok(Link::new(&peer, output, input).of_child(running))
    }
}

/// A child that was started. Dropping it kills the child.
pub(super) struct Running {
    child: Child,
    log: Option<JoinHandle<()>>,
}

impl Running {
    /// How the child has ended, if it has or does so right now.
    pub(super) async fn end(&mut self) -> Option<String> {
        let status = tokio::time::timeout(GRACE, self.child.wait()).await;
        status.ok()?.ok().map(|status| status.to_string())
    }

    /// Waits for a child whose input is closed, and kills it when that takes long.
    pub(super) async fn release(&mut self) {
        if self.end().await.is_none() {
            let _ = self.child.kill().await;
        }
        if let Some(log) = &mut self.log {
            // A child of the child may hold the pipe open.
            if tokio::time::timeout(GRACE, &mut *log).await.is_err() {
                log.abort();
            }
        }
    }
}
