//! What a server says to what is no request: takes what came, answers with the error that JSON-RPC has for it.
use bytes::Bytes;

use super::Pending;
use crate::{
    ServerError, StrayKind, Wire,
    session::{Role, wire::Said},
    sniff,
};

/// Code of JSON-RPC 2.0, section 5.1.
const INVALID_REQUEST: i64 = -32600;

impl Pending {
    /// Takes note of what cannot be read, and tells a client so, if it takes that without delay.
    pub(in crate::session) fn unreadable(&self, kind: StrayKind, frame: &[u8]) {
        self.stray(kind, frame);
        if let Some(objection) = self.objection(kind, frame) {
            drop(self.outbox.put_at_once(objection));
        }
    }

    /// What a client is answered to that. Servers that we have called are not: what they send by
    /// mistake may have been an answer.
    pub(super) fn objection(&self, kind: StrayKind, frame: &[u8]) -> Option<Vec<u8>> {
        match self.requests.role {
            Role::Client => None,
            Role::Server => self.wire.objection(kind, frame),
        }
    }

    /// What a message of a client is that is not as JSON-RPC has it: what looks like the beginning of
    /// an answer that nobody waits for, and requests with an id or params that may not be. Of servers
    /// all this is put up with.
    pub(super) fn fault_of(&self, said: &Said, frame: &[u8]) -> Option<StrayKind> {
        if self.requests.role == Role::Client || self.wire != Wire::default() {
            return None;
        }
        let is_awaited = |id| self.lock().waiting.contains_key(id);
        let is_structure = |params: &[u8]| params.starts_with(b"{") || params.starts_with(b"[");
        let is_id = |id: &[u8]| id.first().is_some_and(|first| !b"{[tf".contains(first));
        let is_sound = match said {
            Said::Answer(id) if is_awaited(id) => true,
            Said::Answer(_) => return sniff::no_response(frame),
            Said::Request(asked) => is_structure(asked.what.params()) && is_id(&asked.id),
            Said::Notification(told) => is_structure(told.params()),
            _ => true,
        };
        (!is_sound).then_some(StrayKind::NotJsonRpc)
    }

    /// What a message over the limit is that nobody waits for, at a server.
    pub(super) fn kind_of_long(&self) -> Option<StrayKind> {
        let is_server = self.requests.role == Role::Server;
        is_server.then_some(StrayKind::TooLong)
    }

    /// How many elements an array of the other side may have; no bound where it may be the answer
    /// to a batch.
    pub(super) fn most_elements(&self) -> Option<usize> {
        let is_asked = self.requests.role == Role::Client || self.lock().batches.is_any_open();
        (!is_asked).then_some(self.requests.max_batch)
    }

    /// Refuses an array as a whole, if that must be; whether it was. These are its elements, as
    /// many as may be and one more.
    pub(super) fn refuses_array(&self, frame: &Bytes, elements: &[Bytes], most: usize) -> bool {
        if elements.len() > most {
            let message = format!("Invalid Request: a batch has at most {most} requests");
            self.stray(StrayKind::TooLong, frame);
            self.tell_at_once(b"null", ServerError::new(INVALID_REQUEST, message));
            return true;
        }
        if elements.is_empty() {
            self.unreadable(sniff::stray_kind(frame), frame);
            return true;
        }
        let is_broken = !sniff::is_json(frame);
        if is_broken {
            self.unreadable(StrayKind::NotJson, frame);
        }
        is_broken
    }
}
