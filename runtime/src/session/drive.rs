//! The task of a session: takes both halves of a transport, moves frames until either half ends.
use std::{pin::pin, sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, sleep, sleep_until, timeout},
};

use super::{
    Role,
    outbox::Inbox,
    pending::Pending,
    ticket::ended,
    transport::{FrameSink, FrameSource, Received},
};
use crate::{Error, Fault, ServerError, socket::Messages};

/// How long a dropped session may take to write what waits and to say goodbye, and how long
/// answers are read that came before writing failed.
const GRACE: Duration = Duration::from_secs(1);

/// Runs until the peer closes, either half fails, or the session is closed or dropped; gives the
/// reason. Both halves end together, so a dead connection holds no socket.
///
/// There is a task of it for each idle connection: what is boxed here is what would be held twice,
/// or is for the end only.
pub(super) async fn drive<S: FrameSink, R: FrameSource>(
    mut halves: Box<(S, R)>,
    inbox: Inbox,
    closing: watch::Receiver<Option<Instant>>,
    pending: Arc<Pending>,
    role: Role,
) -> Fault {
    let ending = Ending(pending);
    let pending = &ending.0;
    let (sink, source) = &mut *halves;
    let mut messages = Messages::default();
    let end = {
        let mut reading = pin!(read(source, pending));
        let mut writing = pin!(write(sink, &inbox, &mut messages, pending));
        tokio::select! {
            fault = &mut reading => {
                if pending.tell_malformed(&fault) {
                    pending.gate().shut(fault.clone());
                    inbox.close();
                    let _ = timeout(GRACE, &mut writing).await;
                }
                Some(fault)
            }
            ended = &mut writing => match ended {
                Ok(()) => None,
                Err(fault) => {
                    // The peer may have answered before it went, and says best why it did.
                    pending.gate().shut(fault.clone());
                    let rest = timeout(GRACE, &mut reading).await;
                    Some(rest.unwrap_or(fault))
                }
            },
            () = async {
                over(closing.clone(), pending).await;
                // What waits is written still.
                inbox.close();
                sleep(GRACE).await;
            } => None,
            never = pending.end_late_calls() => match never {},
        }
    };
    let is_ours = end.is_none();
    let is_closed = closing.borrow().is_some();
    let fault = match (is_closed, end) {
        (false, Some(fault)) => fault,
        (false, None) => role.dropped(),
        (true, None) => role.closed(),
        // Who was refused in the meantime was told that we closed.
        (true, Some(fault)) => role.closed().caused_by(Error::<ServerError>::Closed(fault)),
    };
    // Who finds the queue closed is told why.
    pending.gate().shut(fault.clone());
    // Nothing is put into it from now on.
    inbox.close();
    inbox.drain(&mut messages);
    pending.close(fault.clone(), &pending.wire().calls(&messages));
    drop(inbox);
    // A peer that said goodbye is answered.
    let _ = timeout(GRACE, sink.close()).await;
    if is_ours && role == Role::Server {
        // A socket that is closed while something unread is in it takes back what the client has
        // not read yet.
        let _ = timeout(GRACE, async { while source.receive().await.is_ok() {} }).await;
    }
    let (sink, mut source) = *halves;
    drop(sink);
    source.release().await;
    // Who closes the session waits for this.
    drop(closing);
    fault
}

/// Ends what waits, however the task ends: also when its runtime is shut down.
struct Ending(Arc<Pending>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.close(ended(), &[]);
    }
}

/// Waits until there is nothing to be done any more: the session was dropped, or it closes and
/// nothing is under way, or the time of what is has passed.
async fn over(mut closing: watch::Receiver<Option<Instant>>, pending: &Pending) {
    loop {
        let deadline = *closing.borrow_and_update();
        let is_over = match deadline {
            None => closing.changed().await.is_err(),
            Some(deadline) => Box::pin(closed(&mut closing, deadline, pending)).await,
        };
        if is_over {
            return;
        }
    }
}

/// Waits until a session that closes is over, or closes by another deadline.
async fn closed(
    closing: &mut watch::Receiver<Option<Instant>>,
    deadline: Instant,
    pending: &Pending,
) -> bool {
    tokio::select! {
        changed = closing.changed() => changed.is_err(),
        () = pending.gate().empty() => true,
        () = sleep_until(deadline) => true,
    }
}

/// Hands out frames. Its future lives as long as the session, so `receive` is never cut short.
async fn read<R: FrameSource>(source: &mut R, pending: &Arc<Pending>) -> Fault {
    loop {
        if let Some(fault) = pending.breach() {
            return fault;
        }
        match source.receive().await {
            Ok(Received::Frame(frame)) => pending.deliver(frame),
            Ok(Received::Lost(id, fault)) => pending.fail(id, fault),
            Ok(Received::LostBatch(id, fault)) => pending.fail_batch(id, fault),
            Ok(Received::Stray(kind, bytes)) => pending.unreadable(kind, &bytes),
            Err(fault) => return fault,
        }
    }
}

/// Writes what is put into the inbox, until that is closed and empty.
async fn write<S: FrameSink>(
    sink: &mut S,
    inbox: &Inbox,
    messages: &mut Messages,
    pending: &Pending,
) -> Result<(), Fault> {
    loop {
        tokio::select! {
            biased;
            is_there = inbox.arrival() => if !is_there {
                break;
            },
            () = sink.due() => {}
        }
        if pending.len() > 1 {
            // Calls that were answered together go on together: what they ask next goes along.
            tokio::task::yield_now().await;
        }
        let room = inbox.drain(messages);
        sink.send(messages).await?;
        inbox.written(room);
    }
    sink.close().await;
    Ok(())
}
