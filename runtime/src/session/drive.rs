//! The task of a session: takes both halves of a transport, moves frames until either half ends.
use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::{
    outbox::Inbox,
    pending::Pending,
    transport::{FrameSink, FrameSource, Received},
};
use crate::Fault;

/// How long a dropped session may take to write what waits and to say goodbye, and how long
/// answers are read that came before writing failed.
const GRACE: Duration = Duration::from_secs(1);

/// Runs until the peer closes, either half fails, or the session is dropped. Both halves end
/// together, so a dead connection holds no socket.
pub(super) async fn drive<S: FrameSink, R: FrameSource>(
    mut sink: S,
    mut source: R,
    inbox: Inbox,
    closing: oneshot::Receiver<()>,
    pending: Arc<Pending>,
) {
    let dropped = async {
        let _ = closing.await;
        tokio::time::sleep(GRACE).await;
    };
    let fault = {
        let mut reading = std::pin::pin!(read(&mut source, &pending));
        tokio::select! {
            fault = &mut reading => fault,
            ended = write(&mut sink, inbox, &pending) => match ended {
                Ok(()) => left(),
                Err(fault) => {
                    // The peer may have answered before it went, and says best why it did.
                    pending.refuse(fault.clone());
                    let rest = tokio::time::timeout(GRACE, reading).await;
                    rest.unwrap_or(fault)
                }
            },
            () = dropped => left(),
        }
    };
    pending.close(fault);
    drop(sink);
    source.release().await;
}

/// Hands out frames. Its future lives as long as the session, so `receive` is never cut short.
async fn read<R: FrameSource>(source: &mut R, pending: &Arc<Pending>) -> Fault {
    loop {
        match source.receive().await {
            Ok(Received::Frame(frame)) => pending.deliver(frame),
            #[cfg(feature = "streams")]
            Ok(Received::Lost(id, fault)) => pending.fail(id, fault),
            #[cfg(feature = "streams")]
            Ok(Received::LostBatch(id, fault)) => pending.fail_batch(id, fault),
            Ok(Received::Stray(why, bytes)) => pending.stray(why, &bytes),
            Err(fault) => return fault,
        }
    }
}

async fn write<S: FrameSink>(
    sink: &mut S,
    mut inbox: Inbox,
    pending: &Pending,
) -> Result<(), Fault> {
    let mut messages = Vec::new();
    while let Some(message) = inbox.next().await {
        messages.push(message);
        if pending.len() > 1 {
            // Calls that were answered together go on together: what they ask next goes along.
            tokio::task::yield_now().await;
        }
        let room = inbox.drain(&mut messages);
        sink.send(&mut messages).await?;
        inbox.written(room);
    }
    sink.close().await;
    Ok(())
}

fn left() -> Fault {
    Fault::new("the client was dropped")
}
