//! What a WebSocket says by itself: takes pings and goodbyes from the half that reads, gives them to the one that writes.
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use soketto::base::OpCode;
use tokio::sync::Notify;

use crate::session::Role;

/// The codes of a goodbye without a reason: of a client, and of a server that closes.
static NORMAL: [u8; 2] = 1000_u16.to_be_bytes();
static GOING_AWAY: [u8; 2] = 1001_u16.to_be_bytes();
/// That to a peer whose frames are none.
static PROTOCOL_ERROR: [u8; 2] = 1002_u16.to_be_bytes();

/// Control frames that wait. Of each kind the last counts (RFC 6455, section 5.5.3), so that no
/// peer can make them many.
#[derive(Default)]
pub(super) struct Control {
    waiting: Mutex<Waiting>,
    wake: Notify,
}

#[derive(Default)]
struct Waiting {
    ping: bool,
    pong: Option<Bytes>,
    close: Option<Bytes>,
}

impl Control {
    /// Asks the peer for a sign of life.
    pub(super) fn ping(&self) {
        self.lock().ping = true;
        self.wake.notify_one();
    }

    /// Answers a ping.
    pub(super) fn pong(&self, payload: Bytes) {
        self.lock().pong = Some(payload);
        self.wake.notify_one();
    }

    /// Answers a goodbye with the same code, which is written when the connection is closed, if that
    /// is one.
    pub(super) fn close(&self, payload: &Bytes) {
        let code = payload.first_chunk().copied().map(u16::from_be_bytes);
        // RFC 6455, section 7.4.
        match code {
            None if !payload.is_empty() => self.object(),
            Some(..=999 | 1004..=1006 | 1015..=2999 | 5000..) => self.object(),
            _ => self.lock().close = Some(payload.slice(..payload.len().min(2))),
        }
    }

    /// Says goodbye to a peer that does not keep to the protocol.
    pub(super) fn object(&self) {
        self.lock().close = Some(Bytes::from_static(&PROTOCOL_ERROR));
    }

    /// Waits until a ping or a pong does.
    pub(super) async fn due(&self) {
        self.wake.notified().await;
    }

    /// The next ping or pong.
    pub(super) fn next(&self) -> Option<(OpCode, Bytes)> {
        let mut waiting = self.lock();
        if let Some(payload) = waiting.pong.take() {
            return Some((OpCode::Pong, payload));
        }
        std::mem::take(&mut waiting.ping).then(|| (OpCode::Ping, Bytes::new()))
    }

    /// What to say at the end.
    pub(super) fn goodbye(&self, role: Role) -> Bytes {
        let close = self.lock().close.take();
        close.unwrap_or(Bytes::from_static(match role {
            Role::Client => &NORMAL,
            Role::Server => &GOING_AWAY,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
