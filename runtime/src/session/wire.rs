//! What is said on each wire: takes requests and answers, gives messages; takes messages, gives what they say.
mod json;
#[cfg(feature = "msgpack")]
mod msgpack;

use bytes::Bytes;

use crate::{
    Error, ErrorStyle, Fault, Handlers, Reply, Request, ServerError, ServerNotification, StrayKind,
    Tolerance, Wire, json::Pieces, notification::kept, socket::Messages,
};

/// Code of JSON-RPC 2.0, section 5.1.
const METHOD_NOT_FOUND: i64 = -32601;

/// What a message says.
pub(super) enum Said {
    /// It answers the call with this id.
    Answer(u64),
    Request(Asked),
    Notification(ServerNotification),
    /// Nothing that anybody waits for.
    Nothing(StrayKind),
    /// A request that cannot be read, with its id as it came, and what it is told.
    #[cfg(feature = "msgpack")]
    Refused(StrayKind, Bytes, ServerError),
}

/// A request with its id as it came.
pub(super) struct Asked {
    pub(super) id: Bytes,
    pub(super) what: ServerNotification,
    /// What the params are made of, where that was seen.
    pub(super) pieces: Option<Pieces>,
}

impl Asked {
    /// The same in memory of its own, as it waits for its answer.
    pub(super) fn kept(self) -> Self {
        Self {
            id: kept(self.id),
            what: self.what.kept(),
            pieces: self.pieces,
        }
    }
}

impl Wire {
    /// Writes a request, or without an id a notification.
    pub(super) fn write_request(
        self,
        request: &Request,
        id: Option<u64>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        match self {
            Self::Json => {
                request.write_json(id, out);
                Ok(())
            }
            #[cfg(feature = "msgpack")]
            Self::MessagePack => msgpack::write_request(request, id, out),
        }
    }

    /// The same by itself.
    pub(super) fn request(self, request: &Request, id: Option<u64>) -> Result<Vec<u8>, Error> {
        let mut message = Vec::with_capacity(256);
        self.write_request(request, id, &mut message)?;
        Ok(message)
    }

    /// The answer to a request with this id.
    pub(super) fn response(
        self,
        id: &[u8],
        answer: &Result<Reply, ServerError>,
        _style: ErrorStyle,
    ) -> Vec<u8> {
        match self {
            Self::Json => json::response(id, answer),
            #[cfg(feature = "msgpack")]
            Self::MessagePack => msgpack::response(id, answer, _style),
        }
    }

    /// What is answered to a request whose method nobody handles.
    pub(super) fn unknown_method(self, _method: &str, _style: ErrorStyle) -> ServerError {
        let message = match self {
            Self::Json => "Method not found".to_owned(),
            #[cfg(feature = "msgpack")]
            Self::MessagePack => msgpack::unknown_method(_method, _style),
        };
        ServerError::new(METHOD_NOT_FOUND, message)
    }

    /// What a peer is told of which nothing is read any more, for this reason.
    pub(super) fn last_words(self, _reason: &Fault, _style: ErrorStyle) -> Option<Vec<u8>> {
        match self {
            Self::Json => None,
            #[cfg(feature = "msgpack")]
            Self::MessagePack => msgpack::last_words(_reason, _style),
        }
    }

    /// What a message says, if it is one message.
    pub(super) fn said(self, frame: &Bytes, handlers: &Handlers) -> Said {
        match self {
            Self::Json => json::said(frame, handlers),
            #[cfg(feature = "msgpack")]
            Self::MessagePack => msgpack::said(frame),
        }
    }

    /// What is answered to a message that is none, to a client that may have meant a request.
    pub(super) fn objection(self, kind: StrayKind, frame: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Json => json::objection(kind, frame),
            // Requests with an id are refused where they are read.
            #[cfg(feature = "msgpack")]
            Self::MessagePack => None,
        }
    }

    /// The messages in one that is a batch; of more than `most` that many and one more.
    pub(super) fn elements(self, frame: &Bytes, most: Option<usize>) -> Option<Vec<Bytes>> {
        match self {
            Self::Json => crate::batch::elements(frame, most),
            #[cfg(feature = "msgpack")]
            Self::MessagePack => None,
        }
    }

    /// Whether several calls go in one message.
    pub(super) fn has_batches(self) -> bool {
        self == Self::Json
    }

    /// The result in a message that is an answer, or the server's error.
    pub(super) fn reply(self, frame: Bytes) -> Result<Reply, Error> {
        match self {
            Self::Json => Reply::from_response(frame, None),
            #[cfg(feature = "msgpack")]
            Self::MessagePack => msgpack::reply(frame),
        }
    }

    /// What a strict connection fails an answer for.
    pub(super) fn check(self, frame: &Bytes) -> Result<(), Tolerance> {
        match self {
            Self::Json => crate::tolerance::check(frame),
            // What is put up with there are strays.
            #[cfg(feature = "msgpack")]
            Self::MessagePack => Ok(()),
        }
    }

    /// The ids of the calls in messages of ours.
    pub(super) fn calls(self, messages: &Messages) -> Vec<u64> {
        match self {
            Self::Json => json::calls(messages),
            #[cfg(feature = "msgpack")]
            Self::MessagePack => msgpack::calls(messages),
        }
    }

    /// The highest id that a call may have. Behind it they begin again.
    pub(super) fn last_id(self) -> u64 {
        match self {
            Self::Json => u64::MAX,
            #[cfg(feature = "msgpack")]
            Self::MessagePack => u32::MAX.into(),
        }
    }
}
