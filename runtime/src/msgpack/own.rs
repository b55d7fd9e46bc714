//! Values that look different in MessagePack: takes the two forms of a type, lets each wire write and read its own.
//!
//! Serde has no word for a value that brings its own bytes. Both ends of this room know a newtype by its name and ask it
//! for them, or give it those that stand there; every other format sees through the newtype.
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use super::Error;

/// The name of the newtype.
pub(crate) const NAME: &str = "$callwright::own";

/// A type with a form of its own in MessagePack.
pub(crate) trait Own: Sized {
    /// Puts one value of MessagePack behind the bytes.
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Error>;

    /// Reads one whole value of MessagePack.
    fn read(message: &[u8]) -> Result<Self, Error>;

    /// Writes what it is in JSON, and in every format but MessagePack.
    fn serialize_plain<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads that.
    fn deserialize_plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// What the `Serialize` of such a type calls.
pub(crate) fn serialize<T: Own, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(NAME, &Form(value))
}

/// What its `Deserialize` calls.
pub(crate) fn deserialize<'de, T: Own, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(NAME, Reading(PhantomData))
}

struct Form<'a, T>(&'a T);

impl<T: Own> Serialize for Form<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Only what takes bytes as they are says so here. Other binary formats keep them as bytes, too.
        if serializer.is_human_readable() {
            return self.0.serialize_plain(serializer);
        }
        let mut bytes = Vec::new();
        self.0.write(&mut bytes).map_err(S::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

struct Reading<T>(PhantomData<T>);

impl<'de, T: Own> Visitor<'de> for Reading<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bytes<E: serde::de::Error>(self, message: &[u8]) -> Result<T, E> {
        T::read(message).map_err(E::custom)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        match deserializer.is_human_readable() {
            true => T::deserialize_plain(deserializer),
            false => {
                let bytes: Vec<u8> = Deserialize::deserialize(deserializer)?;
                T::read(&bytes).map_err(D::Error::custom)
            }
        }
    }
}
