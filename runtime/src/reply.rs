//! A reply that is not decoded yet: takes the JSON of `result`, gives the caller's type.
use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};

use crate::{DecodeFault, Error, Fault};

/// The `result` member of a response (JSON-RPC 2.0, section 5), still encoded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply {
    /// One JSON value, as it came: decoding is what checks it.
    pub result: Bytes,
    /// The HTTP status under which the reply came, where there is one.
    pub status: Option<u16>,
}

impl Reply {
    /// A reply with this JSON value as its result.
    pub fn new(result: impl Into<Bytes>) -> Self {
        Self {
            result: result.into(),
            status: None,
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
        match serde_json::value::to_raw_value(value) {
            Ok(json) => Ok(Self::new(String::from(Box::<str>::from(json)))),
            Err(error) => Err(Error::Encode(
                Fault::new(error.to_string()).caused_by(error),
            )),
        }
    }

    /// The result as a value of type `R`.
    ///
    /// Gives [`Error::Decode`] with the place of the fault when the JSON is not of that shape,
    /// or is no JSON.
    pub fn decode<R: DeserializeOwned>(&self) -> Result<R, Error> {
        crate::integral::decode(&self.result).map_err(|error| {
            let mut fault = DecodeFault::new("$", &self.result, error);
            fault.set_status(self.status);
            Error::Decode(fault)
        })
    }

    /// Puts this JSON in the place of null, for servers that send null for nothing.
    pub(crate) fn or_null_as(mut self, json: Option<&'static str>) -> Self {
        if let Some(json) = json
            && self.result.as_ref() == b"null"
        {
            self.result = Bytes::from_static(json.as_bytes());
        }
        self
    }
}
