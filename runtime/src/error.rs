//! Why a call failed: takes a fault of any layer, gives one enum with the method, the place and the cause.
mod decode;
mod fault;
pub(crate) mod path;
#[cfg(any(feature = "streams", feature = "ws"))]
mod reach;
mod retry_after;
mod server;
mod snippet;
mod with;

use std::{borrow::Cow, fmt};

pub use decode::DecodeFault;
#[cfg(any(feature = "serve", feature = "service"))]
pub(crate) use decode::cut;
pub(crate) use decode::sentence;
pub use fault::Fault;
pub use server::{Failure, ServerError};
pub use with::ErrorWith;

#[cfg(feature = "ws")]
pub(crate) use reach::reason;
pub(crate) use snippet::Snippet;

/// Why a call gave no result.
///
/// `F` is what the server may answer instead: [`ServerError`], or a generated enum with one
/// variant per error that the document declares. The enum is as small as two pointers, and clones
/// share their causes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error<F = ServerError> {
    /// No connection came to be: a bad URL, a name that does not resolve, a refused handshake.
    Connect(Fault),
    /// The connection has ended, before the call or under it.
    Closed(Fault),
    /// No answer came in time.
    Timeout(Fault),
    /// Something came that is not a JSON-RPC response, or bytes were lost on the way.
    Transport(Fault),
    /// A parameter, header or URL variable could not be written.
    Encode(Fault),
    /// The result is not of the type that the document promises.
    Decode(DecodeFault),
    /// The pages of a list do not come to an end, or the next one cannot be asked for.
    Paging(Fault),
    /// A subscription did not come to be, or its reader was too slow for it.
    Subscription(Fault),
    /// A layer over the connection let no request through, or failed itself.
    Layer(Fault),
    /// The server answered with an error object (JSON-RPC 2.0, section 5.1).
    Server(F),
}

impl<F> Error<F> {
    /// Whether the same call may succeed when made again.
    ///
    /// An error object that the server sent says no, unless it came under HTTP 429 or 503.
    /// See also [`Error::may_have_been_received`].
    pub fn is_retryable(&self) -> bool
    where
        F: AsRef<ServerError>,
    {
        match self {
            Self::Connect(fault) | Self::Transport(fault) => match fault.status() {
                Some(status @ 400..) => matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504),
                _ => fault.is_passing(),
            },
            Self::Closed(_) | Self::Timeout(_) => true,
            Self::Encode(_) | Self::Decode(_) | Self::Paging(_) => false,
            Self::Subscription(fault) | Self::Layer(fault) => fault.is_passing(),
            Self::Server(failure) => matches!(failure.as_ref().status(), Some(429 | 503)),
        }
    }

    /// Whether the server may have seen, and acted on, the request.
    ///
    /// When false, repeating even a call that changes something is safe.
    pub fn may_have_been_received(&self) -> bool {
        match self {
            Self::Encode(_) => false,
            Self::Decode(_) | Self::Server(_) => true,
            _ => self.fault().is_some_and(Fault::is_sent),
        }
    }

    /// The method's name on the wire. `None` before any method is called.
    pub fn method(&self) -> Option<&str>
    where
        F: AsRef<ServerError>,
    {
        match self {
            Self::Decode(fault) => fault.method(),
            Self::Server(failure) => failure.as_ref().method(),
            _ => self.fault()?.method(),
        }
    }

    /// The HTTP status of the reply, where there was one.
    pub fn status(&self) -> Option<u16>
    where
        F: AsRef<ServerError>,
    {
        match self {
            Self::Decode(fault) => fault.status(),
            Self::Server(failure) => failure.as_ref().status(),
            _ => self.fault()?.status(),
        }
    }

    /// Which of several endpoints it is of, by the name that `Endpoints` has for it.
    pub fn endpoint(&self) -> Option<&str>
    where
        F: AsRef<ServerError>,
    {
        match self {
            Self::Server(failure) => failure.as_ref().endpoint(),
            _ => self.fault()?.endpoint(),
        }
    }

    /// The error object of the server, declared or not.
    pub fn server(&self) -> Option<&ServerError>
    where
        F: AsRef<ServerError>,
    {
        match self {
            Self::Server(failure) => Some(failure.as_ref()),
            _ => None,
        }
    }

    pub(crate) fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Connect(fault)
            | Self::Closed(fault)
            | Self::Timeout(fault)
            | Self::Transport(fault)
            | Self::Encode(fault)
            | Self::Paging(fault)
            | Self::Subscription(fault)
            | Self::Layer(fault) => Some(fault),
            Self::Decode(_) | Self::Server(_) => None,
        }
    }
}

impl Error {
    /// Sorts the server's error into the declared ones.
    pub(crate) fn declared<F: From<ServerError>>(self) -> Error<F> {
        match self {
            Self::Connect(fault) => Error::Connect(fault),
            Self::Closed(fault) => Error::Closed(fault),
            Self::Timeout(fault) => Error::Timeout(fault),
            Self::Transport(fault) => Error::Transport(fault),
            Self::Encode(fault) => Error::Encode(fault),
            Self::Decode(fault) => Error::Decode(fault),
            Self::Paging(fault) => Error::Paging(fault),
            Self::Subscription(fault) => Error::Subscription(fault),
            Self::Layer(fault) => Error::Layer(fault),
            Self::Server(error) => Error::Server(error.into()),
        }
    }

    /// Names the method, unless a layer below did.
    pub(crate) fn in_method(mut self, name: Cow<'static, str>) -> Self {
        match &mut self {
            Self::Decode(fault) => fault.name_method(name),
            Self::Server(error) => error.name_method(name),
            other => other.change(|fault| fault.name_method(name)),
        }
        self
    }

    /// Names the endpoint, unless a layer below did.
    #[cfg(feature = "failover")]
    pub(crate) fn at(mut self, endpoint: &std::sync::Arc<str>) -> Self {
        match &mut self {
            Self::Server(error) => error.name_endpoint(endpoint),
            other => other.change(|fault| fault.name_endpoint(endpoint)),
        }
        self
    }

    /// Makes a change to the fault, where there is one.
    fn change(&mut self, make: impl FnOnce(&mut Fault)) {
        match self {
            Self::Connect(fault)
            | Self::Closed(fault)
            | Self::Timeout(fault)
            | Self::Transport(fault)
            | Self::Encode(fault)
            | Self::Paging(fault)
            | Self::Subscription(fault)
            | Self::Layer(fault) => make(fault),
            Self::Decode(_) | Self::Server(_) => {}
        }
    }

    /// Says that the server may have received the request, if only when it was tried before.
    #[cfg(any(feature = "failover", feature = "tower"))]
    pub(crate) fn sent(self) -> Self {
        match self {
            Self::Connect(fault) => Self::Connect(fault.sent()),
            Self::Closed(fault) => Self::Closed(fault.sent()),
            Self::Timeout(fault) => Self::Timeout(fault.sent()),
            Self::Transport(fault) => Self::Transport(fault.sent()),
            Self::Paging(fault) => Self::Paging(fault.sent()),
            Self::Subscription(fault) => Self::Subscription(fault.sent()),
            Self::Layer(fault) => Self::Layer(fault.sent()),
            Self::Encode(_) | Self::Decode(_) | Self::Server(_) => self,
        }
    }
}

impl<F: fmt::Display> fmt::Display for Error<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.fault()) {
            (Self::Decode(fault), _) => fault.fmt(f),
            (Self::Server(failure), _) => failure.fmt(f),
            (_, fault) => fault.map_or(Ok(()), |fault| fault.fmt(f)),
        }
    }
}

impl<F: fmt::Display + fmt::Debug> std::error::Error for Error<F> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Decode(fault) => Some(fault.cause()),
            _ => self.fault()?.cause(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_small_and_move_between_threads() {
        fn shareable<T: Send + Sync + Clone + 'static>() {}
        shareable::<Error>();
        assert!(size_of::<Error>() <= 16);
        assert!(size_of::<Error<Option<ServerError>>>() <= 24);
    }

    #[test]
    fn what_may_be_sent_again() {
        let unsent: Error = Error::Closed(Fault::new("gone"));
        assert!(unsent.is_retryable() && !unsent.may_have_been_received());
        let sent: Error = Error::Timeout(Fault::new("slow").sent());
        assert!(sent.is_retryable() && sent.may_have_been_received());
        let bad: Error = Error::Transport(Fault::new("no").with_status(404).sent());
        assert!(!bad.is_retryable());
        let answered: Error = Error::Server(ServerError::new(1, "no"));
        assert!(!answered.is_retryable() && answered.may_have_been_received());
    }
}
