//! The members of a message that JSON-RPC knows: takes its text, gives those and skips all others.
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Members, Name};

/// What a request, a response, and an error without a response around it are made of.
const KNOWN: [&str; 8] = [
    "jsonrpc", "id", "method", "params", "result", "error", "code", "message",
];

/// The members of a message, of two with one name the last. Whatever it has, they take no memory to speak of.
pub(super) struct Message<'a>(pub(super) Members<'a>);

impl<'de> Deserialize<'de> for Message<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Message<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<_> = Vec::with_capacity(4);
                while let Some(Name(name)) = map.next_key()? {
                    if !KNOWN.contains(&&*name) {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    }
                    let value = map.next_value()?;
                    match members.iter_mut().find(|(known, _)| *known == name) {
                        Some((_, last)) => *last = value,
                        None => members.push((name, value)),
                    }
                }
                Ok(Message(Members(members)))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
