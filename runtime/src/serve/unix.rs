//! The file of a Unix socket: made with its permissions, taken over from the dead, removed in the end.
use std::{
    fs, io,
    os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use tokio::net::{UnixListener, UnixSocket, UnixStream};

use super::accepted::Accepted;
use crate::stream::Link;

/// How many clients may wait to be accepted.
const BACKLOG: u32 = 1024;

/// A socket that listens, and its file.
pub(super) struct Socket {
    listener: UnixListener,
    name: String,
    _file: File,
}

/// The file that we made, by its device and its number there.
struct File {
    path: PathBuf,
    number: (u64, u64),
}

impl Socket {
    /// Makes the file and listens. One to which nobody listens any more is replaced.
    pub(super) async fn bind(path: PathBuf, mode: Option<u32>) -> io::Result<Self> {
        let socket = UnixSocket::new_stream()?;
        match socket.bind(&path) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                clear(&path).await?;
                socket.bind(&path)?;
            }
            bound => bound?,
        }
        let number = number(&path)?;
        let name = format!("unix:{}", path.display());
        let file = File { path, number };
        if let Some(mode) = mode {
            fs::set_permissions(&file.path, fs::Permissions::from_mode(mode))?;
        }
        // Only now can anybody connect.
        let listener = socket.listen(BACKLOG)?;
        Ok(Self {
            listener,
            name,
            _file: file,
        })
    }

    pub(super) async fn accept(&self) -> io::Result<Accepted> {
        let (stream, _) = self.listener.accept().await?;
        let credentials = stream.peer_cred().ok();
        let (reader, writer) = stream.into_split();
        let mut accepted = Accepted::new(Link::new(&self.name, reader, writer));
        accepted.credentials = credentials;
        Ok(accepted)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // Somebody may have put another in its place.
        if number(&self.path).is_ok_and(|number| number == self.number) {
            drop(fs::remove_file(&self.path));
        }
    }
}

fn number(path: &Path) -> io::Result<(u64, u64)> {
    let found = fs::symlink_metadata(path)?;
    Ok((found.dev(), found.ino()))
}

/// Removes the socket of a server that has ended without doing so.
async fn clear(path: &Path) -> io::Result<()> {
    let in_use = |what: &str| {
        let message = format!("{}: {what}", path.display());
        Err(io::Error::new(io::ErrorKind::AddrInUse, message))
    };
    if !fs::symlink_metadata(path)?.file_type().is_socket() {
        return in_use("there is a file that is no socket");
    }
    let found = number(path)?;
    match UnixStream::connect(path).await {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {}
        // One whose queue is full says that it would block.
        _ => return in_use("somebody listens there"),
    }
    match number(path)? == found {
        true => fs::remove_file(path),
        false => in_use("somebody listens there by now"),
    }
}
