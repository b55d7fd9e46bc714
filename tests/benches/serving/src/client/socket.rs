//! A Unix socket: JSON values with anything or nothing between them.

use std::path::Path;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use turns::Failure;

pub(super) struct Connection {
    stream: UnixStream,
    buffer: BytesMut,
}

impl Connection {
    pub(super) async fn open(path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            stream: UnixStream::connect(path).await?,
            buffer: BytesMut::new(),
        })
    }

    pub(super) async fn call(&mut self, requests: &[Bytes]) -> Result<usize, Failure> {
        let length = requests.iter().map(|request| request.len() + 1).sum();
        let mut all = Vec::with_capacity(length);
        for request in requests {
            all.extend_from_slice(request);
            all.push(b'\n');
        }
        let (mut reader, mut writer) = self.stream.split();
        let write = async { Ok::<_, Failure>(writer.write_all(&all).await?) };
        let buffer = &mut self.buffer;
        let read = async {
            let (mut left, mut came) = (requests.len(), 0);
            let mut scan = Scan::default();
            while left > 0 {
                while let Some(length) = scan.end(buffer).filter(|_| left > 0) {
                    came += usize::from(super::has_result(&buffer[..length]));
                    buffer.advance(length);
                    left -= 1;
                }
                if left > 0 {
                    buffer.reserve(64 << 10);
                    if reader.read_buf(buffer).await? == 0 {
                        return Err("the server went".into());
                    }
                }
            }
            Ok(came)
        };
        let (written, came) = tokio::join!(write, read);
        written?;
        came
    }
}

/// Where the first object ends, found by its brackets. Each byte is looked at once.
#[derive(Default)]
struct Scan {
    at: usize,
    depth: usize,
    is_in_text: bool,
    is_escaped: bool,
}

impl Scan {
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            match (self.is_in_text, byte) {
                _ if self.is_escaped => self.is_escaped = false,
                (true, b'\\') => self.is_escaped = true,
                (_, b'"') => self.is_in_text = !self.is_in_text,
                (false, b'{' | b'[') => self.depth += 1,
                (false, b'}' | b']') => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(std::mem::take(&mut self.at));
                    }
                }
                _ => {}
            }
        }
        None
    }
}
