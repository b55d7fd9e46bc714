//! A file with `user:password` in it: takes its path, gives the header for what stands in it now.
use std::{fs::Metadata, io, path::PathBuf, time::SystemTime};

use ::http::HeaderMap;
use tokio::{io::AsyncReadExt, sync::Mutex};

use super::{Source, authorization, basic};
use crate::{BoxFuture, Error, Fault};

/// The longest file that may be one.
const LONGEST: u64 = 4096;

pub(super) struct Cookie {
    path: PathBuf,
    held: Mutex<Option<(Stamp, HeaderMap)>>,
}

/// By what a file is known to be the same: a new one at its path has another number.
#[derive(PartialEq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    number: u64,
}

impl Cookie {
    pub(super) fn new(path: PathBuf) -> Self {
        let held = Mutex::new(None);
        Self { path, held }
    }

    async fn get(&self, refused: Option<&HeaderMap>) -> Result<HeaderMap, Error> {
        let mut held = self.held.lock().await;
        let stamp = Stamp::of(
            &tokio::fs::metadata(&self.path)
                .await
                .map_err(|error| self.gone(error))?,
        );
        match &*held {
            Some((known, headers)) if *known == stamp && refused != Some(headers) => {
                Ok(headers.clone())
            }
            _ => {
                let headers = self.read().await?;
                *held = Some((stamp, headers.clone()));
                Ok(headers)
            }
        }
    }

    async fn read(&self) -> Result<HeaderMap, Error> {
        let mut pair = Vec::new();
        let file = tokio::fs::File::open(&self.path).await;
        let mut file = file.map_err(|error| self.gone(error))?.take(LONGEST + 1);
        let length = file.read_to_end(&mut pair).await;
        let is_too_long = length.map_err(|error| self.gone(error))? as u64 > LONGEST;
        let pair = pair.trim_ascii_end();
        if is_too_long || !pair.contains(&b':') || pair.contains(&b'\n') {
            let path = self.path.display();
            let message = format!("the cookie file `{path}` is no line with `user:password`");
            return Err(Error::Connect(Fault::new(message)));
        }
        authorization(basic(pair))
    }

    /// It may come back: servers write it when they start.
    fn gone(&self, error: io::Error) -> Error {
        let path = self.path.display();
        let message = format!("the cookie file `{path}` cannot be read: {error}");
        Error::Connect(Fault::new(message).caused_by(error))
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            number: number(metadata),
        }
    }
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

impl Source for Cookie {
    fn headers<'a>(
        &'a self,
        refused: Option<&'a HeaderMap>,
    ) -> BoxFuture<'a, Result<HeaderMap, Error>> {
        Box::pin(self.get(refused))
    }

    fn renews(&self) -> bool {
        true
    }

    fn kind(&self) -> String {
        format!("cookie file `{}`", self.path.display())
    }
}
