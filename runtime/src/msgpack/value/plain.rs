//! A value in JSON: takes one, gives what is as close to it as JSON has it, and reads what JSON has.
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::Value;
use crate::msgpack::bytes::Bytes;
use crate::msgpack::own::Own;
use crate::msgpack::transcode;

pub(super) fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Value::Nil => serializer.serialize_unit(),
        Value::Bool(value) => serializer.serialize_bool(*value),
        Value::Int(number) => match u64::try_from(*number) {
            Ok(number) => serializer.serialize_u64(number),
            // It knows how to be longer.
            Err(_) => serde::Serialize::serialize(&crate::Integer::from(*number), serializer),
        },
        Value::Float(number) => serializer.serialize_f64(*number),
        Value::Str(text) => serializer.serialize_str(&text.to_str_lossy()),
        Value::Bin(bytes) => serializer.serialize_str(&transcode::base64(bytes)),
        Value::Array(values) => serializer.collect_seq(values),
        Value::Map(entries) => {
            let mut map = serializer.serialize_map(Some(entries.len()))?;
            for (key, value) in entries {
                map.serialize_entry(&name(key), value)?;
            }
            map.end()
        }
        Value::Ext(code, payload) => {
            let ext = (transcode::EXT, (code, transcode::base64(payload)));
            serializer.collect_map([ext])
        }
    }
}

/// The key of an entry as text.
fn name(key: &Value) -> String {
    let mut message = Vec::new();
    match key.write(&mut message) {
        Ok(()) => transcode::key(&message),
        Err(_) => String::new(),
    }
}

pub(super) struct Plain;

impl<'de> Visitor<'de> for Plain {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_some<D: serde::Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        serde::Deserialize::deserialize(inner)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i128<E>(self, number: i128) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Value, E> {
        Ok(Value::Bin(bytes.to_vec()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            entries.push((Value::from(name), value));
        }
        Ok(extension(&entries).unwrap_or(Value::Map(entries)))
    }
}

/// The extension that stands in JSON as a map.
fn extension(entries: &[(Value, Value)]) -> Option<Value> {
    let [(name, value)] = entries else {
        return None;
    };
    let [code, payload] = value
        .as_array()
        .filter(|_| name.as_str() == Some(transcode::EXT))?
    else {
        return None;
    };
    let code = i8::try_from(code.as_i64()?).ok()?;
    let payload: Bytes = serde_json::from_value(payload.as_str()?.into()).ok()?;
    Some(Value::Ext(code, payload.0))
}
