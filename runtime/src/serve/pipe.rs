//! Named pipes of Windows: takes a path, gives one instance after another as clients open them.
use std::io;

use tokio::net::windows::named_pipe::{NamedPipeServer, ServerOptions};

use super::accepted::Accepted;
use crate::stream::Link;

/// A pipe, and the instance that the next client opens: there is always one.
pub(super) struct Pipes {
    path: String,
    next: NamedPipeServer,
}

impl Pipes {
    /// Makes the pipe. One that there is belongs to another server.
    pub(super) fn bind(path: String) -> io::Result<Self> {
        let next = ServerOptions::new()
            .first_pipe_instance(true)
            .create(&path)
            .map_err(in_use)?;
        Ok(Self { path, next })
    }

    pub(super) async fn accept(&mut self) -> io::Result<Accepted> {
        self.next.connect().await?;
        let next = ServerOptions::new().create(&self.path)?;
        let opened = std::mem::replace(&mut self.next, next);
        let (reader, writer) = tokio::io::split(opened);
        let name = format!("npipe:{}", self.path);
        Ok(Accepted::new(Link::new(&name, reader, writer)))
    }
}

/// The system says that access is denied.
fn in_use(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::PermissionDenied => io::Error::new(io::ErrorKind::AddrInUse, error),
        _ => error,
    }
}
