//! The same methods on a Unix socket, as Ethereum's nodes have it: the server's side, and jsonrpsee's by lines.

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;

use jsonrpsee::core::client::{ReceivedMessage, TransportReceiverT, TransportSenderT};
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};

use crate::server::Results;

/// How much either side reads at once.
const READ: usize = 64 << 10;

/// Answers every connection on a thread of its own, which waits for nothing but requests: a server that is slower than
/// the clients would be all that they measure.
pub(crate) fn serve(listener: UnixListener, results: Arc<Results>) {
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let results = Arc::clone(&results);
            std::thread::spawn(move || answer(stream, &results));
        }
    });
}

#[derive(Deserialize)]
struct Request<'a> {
    id: u64,
    method: &'a str,
}

/// Requests with anything or nothing between them: alloy's client sends no newlines. It writes what it has when no more
/// of them lie there.
fn answer(mut stream: UnixStream, results: &Results) -> io::Result<()> {
    let mut requests = Vec::with_capacity(2 * READ);
    let mut chunk = vec![0; READ];
    let mut answers = Vec::with_capacity(2 * READ);
    loop {
        let length = stream.read(&mut chunk)?;
        if length == 0 {
            return Ok(());
        }
        requests.extend_from_slice(&chunk[..length]);
        let mut rest = &requests[..];
        while let Some(read) = next(rest, results, &mut answers) {
            rest = &rest[read..];
            answers.push(b'\n');
            if answers.len() > READ {
                stream.write_all(&answers)?;
                answers.clear();
            }
        }
        let read = requests.len() - rest.len();
        requests.drain(..read);
        stream.write_all(&answers)?;
        answers.clear();
    }
}

/// Answers the first request or batch, if it is there as a whole; gives its length.
fn next(requests: &[u8], results: &Results, answers: &mut Vec<u8>) -> Option<usize> {
    let is_batch = requests.trim_ascii_start().first()? == &b'[';
    let values = serde_json::Deserializer::from_slice(requests);
    match is_batch {
        false => {
            let mut values = values.into_iter();
            one(values.next()?.ok()?, results, answers);
            Some(values.byte_offset())
        }
        true => {
            let mut values = values.into_iter();
            many(values.next()?.ok()?, results, answers);
            Some(values.byte_offset())
        }
    }
}

fn one(request: Request<'_>, results: &Results, answers: &mut Vec<u8>) {
    answers.extend_from_slice(br#"{"jsonrpc":"2.0","id":"#);
    let _ = write!(answers, "{}", request.id);
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
pub(crate) fn halves(stream: tokio::net::UnixStream) -> (Sender, Receiver) {
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
