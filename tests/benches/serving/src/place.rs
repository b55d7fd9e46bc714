//! Where the servers listen: starts each in a process of its own, ends it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use turns::Failure;

/// Where a server is to be found.
#[derive(Clone)]
pub(crate) struct Place {
    /// Of HTTP and WebSocket, where it has them.
    pub(crate) tcp: String,
    pub(crate) unix: PathBuf,
    /// What stands before the names of its methods.
    pub(crate) prefix: String,
    pub(crate) process: u32,
}

/// A server that runs. It ends when this is dropped.
pub(crate) struct Running {
    pub(crate) place: Place,
    process: Child,
}

impl Running {
    /// Starts this program again as the server of this name. It prints a line for each part of its place.
    pub(crate) fn start(name: &str) -> Result<Self, Failure> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve", name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        let mut line = || lines.next().ok_or("the server says nothing");
        let place = Place {
            tcp: line()??,
            unix: line()??.into(),
            prefix: line()??,
            process: process.id(),
        };
        Ok(Self { place, process })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It ends by itself when its input does; waiting only keeps it from becoming a zombie.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
        let _ = std::fs::remove_file(&self.place.unix);
    }
}
