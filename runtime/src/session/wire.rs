//! What is said on each wire: takes requests and answers, gives messages; takes messages, gives what they say.
mod json;

use bytes::Bytes;

use crate::{
    Error, Handlers, Reply, Request, ServerError, ServerNotification, StrayKind, Tolerance,
    socket::Messages,
};

/// How the messages of a session are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wire {
    Json,
}

/// What a message says.
pub(super) enum Said {
    /// It answers the call with this id.
    Answer(u64),
    Request(Asked),
    Notification(ServerNotification),
    /// Nothing that anybody waits for.
    Nothing(StrayKind),
}

/// A request with its id as it came.
pub(super) struct Asked {
    pub(super) id: Bytes,
    pub(super) what: ServerNotification,
    pub(super) frame: Bytes,
}

impl Wire {
    /// Writes a request, or without an id a notification.
    pub(super) fn write_request(self, request: &Request, id: Option<u64>, out: &mut Vec<u8>) {
        match self {
            Self::Json => request.write_json(id, out),
        }
    }

    /// The same by itself.
    pub(super) fn request(self, request: &Request, id: Option<u64>) -> Vec<u8> {
        let mut message = Vec::with_capacity(256);
        self.write_request(request, id, &mut message);
        message
    }

    /// The answer to a request with this id.
    pub(super) fn response(self, id: &[u8], answer: &Result<Reply, ServerError>) -> Vec<u8> {
        match self {
            Self::Json => json::response(id, answer),
        }
    }

    /// What a message says, if it is one message.
    pub(super) fn said(self, frame: &Bytes, handlers: &Handlers) -> Said {
        match self {
            Self::Json => json::said(frame, handlers),
        }
    }

    /// The messages in one that is a batch.
    pub(super) fn elements(self, frame: &Bytes) -> Option<Vec<Bytes>> {
        match self {
            Self::Json => crate::batch::elements(frame),
        }
    }

    /// The result in a message that is an answer, or the server's error.
    pub(super) fn reply(self, frame: Bytes) -> Result<Reply, Error> {
        match self {
            Self::Json => Reply::from_response(frame, None),
        }
    }

    /// What a strict connection fails an answer for.
    pub(super) fn check(self, frame: &Bytes) -> Result<(), Tolerance> {
        match self {
            Self::Json => crate::tolerance::check(frame),
        }
    }

    /// The ids of the calls in messages of ours.
    pub(super) fn calls(self, messages: &Messages) -> Vec<u64> {
        match self {
            Self::Json => json::calls(messages),
        }
    }

    /// The highest id that a call may have. Behind it they begin again.
    pub(super) fn last_id(self) -> u64 {
        match self {
            Self::Json => u64::MAX,
        }
    }
}
