//! What a server sends by itself: takes the frame of a notification, gives its method and its typed params.
mod listen;
mod params;

use std::sync::Arc;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

pub use listen::{Listen, Notifications};

use crate::{DecodeFault, Error, ServerError, json};

/// A notification of the server (JSON-RPC 2.0, section 4.1), its params still encoded.
#[derive(Clone, Debug)]
pub struct ServerNotification {
    method: Arc<str>,
    params: Bytes,
}

impl ServerNotification {
    /// A notification by this method; `params` is one JSON value.
    pub fn new(method: impl Into<Arc<str>>, params: impl Into<Bytes>) -> Self {
        Self {
            method: method.into(),
            params: params.into(),
        }
    }

    /// The method's name on the wire.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The params as they came; an empty object where there were none.
    pub fn params(&self) -> &[u8] {
        &self.params
    }

    /// The params as a value of type `T`.
    ///
    /// Gives [`Error::Decode`] with the place of the fault when the JSON is not of that shape.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.decode_part(&self.params, "$")
    }

    /// What a frame says that the server sends by itself, and the id of a request as it came; none
    /// in an answer, and in what is no JSON-RPC.
    #[cfg(any(feature = "jsonrpsee", feature = "ws", feature = "streams"))]
    pub(crate) fn in_frame(frame: &Bytes) -> Option<(Option<Bytes>, Self)> {
        let text = frame.strip_prefix(b"\xef\xbb\xbf").unwrap_or(frame);
        let members = json::Members::read(json::text(text).ok()?).ok()?;
        let absent = |name| members.get(name).is_none_or(|value| value.get() == "null");
        if !(absent("result") && absent("error")) {
            return None;
        }
        let id = members
            .get("id")
            .map(|id| frame.slice_ref(id.get().as_bytes()));
        let method: String = serde_json::from_str(members.get("method")?.get()).ok()?;
        let params = match absent("params") {
            true => Bytes::from_static(b"{}"),
            false => frame.slice_ref(members.get("params")?.get().as_bytes()),
        };
        Some((id, Self::new(method, params)))
    }

    /// The part of the params at a path.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&RawValue> {
        json::at(json::text(&self.params).ok()?, path)
    }

    fn decode_part<T: DeserializeOwned>(&self, part: &[u8], root: &str) -> Result<T, Error> {
        json::decode(part).map_err(|error| {
            let fault = Error::Decode(DecodeFault::new(root, part, error));
            fault.in_method(self.method.to_string().into())
        })
    }
}

/// What can be read from the part of a notification at a path: any value that serde reads, and
/// the enums of generated code, which choose by the notification's method.
pub trait FromNotification: Sized {
    /// Reads it; an empty path stands for all params.
    fn from_notification(
        notification: &ServerNotification,
        path: &'static [&'static str],
    ) -> Result<Self, Error>;
}

impl<T: DeserializeOwned> FromNotification for T {
    fn from_notification(
        notification: &ServerNotification,
        path: &'static [&'static str],
    ) -> Result<Self, Error> {
        if path.is_empty() {
            return notification.decode();
        }
        match notification.at(path) {
            Some(part) => {
                let root = format!("$.{}", path.join("."));
                notification.decode_part(part.get().as_bytes(), &root)
            }
            None => Err(refused(notification, path).unwrap_or_else(|| missing(notification, path))),
        }
    }
}

impl FromNotification for ServerNotification {
    fn from_notification(
        notification: &ServerNotification,
        _: &'static [&'static str],
    ) -> Result<Self, Error> {
        Ok(notification.clone())
    }
}

/// The error that a server sends in the place of an item, as the servers of Ethereum and jsonrpsee do.
fn refused(notification: &ServerNotification, path: &[&str]) -> Option<Error> {
    let (_, above) = path.split_last()?;
    let error = notification.at(&[above, &["error"]].concat())?;
    let error = Error::Server(ServerError::read(error));
    Some(error.in_method(notification.method.to_string().into()))
}

fn missing(notification: &ServerNotification, path: &[&str]) -> Error {
    let message = format!("there is nothing at `{}`", path.join("."));
    let cause = serde::de::Error::custom(message);
    let fault = Error::Decode(DecodeFault::new("$", &notification.params, cause));
    fault.in_method(notification.method.to_string().into())
}
