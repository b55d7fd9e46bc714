//! What a server sends by itself: takes the frame of a notification, gives its method and its typed params.
mod batched;
mod listen;
mod params;

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use serde::de::DeserializeOwned;

pub use listen::{Listen, Notifications};

#[cfg(any(feature = "jsonrpsee", feature = "ws", feature = "streams"))]
use crate::json::{Message, Name};
#[cfg(feature = "msgpack")]
use crate::msgpack;
use crate::{
    DecodeFault, Error, Json, ServerError, Wire, Wires, json,
    wire::{self, Part},
};

/// A notification of the server (JSON-RPC 2.0, section 4.1), its params still encoded.
#[derive(Clone, Debug)]
pub struct ServerNotification {
    method: Arc<str>,
    params: Bytes,
    wire: Wire,
    /// What the params are called, in their order; nothing where nobody knows.
    names: &'static [&'static str],
}

/// Bytes that are nearly a whole buffer are not copied out of it.
#[cfg(any(feature = "ws", feature = "streams"))]
const SHORT: usize = 16 << 10;

/// Short bytes in memory of their own.
#[cfg(any(feature = "ws", feature = "streams"))]
pub(crate) fn kept(bytes: Bytes) -> Bytes {
    match bytes.len() < SHORT {
        true => Bytes::copy_from_slice(&bytes),
        false => bytes,
    }
}

impl ServerNotification {
    /// A notification by this method; `params` is one JSON value.
    pub fn new(method: impl Into<Arc<str>>, params: impl Into<Bytes>) -> Self {
        Self {
            method: method.into(),
            params: params.into(),
            wire: Wire::Json,
            names: &[],
        }
    }

    /// A notification by this method; `params` is one value in MessagePack.
    #[cfg(feature = "msgpack")]
    pub fn msgpack(method: impl Into<Arc<str>>, params: impl Into<Bytes>) -> Self {
        Self {
            wire: Wire::MessagePack,
            ..Self::new(method, params)
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

    /// The format of the params.
    pub fn wire(&self) -> Wire {
        self.wire
    }

    /// The params as JSON.
    ///
    /// Gives [`Error::Decode`] for what came in another format and is broken.
    pub fn json(&self) -> Result<Cow<'_, [u8]>, Error> {
        wire::json(self.wire, &self.params).map_err(|fault| self.fault(fault))
    }

    /// The params as a value of type `T`. What is not JSON is transcoded first.
    ///
    /// Gives [`Error::Decode`] with the place of the fault when they are not of that shape.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.decode_as::<Json, T>()
    }

    /// The params as a value of type `T`, by what a client is compiled for; the same errors as
    /// [`ServerNotification::decode`].
    pub fn decode_as<W: Wires, T: DeserializeOwned>(&self) -> Result<T, Error> {
        W::decode(self.wire, &self.params).map_err(|fault| self.fault(fault))
    }

    /// What a frame says that the server sends by itself, and the id of a request as it came; none
    /// in an answer, and in what is no JSON-RPC.
    #[cfg(feature = "jsonrpsee")]
    pub(crate) fn in_frame(frame: &Bytes) -> Option<(Option<Bytes>, Self)> {
        let text = frame.strip_prefix(b"\xef\xbb\xbf").unwrap_or(frame);
        let message = Message::read(json::text(text).ok()?).ok()?;
        Self::of_message(&message, frame)
    }

    /// The same, of a frame that was read.
    #[cfg(any(feature = "jsonrpsee", feature = "ws", feature = "streams"))]
    pub(crate) fn of_message(
        message: &Message<'_>,
        frame: &Bytes,
    ) -> Option<(Option<Bytes>, Self)> {
        let absent = |name| message.get(name).is_none_or(|value| value == "null");
        if !(absent("result") && absent("error")) {
            return None;
        }
        let part = |json: &str| frame.slice_ref(json.as_bytes());
        let id = message.get("id").map(part);
        let Name(method) = serde_json::from_str(message.get("method")?).ok()?;
        let params = match absent("params") {
            true => Bytes::from_static(b"{}"),
            false => part(message.get("params")?),
        };
        Some((id, Self::new(method, params)))
    }

    /// The same in memory of its own, as it may wait for somebody: it came in a buffer that may be much longer.
    #[cfg(any(feature = "ws", feature = "streams"))]
    pub(crate) fn kept(self) -> Self {
        Self {
            params: kept(self.params),
            ..self
        }
    }

    /// The same, of params that are called so, in their order.
    #[cfg(any(feature = "ws", feature = "streams"))]
    pub(crate) fn named(self, names: &'static [&'static str]) -> Self {
        Self { names, ..self }
    }

    /// The part of the params at a path.
    pub(crate) fn at(&self, path: &[&str]) -> Option<Part<'_>> {
        self.at_named(path, self.names)
    }

    /// Whether it has an `error` of null in the place of the item at a path: the last word of a
    /// subscription of ours.
    pub(crate) fn is_last_word(&self, item: &[&str]) -> bool {
        let error = self.error_for(item);
        error.is_some_and(is_null) && self.item(item).is_none()
    }

    /// The item at a path. In params without names a null takes its place where there is an error.
    fn item(&self, path: &[&str]) -> Option<Part<'_>> {
        let item = self.at(path)?;
        let is_none = is_null(item) && self.found(path).is_none() && self.error_for(path).is_some();
        (!is_none).then_some(item)
    }

    /// What stands in the place of the item at a path, as an error.
    fn error_for(&self, item: &[&str]) -> Option<Part<'_>> {
        let (_, above) = item.split_last()?;
        self.at(&[above, &["error"]].concat())
    }

    /// The part at a path into params that are called so, if they are an array.
    pub(crate) fn at_named(&self, path: &[&str], names: &[&str]) -> Option<Part<'_>> {
        self.found(path).or_else(|| {
            let (first, rest) = path.split_first()?;
            let place = names.iter().position(|name| name == first)?;
            self.found(&[&[place.to_string().as_str()], rest].concat())
        })
    }

    fn found(&self, path: &[&str]) -> Option<Part<'_>> {
        match self.wire {
            Wire::Json => json::at(json::text(&self.params).ok()?, path).map(Part::Json),
            #[cfg(feature = "msgpack")]
            Wire::MessagePack => msgpack::walk::at(&self.params, path).map(Part::MessagePack),
        }
    }

    /// A notification by another method, whose params are a part of these.
    fn part(&self, method: &str, params: Part<'_>) -> Self {
        Self {
            method: method.into(),
            params: self.params.slice_ref(params.bytes()),
            wire: self.wire,
            names: &[],
        }
    }

    fn fault(&self, fault: DecodeFault) -> Error {
        Error::Decode(fault).in_method(self.method.to_string().into())
    }
}

/// What can be read from the part of a notification at a path, by what a client is compiled for:
/// any value that serde reads, and the enums of generated code, which choose by the notification's
/// method.
pub trait FromNotification<W: Wires = Json>: Sized {
    /// Reads it; an empty path stands for all params.
    fn from_notification(
        notification: &ServerNotification,
        path: &'static [&'static str],
    ) -> Result<Self, Error>;
}

/// What a stream of `T` reads by.
pub(crate) type Read<T> = fn(&ServerNotification, &'static [&'static str]) -> Result<T, Error>;

impl<T: DeserializeOwned, W: Wires> FromNotification<W> for T {
    fn from_notification(
        notification: &ServerNotification,
        path: &'static [&'static str],
    ) -> Result<Self, Error> {
        if path.is_empty() {
            return notification.decode_as::<W, T>();
        }
        let part = notification
            .item(path)
            .ok_or_else(|| absent(notification, path))?;
        W::decode(part.wire(), part.bytes()).map_err(|mut fault| {
            fault.stand_at(&format!("$.{}", path.join(".")));
            notification.fault(fault)
        })
    }
}

impl<W: Wires> FromNotification<W> for ServerNotification {
    fn from_notification(
        notification: &ServerNotification,
        _: &'static [&'static str],
    ) -> Result<Self, Error> {
        Ok(notification.clone())
    }
}

fn is_null(part: Part<'_>) -> bool {
    part.wire().is_null(part.bytes())
}

/// Why there is no item.
fn absent(notification: &ServerNotification, path: &[&str]) -> Error {
    refused(notification, path).unwrap_or_else(|| missing(notification, path))
}

/// The error that a server sends in the place of an item, as the servers of Ethereum and jsonrpsee do.
fn refused(notification: &ServerNotification, path: &[&str]) -> Option<Error> {
    let error = notification.error_for(path)?;
    let error = Error::Server(ServerError::read(&error.json()));
    Some(error.in_method(notification.method.to_string().into()))
}

fn missing(notification: &ServerNotification, path: &[&str]) -> Error {
    let message = format!("there is nothing at `{}`", path.join("."));
    match Part::read(notification.wire, &notification.params) {
        Ok(params) => notification.fault(params.fault(message)),
        Err(fault) => notification.fault(fault),
    }
}
