//! Named pipes of Windows: takes the path of one, gives its halves.
use std::{io, time::Duration};

use tokio::net::windows::named_pipe::ClientOptions;

use super::halves::Link;

/// All instances of the pipe serve other clients.
const ERROR_PIPE_BUSY: i32 = 231;

/// How often a busy pipe is asked again.
const PAUSE: Duration = Duration::from_millis(20);

/// Opens a pipe, waiting for an instance that is free.
pub(super) async fn open(peer: &str, path: &str) -> io::Result<Link> {
    loop {
        match ClientOptions::new().open(path) {
            Ok(pipe) => {
                let (reader, writer) = tokio::io::split(pipe);
                return Ok(Link::new(peer, reader, writer));
            }
            Err(error) if error.raw_os_error() == Some(ERROR_PIPE_BUSY) => {
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
}
