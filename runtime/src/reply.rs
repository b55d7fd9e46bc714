//! A reply that is not decoded yet: takes the encoded `result`, gives the caller's type.
use std::{borrow::Cow, fmt, sync::Arc};

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};

#[cfg(feature = "msgpack")]
use crate::DecodeFault;
use crate::{Encoded, Error, Fault, Json, Wire, Wires, wire};

/// The `result` of a response (JSON-RPC 2.0, section 5), still encoded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply {
    /// One value, as it came: decoding is what checks it.
    pub result: Bytes,
    /// The format of the result.
    pub wire: Wire,
    /// The HTTP status under which the reply came, where there is one.
    pub status: Option<u16>,
    /// Given up when an answer is on its way.
    // Without a session nothing is sent behind an answer.
    #[cfg_attr(not(any(feature = "streams", feature = "ws")), allow(dead_code))]
    pub(crate) held: Option<Held>,
}

/// What somebody waits for who has more to send behind an answer: dropped when that is on its way.
#[derive(Clone)]
pub(crate) struct Held(
    #[allow(dead_code, reason = "it is there to be dropped")] Arc<dyn Send + Sync>,
);

impl Held {
    /// One that tells this.
    #[cfg(any(feature = "serve", feature = "service"))]
    pub(crate) fn new(told: impl Send + Sync + 'static) -> Self {
        Self(Arc::new(told))
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

/// The value as a result, in its format.
impl From<Encoded> for Reply {
    fn from(value: Encoded) -> Self {
        Self {
            wire: value.wire(),
            ..Self::new(value.into_bytes())
        }
    }
}

impl Reply {
    /// A reply with this JSON value as its result.
    pub fn new(result: impl Into<Bytes>) -> Self {
        Self {
            result: result.into(),
            wire: Wire::Json,
            status: None,
            held: None,
        }
    }

    /// A reply with this value in MessagePack as its result.
    #[cfg(feature = "msgpack")]
    pub fn msgpack(result: impl Into<Bytes>) -> Self {
        Self {
            wire: Wire::MessagePack,
            ..Self::new(result)
        }
    }

    /// The reply in a response object (JSON-RPC 2.0, section 5), for who writes a connection.
    ///
    /// It is read leniently: unknown members pass, an `error` of null beside a result is no error,
    /// and an error object without the response around it is one. Gives [`Error::Server`] for the
    /// server's error, and [`Error::Transport`] with the beginning of `body` for what is neither.
    pub fn from_response(body: impl Into<Bytes>, status: Option<u16>) -> Result<Self, Error> {
        crate::envelope::read(body.into(), status)
    }

    /// A reply with this value as its result, as a mock gives it.
    ///
    /// Gives [`Error::Encode`] when `value` cannot be JSON.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        match Json::encode(&Wire::default, value) {
            Ok(json) => Ok(json.into()),
            Err(error) => Err(Error::Encode(
                Fault::new(error.to_string()).caused_by(error),
            )),
        }
    }

    /// The result as a value of type `R`. What is not JSON is transcoded first.
    ///
    /// Gives [`Error::Decode`] with the place of the fault when the result is not of that shape,
    /// or is no JSON.
    pub fn decode<R: DeserializeOwned>(&self) -> Result<R, Error> {
        self.decode_as::<Json, R>()
    }

    /// The result as a value of type `R`, by what a client is compiled for:
    /// `reply.decode_as::<JsonAndMessagePack, R>()` goes straight from either format. The same
    /// errors as [`Reply::decode`].
    pub fn decode_as<W: Wires, R: DeserializeOwned>(&self) -> Result<R, Error> {
        W::decode(self.wire, &self.result).map_err(|mut fault| {
            fault.set_status(self.status);
            Error::Decode(fault)
        })
    }

    /// The result as JSON.
    ///
    /// Gives [`Error::Decode`] for what came in another format and is broken.
    pub fn json(&self) -> Result<Cow<'_, [u8]>, Error> {
        wire::json(self.wire, &self.result).map_err(Error::Decode)
    }

    /// The result as MessagePack.
    ///
    /// Gives [`Error::Decode`] for JSON that is broken.
    #[cfg(feature = "msgpack")]
    pub fn to_msgpack(&self) -> Result<Cow<'_, [u8]>, Error> {
        match self.wire {
            Wire::MessagePack => Ok(Cow::Borrowed(&self.result)),
            Wire::Json => match crate::msgpack::from_json(&self.result) {
                Ok(bytes) => Ok(Cow::Owned(bytes)),
                Err(error) => Err(Error::Decode(DecodeFault::of_msgpack(
                    "$",
                    &self.result,
                    error,
                ))),
            },
        }
    }

    /// Puts this JSON in the place of null, for servers that send null for nothing.
    pub(crate) fn or_null_as(mut self, json: Option<&'static str>) -> Self {
        if let Some(json) = json
            && self.wire.is_null(&self.result)
        {
            self.result = Bytes::from_static(json.as_bytes());
            self.wire = Wire::Json;
        }
        self
    }
}
