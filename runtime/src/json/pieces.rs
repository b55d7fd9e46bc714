//! The values in an object or an array: takes JSON that is being read, gives their places in it, so that nobody reads it
//! again to find them.
use std::{fmt, ops::Range};

use serde::de::{DeserializeSeed, Deserializer, Error};

use super::values::Values;

/// How many are kept at the most, so that a message of nothing but short values takes no more memory than it has bytes.
const MOST: usize = 32;

/// Where the values stand in an object or an array, and their names.
#[derive(Debug)]
pub(crate) struct Pieces {
    pub(crate) by_name: bool,
    /// Of each its name, with its quotes, and itself. In an array, the names are empty.
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Pieces {
    /// The values of the object or the array that these are pieces of, each behind its name as it is written.
    pub(crate) fn of<'a>(
        &'a self,
        json: &'a [u8],
    ) -> impl Iterator<Item = (Option<&'a [u8]>, &'a [u8])> {
        let part = |place: &Range<usize>| json.get(place.clone()).unwrap_or_default();
        let places = self.places.iter();
        places.map(move |(name, value)| (self.by_name.then(|| part(name)), part(value)))
    }
}

/// Where a slice of a text stands in it; none of another text.
fn place(text: &str, slice: &str) -> Option<Range<usize>> {
    let start = (slice.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let end = start.checked_add(slice.len())?;
    (end <= text.len()).then_some(start..end)
}

/// What stands in a text behind a slice of it; none where it is no slice of it.
pub(super) fn behind<'a>(text: &'a str, slice: &str) -> Option<&'a str> {
    text.get(place(text, slice)?.end..)
}

/// Reads an object or an array with which a text begins. Gives it, and its pieces where they are not too many.
pub(super) struct Beginning<'a>(pub(super) &'a str);

impl<'de> DeserializeSeed<'de> for Beginning<'de> {
    type Value = (&'de str, Option<Pieces>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let text = self.0;
        let mut places = Vec::new();
        let (mut count, mut end) = (0, 1);
        let by_name = Values(|name: Option<&str>, value: &str| {
            let name = name.map_or(Some(0..0), |name| place(text, name));
            let (name, value) = name.zip(place(text, value)).ok_or(Elsewhere)?;
            end = value.end;
            count += 1;
            if count <= MOST {
                places.push((name, value));
            }
            Ok::<_, Elsewhere>(())
        });
        let by_name = by_name.deserialize(deserializer)?;
        // Nothing but a bracket is behind the last value.
        let rest = text.get(end..).map(str::trim_ascii_start);
        let end = rest.and_then(|rest| (text.len() + 1).checked_sub(rest.len()));
        let json = end.and_then(|end| text.get(..end));
        Ok((
            json.ok_or_else(|| D::Error::custom(Elsewhere))?,
            (count <= MOST).then_some(Pieces { by_name, places }),
        ))
    }
}

/// It is not this text that is being read.
struct Elsewhere;

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the values are of another text")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(&str, Option<Pieces>), serde_json::Error> {
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
            (r#"{"a":{"b":1} , "a" : "}"}"#, &["{\"b\":1}", "\"}\""]),
        ] {
            for rest in ["", r#","id":1}"#, " \n]"] {
                let text = format!("{json}{rest}");
                let (found, pieces) = read(&text).unwrap();
                assert_eq!(found, json);
                let pieces = pieces.unwrap();
                assert_eq!(pieces.by_name, json.starts_with('{'));
                let named = pieces.by_name.then_some(&b"\"a\""[..]);
                let values = values.iter().map(|value| (named, value.as_bytes()));
                assert!(pieces.of(json.as_bytes()).eq(values), "{json}");
            }
        }
    }

    #[test]
    fn of_many_values_none_is_kept() {
        let json = format!("[{}0]", "0,".repeat(MOST));
        let text = format!("{json},[");
        let (found, pieces) = read(&text).unwrap();
        assert_eq!(found, json);
        assert!(pieces.is_none());
        assert!(read(&json[2..]).is_err());
    }

    #[test]
    fn half_a_character_in_a_name_breaks_nothing() {
        let json = r#"{"a":1,"b\ud800":2}"#;
        let (found, pieces) = read(json).unwrap();
        assert_eq!(found, json);
        let pieces = pieces.unwrap();
        let last = pieces.of(json.as_bytes()).last();
        assert_eq!(last, Some((Some(&br#""b\ud800""#[..]), &b"2"[..])));
    }

    #[test]
    fn what_is_no_json_is_not_taken() {
        for text in [
            "",
            "7",
            "[1,,2]",
            "[1,]",
            "[1",
            r#"{"a":nul}"#,
            r#"{"a" 1}"#,
            r#"{"a":1,}"#,
            "{1:1}",
            "[1}",
            "[01]",
            "[\"\0\"]",
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
