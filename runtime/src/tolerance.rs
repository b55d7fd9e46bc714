//! What a connection puts up with, in one place, and what `strict` makes of it.
mod check;

use std::fmt;

pub(crate) use check::check;

#[cfg(feature = "http")]
use crate::Error;
use crate::Fault;

/// What a server may do against the protocol without losing a call, and what becomes of it where
/// [`ConnectOptions::with_strict`](crate::ConnectOptions::with_strict) turns that off.
///
/// | tolerance | otherwise | strict |
/// |---|---|---|
/// | [`Version`](Self::Version) | taken | the call fails |
/// | [`QuotedId`](Self::QuotedId) | taken | the call fails |
/// | [`ResultAndError`](Self::ResultAndError) | the one that is not null counts | the call fails |
/// | [`ForeignMember`](Self::ForeignMember) | dropped | the call fails |
/// | [`ErrorShape`](Self::ErrorShape) | read as far as it goes, members are kept | the call fails |
/// | [`BareError`](Self::BareError) | the server's error | the call fails |
/// | [`ByteOrderMark`](Self::ByteOrderMark) | skipped | the call fails |
/// | [`HttpStatus`](Self::HttpStatus) | the JSON-RPC answer counts | the call fails |
/// | [`ContentType`](Self::ContentType) | not looked at | the call fails |
/// | [`NotUtf8`](Self::NotUtf8) | its call fails | the connection ends |
/// | [`BinaryFrame`](Self::BinaryFrame) | read as text | the connection ends |
/// | [`BrokenFragments`](Self::BrokenFragments) | each part is a message | the connection ends |
/// | [`MaskedFrame`](Self::MaskedFrame) | unmasked | the connection ends |
/// | [`SubscriptionId`](Self::SubscriptionId) | the same | another subscription's |
/// | what belongs to no call: the kinds of [`StrayKind`](crate::StrayKind) that break the protocol | counted and dropped | the connection ends; over HTTP the call fails, or all calls of the batch |
///
/// How values may differ from their schemas is not among them: that is the generator's option
/// `decode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tolerance {
    /// A response without `"jsonrpc":"2.0"`.
    Version,
    /// A response with the digits of the id in quotes.
    QuotedId,
    /// A response with both `result` and `error`, one of them null.
    ResultAndError,
    /// A member of a response that JSON-RPC does not know.
    ForeignMember,
    /// An error object without `code` or `message`, with them in other types, or with more members.
    ErrorShape,
    /// An error object without a response around it.
    BareError,
    /// A byte order mark before a message.
    ByteOrderMark,
    /// A response under an HTTP status other than 2xx.
    HttpStatus,
    /// A response over HTTP that is not said to be JSON: `application/json`, `application/json-rpc` or
    /// `application/jsonrequest`.
    ContentType,
    /// A text frame of a WebSocket that is not UTF-8.
    NotUtf8,
    /// A binary frame of a WebSocket.
    BinaryFrame,
    /// A message of a WebSocket in parts of which the first or the last is missing.
    BrokenFragments,
    /// A frame that the server has masked.
    MaskedFrame,
    /// The id of a subscription that is now a number, now the same digits in quotes.
    SubscriptionId,
}

impl Tolerance {
    /// What a strict connection says of what came.
    pub(crate) fn fault(self, bytes: &[u8]) -> Fault {
        let fault = Fault::new(format!("strict: {self}"));
        fault.with_snippet(bytes).sent().lasting()
    }

    /// The same, as the error of a call.
    #[cfg(feature = "http")]
    pub(crate) fn error(self, bytes: &[u8]) -> Error {
        Error::Transport(self.fault(bytes))
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "the response has no `\"jsonrpc\":\"2.0\"`",
            Self::QuotedId => "the id of the response is in quotes",
            Self::ResultAndError => "the response has both `result` and `error`",
            Self::ForeignMember => "the response has a member that JSON-RPC does not know",
            Self::ErrorShape => "the error is not of `code`, `message` and `data`",
            Self::BareError => "the error has no response around it",
            Self::ByteOrderMark => "a byte order mark precedes the message",
            Self::HttpStatus => "the HTTP status is not 2xx",
            Self::ContentType => "the content type is not JSON",
            Self::NotUtf8 => "a text frame is not UTF-8",
            Self::BinaryFrame => "a binary frame came",
            Self::BrokenFragments => "a part of a message is missing",
            Self::MaskedFrame => "a frame of the server is masked",
            Self::SubscriptionId => "the id of a subscription has another type",
        })
    }
}
