//! The members of a message that JSON-RPC knows: takes its text, gives those and skips all others.
use std::{borrow::Cow, fmt};

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{
    Name,
    pieces::{Beginning, Pieces, behind},
};

/// The places of the members of a request, a response, and an error without a response around it.
#[inline]
fn place(name: &str) -> Option<usize> {
    // Quicker than to look through a list.
    Some(match name {
        "jsonrpc" => 0,
        "id" => 1,
        "method" => 2,
        "params" => 3,
        "result" => 4,
        "error" => 5,
        "code" => 6,
        "message" => 7,
        _ => return None,
    })
}

/// The members of a message, of two with one name the last. Whatever it has, they take no memory to speak of.
#[derive(Default)]
pub(crate) struct Message<'a> {
    /// As they came, in their places.
    values: [Option<&'a str>; 8],
    /// What the params are made of, where that was seen.
    pub(crate) pieces: Option<Pieces>,
}

impl<'a> Message<'a> {
    /// Those of the object that a text is.
    pub(crate) fn read(text: &'a str) -> Result<Self, serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(text);
        let message = json.deserialize_map(Collect { text })?;
        json.end().map(|()| message)
    }

    /// A member by name, as it came.
    #[inline]
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.values[place(name)?]
    }
}

struct Collect<'a> {
    text: &'a str,
}

impl<'a> Collect<'a> {
    /// The params behind their name. They are taken apart as they are read, if they are to be.
    fn params<A: MapAccess<'a>>(
        &self,
        name: &Cow<'a, str>,
        map: &mut A,
    ) -> Result<(&'a str, Option<Pieces>), A::Error> {
        match self.value_behind(name) {
            Some(value) if value.starts_with(['{', '[']) => map.next_value_seed(Beginning(value)),
            _ => map.next_value().map(|value: &RawValue| (value.get(), None)),
        }
    }

    /// What begins with the value of a name, unless that has escapes.
    fn value_behind(&self, name: &Cow<'a, str>) -> Option<&'a str> {
        let Cow::Borrowed(name) = name else {
            return None;
        };
        let rest = behind(self.text, name)?.strip_prefix('"')?;
        let value = rest.trim_ascii_start().strip_prefix(':')?;
        Some(value.trim_ascii_start())
    }
}

impl<'de> Visitor<'de> for Collect<'de> {
    type Value = Message<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut message = Message::default();
        while let Some(Name(name)) = map.next_key()? {
            let Some(place) = place(&name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = match &*name {
                "params" => {
                    let (value, pieces) = self.params(&name, &mut map)?;
                    message.pieces = pieces;
                    value
                }
                _ => map.next_value::<&RawValue>()?.get(),
            };
            message.values[place] = Some(value);
        }
        Ok(message)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::de::DeserializeSeed;

    use super::*;
    use crate::json::values::Values;

    #[test]
    fn only_what_is_known_is_kept() {
        let odd = r#"{"x":[],"id":1,"\u0069d":2,"":{"id":3},"method":"m","id":"4"}"#;
        let message = Message::read(odd).unwrap();
        assert_eq!(message.get("id"), Some("\"4\""));
        assert_eq!(message.get("x"), None);
        assert_eq!(message.values.iter().flatten().count(), 2);
        for broken in [r#"{"id":1,"x":nul}"#, "[]", r#"{"id":1} x"#, ""] {
            assert!(Message::read(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn the_last_params_are_taken_apart() {
        for (text, params, pieces) in [
            (
                r#"{"params":1,"params" : {"a": [] } }"#,
                r#"{"a": [] }"#,
                Some(1),
            ),
            (r#"{"params":[1,2],"x":[]}"#, "[1,2]", Some(2)),
            (r#"{"params":[1],"p\u0061rams" : [ ] }"#, "[ ]", None),
            (r#"{"params":[1],"params":7}"#, "7", None),
        ] {
            let message = Message::read(text).unwrap();
            assert_eq!(message.get("params"), Some(params));
            let found = message.pieces.as_ref();
            let found = found.map(|pieces| pieces.of(params.as_bytes()).count());
            assert_eq!(found, pieces, "{text}");
        }
    }

    #[test]
    fn pieces_are_what_a_second_reading_finds() {
        let (texts, mut chance) = (
            [
                r#"{"id":1,"params":[1,"]",[[2]],null],"method":"m"}"#,
                r#"{"params":{"a":{"b":[]},"\u0062":"\"}","a":-1.5e3},"id":"x"}"#,
            ],
            1_u64,
        );
        let mut next = |bound: usize| {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (chance >> 33) as usize % bound
        };
        let mut taken_apart = 0;
        for round in 0..50_000 {
            let mut text = texts[round % 2].to_owned();
            for _ in 0..=next(3) {
                let (index, letter) = (next(text.len()), next(16));
                let letter = &r#"[]{},:"\u0d8 x.e"#[letter..=letter];
                text.replace_range(index..index + next(2), letter);
            }
            let found = Message::read(&text);
            let expected = serde_json::from_str::<HashMap<Cow<'_, str>, &RawValue>>(&text);
            assert_eq!(found.is_ok(), expected.is_ok(), "{text}");
            let (Ok(found), Ok(expected)) = (found, expected) else {
                continue;
            };
            let params = expected.get("params").map(|params| params.get());
            assert_eq!(found.get("params"), params, "{text}");
            let Some((params, pieces)) = params.zip(found.pieces) else {
                continue;
            };
            let mut values = Vec::new();
            let read = Values(|name: Option<&str>, value: &str| {
                values.push((name.map(str::to_owned), value.to_owned()));
                Ok::<_, fmt::Error>(())
            });
            let read = read.deserialize(&mut serde_json::Deserializer::from_str(params));
            assert_eq!(read.unwrap(), pieces.by_name, "{text}");
            let values = values
                .iter()
                .map(|(name, value)| (name.as_ref().map(String::as_bytes), value.as_bytes()));
            assert!(pieces.of(params.as_bytes()).eq(values), "{text}");
            taken_apart += 1;
        }
        assert!(taken_apart > 1_000, "{taken_apart}");
    }
}
