//! The same methods on a Unix socket, as Ethereum's nodes have it: the server's side, and jsonrpsee's by lines.

use std::io;
use std::sync::Arc;

use bytes::{Buf, BytesMut};
use jsonrpsee::core::client::{ReceivedMessage, TransportReceiverT, TransportSenderT};
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};

use crate::server::Results;

/// How much either side reads at once.
const READ: usize = 64 << 10;

/// Answers every connection. It reads no more of a request than it needs, and writes what it has when no more requests
/// lie there.
pub(crate) async fn serve(listener: UnixListener, results: Arc<Results>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(answer(stream, Arc::clone(&results)));
    }
}

#[derive(Deserialize)]
struct Request<'a> {
    id: u64,
    method: &'a str,
}

/// Requests with anything or nothing between them: alloy's client sends no newlines.
async fn answer(stream: UnixStream, results: Arc<Results>) -> io::Result<()> {
    let (mut reader, mut writer) = stream.into_split();
    let mut requests = BytesMut::with_capacity(READ);
    let mut answers = Vec::with_capacity(READ);
    while reader.read_buf(&mut requests).await? > 0 {
        let mut values = serde_json::Deserializer::from_slice(&requests).into_iter::<&RawValue>();
        let mut read = 0;
        while let Some(Ok(value)) = values.next() {
            read = values.byte_offset();
            match value.get().strip_prefix('[') {
                None => one(serde_json::from_str(value.get())?, &results, &mut answers),
                Some(_) => many(serde_json::from_str(value.get())?, &results, &mut answers),
            }
            answers.push(b'\n');
            if answers.len() > READ {
                writer.write_all(&answers).await?;
                answers.clear();
            }
        }
        requests.advance(read);
        writer.write_all(&answers).await?;
        answers.clear();
    }
    Ok(())
}

fn one(request: Request<'_>, results: &Results, answers: &mut Vec<u8>) {
    answers.extend_from_slice(br#"{"jsonrpc":"2.0","id":"#);
    answers.extend_from_slice(request.id.to_string().as_bytes());
    answers.extend_from_slice(br#","result":"#);
    answers.extend_from_slice(results.of(request.method).get().as_bytes());
    answers.push(b'}');
}

fn many(requests: Vec<Request<'_>>, results: &Results, answers: &mut Vec<u8>) {
    for (index, request) in requests.into_iter().enumerate() {
        answers.push(if index == 0 { b'[' } else { b',' });
        one(request, results, answers);
    }
    answers.push(b']');
}

/// What jsonrpsee's client writes to.
pub(crate) struct Sender(OwnedWriteHalf);

/// What jsonrpsee's client reads from.
pub(crate) struct Receiver(BufReader<OwnedReadHalf>);

/// Both halves of a connection, for jsonrpsee's client.
pub(crate) fn halves(stream: UnixStream) -> (Sender, Receiver) {
    let (reader, writer) = stream.into_split();
    (
        Sender(writer),
        Receiver(BufReader::with_capacity(READ, reader)),
    )
}

impl TransportSenderT for Sender {
    type Error = io::Error;

    async fn send(&mut self, mut message: String) -> io::Result<()> {
        message.push('\n');
        self.0.write_all(message.as_bytes()).await
    }
}

impl TransportReceiverT for Receiver {
    type Error = io::Error;

    async fn receive(&mut self) -> io::Result<ReceivedMessage> {
        let mut line = Vec::with_capacity(256);
        match self.0.read_until(b'\n', &mut line).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(ReceivedMessage::Bytes(line)),
        }
    }
}
