//! The values in an object or an array: takes JSON that is being read, gives slices of it, so that nobody reads it again
//! to find them.
use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Name;

/// How many are kept at the most, so that a body of nothing but short values takes no more memory than it has bytes.
const MOST: usize = 32;

/// An object or an array, and its values where they are not too many.
#[derive(Debug)]
pub(crate) struct Container<'a> {
    pub(crate) json: &'a str,
    pub(crate) pieces: Option<Pieces<'a>>,
}

/// The values, each still encoded.
#[derive(Debug)]
pub(crate) struct Pieces<'a> {
    pub(crate) by_name: bool,
    /// In an array, the names are empty.
    pub(crate) values: Vec<(Cow<'a, str>, &'a RawValue)>,
}

/// What stands in a text behind a slice of it; none where it is no slice of it.
pub(crate) fn behind<'a>(text: &'a str, slice: &str) -> Option<&'a str> {
    let start = (slice.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    text.get(start.checked_add(slice.len())?..)
}

/// Reads an object or an array with which a text begins.
pub(crate) struct Beginning<'a>(pub(crate) &'a str);

/// What was read of it.
struct Kept<'a> {
    text: &'a str,
    values: Vec<(Cow<'a, str>, &'a RawValue)>,
    /// What was read to its end.
    last: &'a str,
    count: usize,
}

impl<'a> Kept<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            values: Vec::new(),
            last: text.get(..1).unwrap_or_default(),
            count: 0,
        }
    }

    fn put(&mut self, name: Cow<'a, str>, value: &'a RawValue) {
        if self.count < MOST {
            self.values.push((name, value));
        }
        self.count += 1;
        self.last = value.get();
    }

    /// Under a name that is no text, which makes none of them broken: who needs the names reads them by himself.
    fn put_unnamed(&mut self, value: &'a RawValue) {
        self.count += MOST + 1;
        self.last = value.get();
    }

    /// Nothing but a bracket is behind the last value.
    fn end<E: Error>(self, by_name: bool) -> Result<Container<'a>, E> {
        let rest = behind(self.text, self.last).map(str::trim_ascii_start);
        let end = rest.and_then(|rest| (self.text.len() + 1).checked_sub(rest.len()));
        let json = end.and_then(|end| self.text.get(..end));
        let values = self.values;
        Ok(Container {
            json: json.ok_or_else(|| E::custom("the values are of another text"))?,
            pieces: (self.count <= MOST).then_some(Pieces { by_name, values }),
        })
    }
}

impl<'de> DeserializeSeed<'de> for Beginning<'de> {
    type Value = Container<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Beginning<'de> {
    type Value = Container<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut kept = Kept::of(self.0);
        while let Some((name, value)) = map.next_entry::<&RawValue, _>()? {
            match serde_json::from_str(name.get()) {
                Ok(Name(name)) => kept.put(name, value),
                Err(_) => kept.put_unnamed(value),
            }
        }
        kept.end(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut kept = Kept::of(self.0);
        while let Some(value) = array.next_element()? {
            kept.put(Cow::Borrowed(""), value);
        }
        kept.end(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Container<'_>, serde_json::Error> {
        Beginning(text).deserialize(&mut serde_json::Deserializer::from_str(text))
    }

    #[test]
    fn containers_are_read_once() {
        for (json, values) in [
            ("[]", &[][..]),
            ("[ ]", &[]),
            ("{\n}", &[]),
            (
                r#"[1, "]",[[2]] , null ]"#,
                &["1", "\"]\"", "[[2]]", "null"],
            ),
            (r#"{"a":{"b":1} , "a":"}"}"#, &["{\"b\":1}", "\"}\""]),
        ] {
            for rest in ["", r#","id":1}"#, " \n]"] {
                let text = format!("{json}{rest}");
                let container = read(&text).unwrap();
                assert_eq!(container.json, json);
                let pieces = container.pieces.unwrap();
                assert_eq!(pieces.by_name, json.starts_with('{'));
                let found: Vec<_> = pieces.values.iter().map(|(_, it)| it.get()).collect();
                assert_eq!(found, values, "{json}");
            }
        }
    }

    #[test]
    fn of_many_values_none_is_kept() {
        let json = format!("[{}0]", "0,".repeat(MOST));
        let text = format!("{json},[");
        let container = read(&text).unwrap();
        assert_eq!(container.json, json);
        assert!(container.pieces.is_none());
        assert!(read(&json[2..]).is_err());
    }

    #[test]
    fn half_a_character_in_a_name_breaks_nothing() {
        let json = r#"{"a":1,"b\ud800":2}"#;
        let container = read(json).unwrap();
        assert_eq!(container.json, json);
        assert!(container.pieces.is_none());
    }

    #[test]
    fn what_is_no_json_is_not_taken() {
        for text in [
            "",
            "7",
            "[1,,2]",
            "[1",
            r#"{"a":nul}"#,
            r#"{"a" 1}"#,
            "[1}",
            "[01]",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_slices_have_something_behind() {
        let text = String::from("abcdef");
        assert_eq!(behind(&text, &text[1..3]), Some("def"));
        assert_eq!(behind(&text, &text[6..]), Some(""));
        assert_eq!(behind(&text[1..], &text[..1]), None);
        assert_eq!(behind(&text[..2], &text[1..3]), None);
    }
}
