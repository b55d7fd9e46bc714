//! The task of a session: takes both halves of a transport, moves frames until either half ends.
use std::{
    future::{self, poll_fn},
    mem,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use futures_util::future::poll_immediate;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::{
    Role,
    closing::Wish,
    gather::Gather,
    outbox::Inbox,
    pending::Pending,
    seldom::Seldom,
    ticket::ended,
    transport::{FrameSink, FrameSource, Received},
};
use crate::{Error, Fault, ServerError, socket::Messages};

/// How long a dropped session may take to write what waits and to say goodbye, and how long
/// answers are read that came before writing failed.
const GRACE: Duration = Duration::from_secs(1);

/// How long a client is answered that sends no more: whether it hears anything, it cannot be asked.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs until the peer closes, either half fails, or the session is closed or dropped; gives the
/// reason. Both halves end together, so a dead connection holds no socket.
///
/// There is a task of it for each idle connection: what is boxed here is what would be held twice,
/// or is for the end only.
pub(super) async fn drive<S: FrameSink, R: FrameSource>(
    mut halves: Box<(S, R)>,
    inbox: Inbox,
    ending: Ending,
    role: Role,
) -> Fault {
    let pending = &ending.0;
    let (sink, source) = &mut *halves;
    let mut messages = Messages::default();
    let end = {
        let mut reading = pin!(read(source, pending));
        let mut writing = pin!(write(sink, &inbox, &mut messages, pending));
        tokio::select! {
            Silence { fault, may_hear } = &mut reading => {
                let is_told = pending.tell_malformed(&fault);
                if role == Role::Server {
                    pending.hear_no_more(&fault);
                    let patience = if may_hear { PATIENCE } else { Duration::ZERO };
                    Box::pin(answer_still(pending, &inbox, writing, patience)).await;
                } else if is_told {
                    pending.shut(fault.clone());
                    inbox.close();
                    let _ = timeout(GRACE, writing).await;
                }
                Some(fault)
            }
            ended = &mut writing => match ended {
                Ok(()) => None,
                Err(fault) => {
                    // The peer may have answered before it went, and says best why it did.
                    pending.shut(fault.clone());
                    let rest = timeout(GRACE, &mut reading).await;
                    Some(rest.map_or(fault, |silence| silence.fault))
                }
            },
            () = Seldom::new(end_calls(pending, &inbox)) => None,
        }
    };
    let is_ours = end.is_none();
    let is_closed = pending.closing().is_closing();
    let fault = match (is_closed, end) {
        (false, Some(fault)) => fault,
        (false, None) => role.dropped(),
        (true, None) => role.closed(),
        // Who was refused in the meantime was told that we closed.
        (true, Some(fault)) => role.closed().caused_by(Error::<ServerError>::Closed(fault)),
    };
    // Who finds the queue closed is told why.
    pending.shut(fault.clone());
    // Nothing is put into it from now on.
    inbox.close();
    pending.take_messages(&inbox, &mut messages);
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
    fault
}

/// Ends what waits, however the task ends: also when its runtime is shut down.
pub(super) struct Ending(pub(super) Arc<Pending>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.close(ended(), &[]);
        // Who closes the session waits for this.
        self.0.closing().end();
    }
}

/// Ends calls that are late, until the session is to end.
async fn end_calls(pending: &Pending, inbox: &Inbox) {
    // Nothing of this is named first: it would be held twice.
    tokio::select! {
        () = async {
            over(pending).await;
            // What waits is written still.
            inbox.close();
            sleep(GRACE).await;
        } => {}
        never = pending.end_late_calls() => match never {},
    }
}

/// Waits until there is nothing to be done any more: the session was dropped, or it closes and
/// nothing is under way, or the time of what is has passed.
async fn over(pending: &Pending) {
    let mut wish = None;
    loop {
        let next = pending.closing().wish(wish).await;
        wish = Some(next);
        let is_over = match next {
            Wish::End => true,
            Wish::Close(deadline) => Box::pin(closed(next, deadline, pending)).await,
        };
        if is_over {
            return;
        }
    }
}

/// Waits until a session that closes is over, or is to close by another deadline.
async fn closed(wish: Wish, deadline: Instant, pending: &Pending) -> bool {
    tokio::select! {
        _ = pending.closing().wish(Some(wish)) => false,
        () = pending.empty() => true,
        () = sleep_until(deadline) => true,
    }
}

/// Has what came be answered for so long, where a client may have hung up no more than the half by which it sends.
/// It is over sooner where the client does not hear either, and where the session closes.
async fn answer_still(
    pending: &Pending,
    inbox: &Inbox,
    writing: Pin<&mut impl Future>,
    patience: Duration,
) {
    let answered = async {
        pending.empty().await;
        inbox.close();
        future::pending().await
    };
    let last = async {
        tokio::select! {
            () = answered => {}
            () = sleep(patience) => {}
            () = over(pending) => {}
        }
        inbox.close();
        sleep(GRACE).await;
    };
    tokio::select! {
        _ = writing => {}
        () = last => {}
    }
}

/// Why nothing comes any more.
struct Silence {
    fault: Fault,
    /// The peer may have hung up no more than the half by which it sends.
    may_hear: bool,
}

/// Hands out frames. Its future lives as long as the session, so `receive` is never cut short.
async fn read<R: FrameSource>(source: &mut R, pending: &Arc<Pending>) -> Silence {
    loop {
        if let Some(fault) = pending.breach() {
            pending.begin_answers();
            return Silence {
                fault,
                may_hear: false,
            };
        }
        let received = {
            let mut receiving = pin!(source.receive());
            let at_once = poll_immediate(&mut receiving).await;
            if !matches!(at_once, Some(Ok(_))) {
                // What came together begins together.
                pending.begin_answers();
            }
            match at_once {
                Some(received) => received,
                None => receiving.await,
            }
        };
        match received {
            Ok(Received::Frame(frame)) => pending.deliver(frame),
            Ok(Received::Lost(id, fault)) => pending.fail(id, fault),
            Ok(Received::LostBatch(id, fault)) => pending.fail_batch(id, fault),
            Ok(Received::Stray(kind, bytes)) => pending.unreadable(kind, &bytes),
            Err(fault) => {
                let may_hear = source.has_hung_up();
                return Silence { fault, may_hear };
            }
        }
    }
}

/// Lets the tasks go first that were woken before. tokio's `yield_now` looks for news of the system in between, which is
/// a system call.
async fn last_in_line() {
    let mut has_waited = false;
    poll_fn(|cx| match mem::replace(&mut has_waited, true) {
        true => Poll::Ready(()),
        false => {
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

/// Writes what is put into the inbox, until that is closed and empty.
async fn write<S: FrameSink>(
    sink: &mut S,
    inbox: &Inbox,
    messages: &mut Messages,
    pending: &Pending,
) -> Result<(), Fault> {
    let gather = Gather::here();
    loop {
        tokio::select! {
            biased;
            is_there = inbox.arrival() => if !is_there {
                break;
            },
            () = sink.due() => {}
        }
        if gather.steps_back(pending.company(), || inbox.len()) {
            last_in_line().await;
        }
        let room = pending.take_messages(inbox, messages);
        sink.send(messages).await?;
        inbox.written(room);
    }
    sink.close().await;
    Ok(())
}
