//! A value in MessagePack: takes one, gives its bytes, and back.
use serde::de::Deserializer;
use serde::ser::Serializer;

use super::Value;
use super::plain;
use crate::msgpack::decode::DEPTH;
use crate::msgpack::head::{Head, Kind};
use crate::msgpack::own::Own;
use crate::msgpack::scan::Scanner;
use crate::msgpack::{Error, write};

impl Own for Value {
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Nil => write::nil(out),
            Self::Bool(value) => write::bool(*value, out),
            Self::Int(number) => write::integer(*number, out)?,
            Self::Float(number) => write::float(*number, out),
            Self::Str(text) => write::str(text.as_bytes(), out)?,
            Self::Bin(bytes) => write::bin(bytes, out)?,
            Self::Ext(code, payload) => write::ext(*code, payload, out)?,
            Self::Array(values) => {
                write::array(values.len(), out)?;
                for value in values {
                    value.write(out)?;
                }
            }
            Self::Map(entries) => {
                write::map(entries.len(), out)?;
                for (key, value) in entries {
                    key.write(out)?;
                    value.write(out)?;
                }
            }
        }
        Ok(())
    }

    fn read(message: &[u8]) -> Result<Self, Error> {
        let scanned = Scanner::new(usize::MAX, DEPTH).scan(message);
        match scanned.map_err(Error::new)? {
            Some(whole) if whole.length == message.len() => {}
            _ => return Err(Error::new("no whole value of MessagePack")),
        }
        let mut rest = message;
        next(&mut rest).ok_or_else(|| Error::new("no MessagePack"))
    }

    fn serialize_plain<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        plain::serialize(self, serializer)
    }

    fn deserialize_plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(plain::Plain)
    }
}

/// The value with which the bytes begin. How deep it is was looked at before.
fn next(rest: &mut &[u8]) -> Option<Value> {
    let head = Head::read(rest).ok()?;
    let (body, behind) = rest
        .get(head.length..)?
        .split_at_checked(usize::try_from(head.body).ok()?)?;
    *rest = behind;
    Some(match head.kind {
        Kind::Nil => Value::Nil,
        Kind::Bool(value) => Value::Bool(value),
        Kind::Unsigned(number) => Value::Int(number.into()),
        Kind::Negative(number) => Value::Int(number.into()),
        Kind::Float(number) => Value::Float(number),
        Kind::Str => Value::Str(body.into()),
        Kind::Bin => Value::Bin(body.into()),
        Kind::Ext(code) => Value::Ext(code, body.into()),
        Kind::Array => Value::Array(
            (0..head.values)
                .map(|_| next(rest))
                .collect::<Option<_>>()?,
        ),
        Kind::Map => {
            let entries = (0..head.values / 2).map(|_| Some((next(rest)?, next(rest)?)));
            Value::Map(entries.collect::<Option<_>>()?)
        }
    })
}
