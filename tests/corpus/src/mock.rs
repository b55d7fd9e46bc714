//! @open-rpc/mock-server with one document: started, waited for, and ended with its owner.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::documents::workspace;
use crate::fault::{Fault, during};

/// What a document may take. Those that take longer never end: their references make it grow without bound, and mostly
/// the memory that they may have ends before.
const LONGEST: Duration = Duration::from_secs(60);
const MEMORY: &str = "--max-old-space-size=512";

/// A running server, on loopback only.
pub(crate) struct Mock {
    child: Child,
    /// What to connect to.
    pub(crate) url: String,
}

/// A server that takes the document, or what it says against it.
pub(crate) type Started = Result<Mock, String>;

impl Mock {
    /// Starts it, with our preload scripts: the one holds it to loopback, the other makes its values the same in every
    /// run.
    pub(crate) fn start(peers: &Path, document: &Path) -> Result<Started, Fault> {
        let ours = workspace().join("tests/peers").canonicalize()?;
        let modules = peers.join("node_modules").canonicalize()?;
        let mut child = Command::new("node")
            .env("NODE_PATH", &modules)
            .arg(MEMORY)
            .arg("--require")
            .arg(ours.join("loopback.js"))
            .arg("--require")
            .arg(ours.join("mock-server.js"))
            .arg(modules.join("@open-rpc/mock-server/build/cli.js"))
            .arg("--document")
            .arg(document)
            // It ends with us even when we are killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|cause| during("starting mock-server", cause))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let mut mock = Self {
            child,
            url: String::new(),
        };
        let (sender, found) = mpsc::channel();
        thread::spawn(move || {
            let _ = sender.send(stdout.map_or_else(|| Err(String::new()), address));
        });
        let said = thread::spawn(move || {
            let mut said = Vec::new();
            stderr.map(|mut stderr| stderr.read_to_end(&mut said));
            String::from_utf8_lossy(&said).into_owned()
        });
        match found.recv_timeout(LONGEST) {
            Ok(Ok(address)) => {
                mock.url = format!("http://{address}");
                Ok(Ok(mock))
            }
            Ok(Err(printed)) => {
                drop(mock);
                let said = said.join().unwrap_or_default();
                Ok(Err(format!("{printed}{said}")))
            }
            Err(_) => Ok(Err(format!("not ready within {LONGEST:?}"))),
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // Either may fail only because the process is gone, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address that the preload script prints, else everything that was printed instead.
fn address(stdout: ChildStdout) -> Result<String, String> {
    let mut lines = BufReader::new(stdout);
    let (mut printed, mut line) = (String::new(), String::new());
    while lines.read_line(&mut line).is_ok_and(|read| read > 0) {
        if let Some(address) = line.strip_prefix("listening ") {
            let address = address.trim().to_owned();
            // Read on, so that it never blocks on a full pipe.
            thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
            return Ok(address);
        }
        printed.push_str(&line);
        line.clear();
    }
    Err(printed)
}
