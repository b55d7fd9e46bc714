//! MessagePack: takes serde's types, gives bytes, and back; finds where messages end, and what they are.
//!
//! One deserialiser and one serialiser of our own over rmp's markers. rmp-serde says of no fault where it stands, keeps
//! no bytes of a value for a union to look at, can't tell text that is no UTF-8 from binary data, and takes nearly
//! three times as long to compile for each type. Both ends call themselves human readable, so that a `Uuid` or an `IpAddr` is text on
//! either wire; what looks different in MessagePack goes through [`own`].

mod bytes;
pub(crate) mod decode;
pub(crate) mod encode;
mod error;
pub(crate) mod ext;
pub(crate) mod head;
pub(crate) mod outline;
pub(crate) mod own;
pub(crate) mod scan;
mod text;
mod timestamp;
pub(crate) mod transcode;
mod value;
pub(crate) mod walk;
pub(crate) mod write;

pub use bytes::Bytes;
pub use text::RpcStr;
pub use timestamp::Timestamp;
pub use value::Value;

pub(crate) use decode::decode;
pub(crate) use encode::encode;
pub(crate) use error::Error;
pub use scan::Malformed;
pub(crate) use transcode::{from_json, to_json};

/// The byte that is nil.
pub(crate) const NIL: u8 = 0xc0;

#[cfg(test)]
mod tests;
