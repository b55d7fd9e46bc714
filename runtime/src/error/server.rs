//! An error object that a server sent: takes its members in any state, gives code, message and data.
#[cfg(feature = "msgpack")]
mod msgpack;

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, value::RawValue};

use super::Error;
#[cfg(any(feature = "streams", feature = "ws"))]
use crate::json;
use crate::{Encoded, Json, Wire, Wires, json::Members};

/// The error object of a response (JSON-RPC 2.0, section 5.1), and what came beside it.
///
/// It is read leniently: a missing `message` is empty, a `code` of digits in a string is that
/// number, a missing one is 0, and members that the specification does not know are kept.
#[derive(Clone, Debug)]
pub struct ServerError(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    code: i64,
    message: String,
    data: Option<Encoded>,
    extra: Map<String, Value>,
    status: Option<u16>,
    retry_after: Option<Duration>,
    method: Option<Cow<'static, str>>,
    endpoint: Option<Arc<str>>,
    #[cfg(feature = "msgpack")]
    slots: Option<msgpack::Slots>,
}

/// What a method may answer instead of a result: [`ServerError`], or a generated enum over it.
pub trait Failure:
    From<ServerError> + AsRef<ServerError> + fmt::Display + fmt::Debug + Send + Sync + 'static
{
}

impl Failure for ServerError {}

impl ServerError {
    /// An error object, as a mock answers it.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            data: None,
            extra: Map::new(),
            status: None,
            retry_after: None,
            method: None,
            endpoint: None,
            #[cfg(feature = "msgpack")]
            slots: None,
        }))
    }

    /// The answer to a request for a method that there is not (JSON-RPC 2.0, section 5.1): -32601.
    pub fn method_not_found() -> Self {
        Self::new(-32601, "Method not found")
    }

    /// Sets `data`. What cannot be JSON is left out.
    #[must_use]
    pub fn with_data<T: Serialize + ?Sized>(mut self, data: &T) -> Self {
        self.0.data = Json::encode(&Wire::default, data).ok();
        self
    }

    /// Sets the HTTP status under which it came.
    #[must_use]
    pub fn with_status(mut self, status: Option<u16>) -> Self {
        self.0.status = status;
        self
    }

    /// The code. The specification keeps -32768 to -32000 for itself.
    pub fn code(&self) -> i64 {
        self.0.code
    }

    /// The message, empty when the server sent none.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// `data` as JSON; a null is as good as none.
    pub fn raw_data(&self) -> Option<Cow<'_, RawValue>> {
        self.encoded_data().map(Encoded::json)
    }

    /// `data` as it came.
    pub fn encoded_data(&self) -> Option<&Encoded> {
        self.0.data.as_ref()
    }

    /// `data` as a `T`; `None` when the server sent none.
    ///
    /// Gives [`Error::Decode`] when it is not of that shape.
    pub fn data<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        self.data_as::<Json, T>()
    }

    /// `data` as a `T`, by what a client is compiled for; the same errors as
    /// [`ServerError::data`].
    pub fn data_as<W: Wires, T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        let Some(data) = self.encoded_data() else {
            return Ok(None);
        };
        let read = W::decode(data.wire(), data.as_bytes());
        read.map(Some).map_err(|mut fault| {
            fault.stand_at("$error.data");
            fault.set_status(self.0.status);
            if let Some(method) = &self.0.method {
                fault.name_method(method.clone());
            }
            Error::Decode(fault)
        })
    }

    /// The members of the error object that the specification does not know.
    pub fn extra(&self) -> &Map<String, Value> {
        &self.0.extra
    }

    /// The HTTP status under which it came, where there is one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The method's name on the wire.
    pub fn method(&self) -> Option<&str> {
        self.0.method.as_deref()
    }

    /// Which of several endpoints sent it, as `Endpoints` calls it.
    pub fn endpoint(&self) -> Option<&str> {
        self.0.endpoint.as_deref()
    }

    #[cfg(feature = "failover")]
    pub(super) fn name_endpoint(&mut self, name: &Arc<str>) {
        self.0.endpoint.get_or_insert_with(|| Arc::clone(name));
    }

    /// Reads an error object, or whatever a server put in its place.
    pub(crate) fn read(error: &RawValue) -> Self {
        let Ok(members) = Members::read(error.get()) else {
            return Self::new(0, text(error));
        };
        let mut read = Self::new(0, "");
        for (name, value) in members.0 {
            match (name.as_ref(), integer(value)) {
                ("code", Some(code)) => read.0.code = code,
                ("message" | "data", _) if value.get() == "null" => {}
                ("message", _) => read.0.message = text(value),
                ("data", _) => read.0.data = Some(value.to_owned().into()),
                _ => {
                    let value = serde_json::from_str(value.get());
                    read.0
                        .extra
                        .insert(name.into_owned(), value.unwrap_or_default());
                }
            }
        }
        read
    }

    /// Writes the error object of a response: code, message and data.
    #[cfg(any(feature = "streams", feature = "ws"))]
    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{{\"code\":{},\"message\":", self.code()).as_bytes());
        json::write_string(self.message(), out);
        if let Some(data) = self.raw_data() {
            out.extend_from_slice(br#","data":"#);
            out.extend_from_slice(data.get().as_bytes());
        }
        out.push(b'}');
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    #[cfg(feature = "http")]
    pub(super) fn set_retry_after(&mut self, wait: Duration) {
        self.0.retry_after = Some(wait);
    }

    pub(super) fn name_method(&mut self, name: Cow<'static, str>) {
        self.0.method.get_or_insert(name);
    }
}

/// A number that is whole, or a string of one.
fn integer(value: &RawValue) -> Option<i64> {
    let digits = value.get().trim_matches('"');
    digits
        .parse()
        .ok()
        .or_else(|| digits.strip_suffix(".0")?.parse().ok())
}

/// The text of a string; of another value, its JSON.
fn text(value: &RawValue) -> String {
    serde_json::from_str(value.get()).unwrap_or_else(|_| value.get().to_owned())
}

impl AsRef<ServerError> for ServerError {
    fn as_ref(&self) -> &ServerError {
        self
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = self.method() {
            write!(f, "`{method}`: ")?;
        }
        write!(f, "the server answered with error {}", self.code())?;
        match self.message() {
            "" => Ok(()),
            message => write!(f, ": {message}"),
        }
    }
}

impl std::error::Error for ServerError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> ServerError {
        ServerError::read(&RawValue::from_string(json.to_owned()).unwrap())
    }

    #[test]
    fn unknown_members_are_kept() {
        let error = read(r#"{"code":42,"message":"no","data":{"id":7},"stack":["a"],"name":"E"}"#);
        assert_eq!((error.code(), error.message()), (42, "no"));
        assert_eq!(error.extra()["stack"][0], "a");
        assert_eq!(error.extra()["name"], "E");
        assert_eq!(error.data::<Value>().unwrap().unwrap()["id"], 7);
        let fault = error.data::<Vec<u8>>().unwrap_err();
        assert!(fault.to_string().contains("$error.data"), "{fault}");
    }

    #[test]
    fn odd_members_are_taken() {
        assert_eq!(read(r#"{"code":"-32000"}"#).code(), -32000);
        assert_eq!(read(r#"{"code":7.0,"message":null}"#).message(), "");
        assert_eq!(read(r#"{"message":{"a":1}}"#).message(), r#"{"a":1}"#);
        assert_eq!(read(r#""went wrong""#).message(), "went wrong");
        let odd = read(r#"{"code":"E_NO","data":null}"#);
        assert_eq!(
            (odd.code(), &odd.extra()["code"]),
            (0, &Value::from("E_NO"))
        );
        assert!(odd.data::<Value>().unwrap().is_none());
    }

    #[test]
    fn the_text_says_what_the_server_says() {
        assert_eq!(
            ServerError::new(42, "Pet exists").to_string(),
            "the server answered with error 42: Pet exists"
        );
    }
}
