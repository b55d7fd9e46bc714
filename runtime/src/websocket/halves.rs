//! jsonrpsee's halves of a WebSocket as a session takes them: one text frame for a message, each frame a message.
use std::sync::Arc;

use bytes::Bytes;
use jsonrpsee_core::client::{ReceivedMessage, TransportReceiverT, TransportSenderT};

use crate::{
    Fault,
    session::{FrameSink, FrameSource, Received},
};

/// The half that sends, and what errors call the peer.
pub(super) struct Outgoing<S>(pub(super) S, pub(super) Arc<str>);

/// The half that receives, and what errors call the peer.
pub(super) struct Incoming<R>(pub(super) R, pub(super) Arc<str>);

impl<S: TransportSenderT + Send> FrameSink for Outgoing<S> {
    async fn send(&mut self, messages: &mut Vec<Vec<u8>>) -> Result<(), Fault> {
        for message in messages.drain(..) {
            let text = String::from_utf8(message).expect("JSON is written of strings");
            let sent = self.0.send(text).await;
            sent.map_err(|error| ended(&self.1, error))?;
        }
        Ok(())
    }

    async fn close(&mut self) {
        let _ = self.0.close().await;
    }
}

impl<R: TransportReceiverT + Send> FrameSource for Incoming<R> {
    async fn receive(&mut self) -> Result<Received, Fault> {
        loop {
            return match self.0.receive().await {
                Ok(ReceivedMessage::Text(text)) => Ok(Received::Frame(Bytes::from(text))),
                Ok(ReceivedMessage::Bytes(bytes)) => Ok(Received::Frame(Bytes::from(bytes))),
                Ok(ReceivedMessage::Pong) => continue,
                // The frame was read whole and the next one begins where it should.
                Err(error) if is_bad_text(&error) => Ok(Received::Stray("not UTF-8", Bytes::new())),
                Err(error) => Err(ended(&self.1, error)),
            };
        }
    }
}

fn ended(peer: &str, error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::new(format!("the connection to {peer} has ended: {error}")).caused_by(error)
}

fn is_bad_text(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<std::str::Utf8Error>() {
            return true;
        }
        cause = error.source();
    }
    false
}
