//! The task of a session: takes both halves of a transport, moves frames until either half ends.
use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use jsonrpsee_core::client::{ReceivedMessage, TransportReceiverT, TransportSenderT};
use tokio::sync::{mpsc, oneshot};

use super::pending::Pending;
use crate::Fault;

/// How long a dropped session may take to write what waits and to say goodbye.
const GRACE: Duration = Duration::from_secs(1);

/// Runs until the peer closes, either half fails, or the session is dropped. Both halves end
/// together, so a dead connection holds no socket.
pub(super) async fn drive<S: TransportSenderT, R: TransportReceiverT>(
    mut sender: S,
    mut receiver: R,
    inbox: mpsc::Receiver<String>,
    closing: oneshot::Receiver<()>,
    pending: Arc<Pending>,
) {
    let dropped = async {
        let _ = closing.await;
        tokio::time::sleep(GRACE).await;
    };
    let fault = tokio::select! {
        fault = read(&mut receiver, &pending) => fault,
        fault = write(&mut sender, inbox) => fault,
        () = dropped => Fault::new("the client was dropped"),
    };
    pending.close(fault);
}

/// Hands out frames. Its future lives as long as the session, so `receive` is never cut short.
async fn read<R: TransportReceiverT>(receiver: &mut R, pending: &Pending) -> Fault {
    loop {
        match receiver.receive().await {
            Ok(ReceivedMessage::Text(text)) => pending.deliver(Bytes::from(text)),
            Ok(ReceivedMessage::Bytes(bytes)) => pending.deliver(Bytes::from(bytes)),
            Ok(ReceivedMessage::Pong) => {}
            // The frame was read whole and the next one begins where it should.
            Err(error) if is_bad_text(&error) => pending.stray("not UTF-8", &[]),
            Err(error) => {
                return Fault::new(format!("the connection has ended: {error}")).caused_by(error);
            }
        }
    }
}

async fn write<S: TransportSenderT>(sender: &mut S, mut inbox: mpsc::Receiver<String>) -> Fault {
    while let Some(frame) = inbox.recv().await {
        if let Err(error) = sender.send(frame).await {
            return Fault::new(format!("the connection has ended: {error}")).caused_by(error);
        }
    }
    let _ = sender.close().await;
    Fault::new("the client was dropped")
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
