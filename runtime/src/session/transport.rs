//! What a session moves frames over: two halves, one that takes encoded messages and one that gives what came.
use bytes::Bytes;

use crate::{Fault, StrayKind, sniff::TooLong, socket::Messages};

/// The writing half.
pub(crate) trait FrameSink: Send + 'static {
    /// The longest message that it takes.
    const LONGEST: usize = usize::MAX;

    /// Writes all messages in their order. They are told from each other by the transport, so a
    /// message has nothing around it. Each leaves the list once its first byte may have gone: what
    /// is left when this fails, or is dropped, was not sent.
    fn send(&mut self, messages: &mut Messages) -> impl Future<Output = Result<(), Fault>> + Send;

    /// Waits until the transport has something of its own to say; `send` says it, with messages or
    /// without. Its future may be dropped at any moment.
    fn due(&mut self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }

    /// Says goodbye. Nothing is sent after it.
    fn close(&mut self) -> impl Future<Output = ()> + Send;
}

/// The reading half.
pub(crate) trait FrameSource: Send + 'static {
    /// The next thing that came, or why nothing comes any more. Where the session drops its future,
    /// what comes afterwards is of no interest.
    fn receive(&mut self) -> impl Future<Output = Result<Received, Fault>> + Send;

    /// Whether nothing comes any more since the peer has said all: it may have hung up no more than the half by which
    /// it sends.
    fn has_hung_up(&self) -> bool {
        false
    }

    /// Gives up what is behind both halves, once both have ended.
    fn release(&mut self) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

/// What came from the peer.
pub(crate) enum Received {
    /// A whole message.
    Frame(Bytes),
    /// An answer that cannot be handed out: its call and why, as a fault of that call.
    Lost(u64, Fault),
    /// The same, of an array: one of its calls and why, as a fault of all that it would answer.
    LostBatch(u64, Fault),
    /// Bytes that belong to nobody, and why.
    Stray(StrayKind, Bytes),
}

impl Received {
    /// A message that was over the limit, as the fault of its call.
    pub(crate) fn too_long(ends: TooLong, limit: usize) -> Self {
        let message = format!("the answer has {} bytes, more than {limit}", ends.length);
        let fault = Fault::new(message).with_snippet(&ends.head).lasting();
        match (ends.batch_id(), ends.id()) {
            (Some(id), _) => Self::LostBatch(id, fault),
            (None, Some(id)) => Self::Lost(id, fault),
            (None, None) => Self::Stray(StrayKind::TooLong, ends.head),
        }
    }
}
