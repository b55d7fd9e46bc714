//! A server process of ours: started, waited for until it says that it is ready, and ended with its owner.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::deadline::DEADLINE;
use crate::fault::Fault;

/// A running process. Dropping it ends it; in a failing test, or when it ended by itself, what it printed is shown.
#[derive(Debug)]
pub struct Process {
    name: &'static str,
    child: Child,
    printed: Printed,
    /// Not when it was ended.
    is_wanted: bool,
}

/// What a process printed so far, both streams in the order of arrival.
type Printed = Arc<Mutex<Vec<String>>>;

impl Process {
    /// Starts `command` and shows every line of its standard output to `ready` until that returns something.
    ///
    /// Servers choose their port themselves and print it: a port chosen for them could be taken by another process
    /// before they bind it.
    pub fn start<T>(
        name: &'static str,
        mut command: Command,
        mut ready: impl FnMut(&str) -> Option<T>,
    ) -> Result<(Self, T), Fault> {
        // The open standard input tells a server that we live: those that watch it end when we are killed.
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let child = command
            .spawn()
            .map_err(|cause| Fault::during(format!("starting {name}"), cause))?;
        let mut process = Self {
            name,
            child,
            printed: Printed::default(),
            is_wanted: true,
        };
        let (sender, lines) = mpsc::channel();
        if let Some(stdout) = process.child.stdout.take() {
            keep(stdout, Arc::clone(&process.printed), Some(sender));
        }
        if let Some(stderr) = process.child.stderr.take() {
            keep(stderr, Arc::clone(&process.printed), None);
        }
        let deadline = Instant::now() + DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let ended = match lines.recv_timeout(left) {
                Ok(line) => match ready(&line) {
                    Some(value) => return Ok((process, value)),
                    None => continue,
                },
                Err(RecvTimeoutError::Timeout) => format!("not ready within {DEADLINE:?}"),
                Err(RecvTimeoutError::Disconnected) => "ended before it was ready".to_owned(),
            };
            return Err(Fault::new(format!(
                "{name}: {ended}; it printed:\n{}",
                process.printed()
            )));
        }
    }

    /// What it printed so far; of much output, the end.
    pub fn printed(&self) -> String {
        const SHOWN: usize = 60;
        let printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        printed[printed.len().saturating_sub(SHOWN)..].join("\n")
    }

    /// Ends it at once, as the system does with a program that it has no memory for.
    pub fn kill(&mut self) {
        // Either may fail only because the process is gone, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.is_wanted = false;
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let failed = self.is_wanted && !self.is_running();
        self.kill();
        if failed || thread::panicking() {
            let what = if failed {
                "ended by itself; it printed"
            } else {
                "printed"
            };
            eprintln!("--- {} {what}:\n{}\n---", self.name, self.printed());
        }
    }
}

/// Reads a stream to its end, so that the process never blocks on a full pipe.
fn keep(stream: impl Read + Send + 'static, printed: Printed, tell: Option<Sender<String>>) {
    thread::spawn(move || {
        let mut lines = BufReader::new(stream);
        let mut line = Vec::new();
        while lines
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            printed
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(text.clone());
            // Nobody listens any more once the server was ready.
            let _ = tell.as_ref().map(|sender| sender.send(text));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn waits_for_the_ready_line() {
        let script = sh("echo preparing; echo port 7; read forever");
        let (mut process, port) = Process::start("a script", script, |line| {
            line.strip_prefix("port ")
                .and_then(|port| port.parse::<u16>().ok())
        })
        .unwrap();
        assert_eq!(port, 7);
        assert!(process.is_running());
        assert!(process.printed().starts_with("preparing"));
    }

    #[test]
    fn shows_why_a_server_did_not_start() {
        let script = sh("echo no such chain >&2; exec >&-; exit 3");
        let fault = Process::start("a script", script, |_| None::<()>).unwrap_err();
        assert!(
            fault.to_string().contains("ended before it was ready"),
            "{fault}"
        );
    }
}
