//! Why something belongs to no call.
use std::fmt;

/// Why something that a server sent belongs to no call.
///
/// What breaks the protocol ends a connection that is strict
/// ([`ConnectOptions::with_strict`](crate::ConnectOptions::with_strict)); over HTTP, where a reply
/// belongs to its request, it fails the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StrayKind {
    /// A message that is not JSON. Breaks the protocol.
    NotJson,
    /// JSON that is no response, no request and no notification. Breaks the protocol.
    NotJsonRpc,
    /// A MessagePack value that begins with none of the numbers of requests, responses and
    /// notifications. Breaks the protocol.
    UnknownType,
    /// A MessagePack message with too many elements, or too few; of a response, its call fails
    /// instead. Breaks the protocol.
    WrongLength,
    /// A MessagePack message whose method is no name in UTF-8. Breaks the protocol.
    NoMethod,
    /// A datagram that is not one MessagePack value. Breaks the protocol.
    NotMessagePack,
    /// Bytes between the messages of a stream, such as the lines of a log. Breaks the protocol.
    BetweenMessages,
    /// A response without an id, or with an id of null, which no call waits for: servers answer
    /// notifications so, and what they could not read. Breaks the protocol.
    WithoutId,
    /// A response under an id that no call had. Breaks the protocol.
    UnknownId,
    /// A response to a call that had one. Breaks the protocol.
    SecondAnswer,
    /// A response to a call that was dropped or whose time was over.
    LateAnswer,
    /// A result over HTTP that has not the id of its call; the call takes it. Breaks the protocol.
    WrongId,
    /// A body over HTTP in answer to a notification, other than null. Breaks the protocol.
    AnswerToNotification,
    /// A message over `max_reply_bytes` that shows no id of a call. Breaks the protocol.
    TooLong,
    /// A notification that no subscription and no listener takes.
    NobodyListens,
    /// A request of the server that nobody handles. It is told so.
    NobodyHandles,
}

impl StrayKind {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::NotJson,
        Self::NotJsonRpc,
        Self::UnknownType,
        Self::WrongLength,
        Self::NoMethod,
        Self::NotMessagePack,
        Self::BetweenMessages,
        Self::WithoutId,
        Self::UnknownId,
        Self::SecondAnswer,
        Self::LateAnswer,
        Self::WrongId,
        Self::AnswerToNotification,
        Self::TooLong,
        Self::NobodyListens,
        Self::NobodyHandles,
    ];

    /// Whether a server must not do that.
    pub fn is_breach(self) -> bool {
        !matches!(
            self,
            Self::LateAnswer | Self::NobodyListens | Self::NobodyHandles
        )
    }
}

impl fmt::Display for StrayKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson => "what is not JSON",
            Self::NotJsonRpc => "JSON that is not JSON-RPC",
            Self::UnknownType => "a message of an unknown type",
            Self::WrongLength => "a message of a wrong length",
            Self::NoMethod => "a message without the name of a method",
            Self::NotMessagePack => "what is not MessagePack",
            Self::BetweenMessages => "bytes between messages",
            Self::WithoutId => "a response without an id",
            Self::UnknownId => "a response under an unknown id",
            Self::SecondAnswer => "a second answer",
            Self::LateAnswer => "a late answer",
            Self::WrongId => "a result under a wrong id",
            Self::AnswerToNotification => "an answer to a notification",
            Self::TooLong => "a message over the limit",
            Self::NobodyListens => "a notification that nobody listens to",
            Self::NobodyHandles => "a request that nobody handles",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_listed_in_their_order() {
        for (index, kind) in StrayKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
    }
}
