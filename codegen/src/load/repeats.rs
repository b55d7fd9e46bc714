//! Takes JSON text and the tree that was read from it, and tells whether an object of the text has a key twice.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Counts members, of which the tree has fewer than the text when one took the place of another.
///
/// A second reading that keeps nothing is cheaper than a reader of our own that looks for every key.
pub(super) fn in_json(tree: &Value, text: &str) -> bool {
    match serde_json::from_str(text) {
        Ok(Members(written)) => written != members(tree),
        Err(_) => false,
    }
}

fn members(tree: &Value) -> usize {
    match tree {
        Value::Array(list) => list.iter().map(members).sum(),
        Value::Object(map) => map.len() + map.values().map(members).sum::<usize>(),
        _ => 0,
    }
}

/// How many members all objects of a text have together.
struct Members(usize);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Counting).map(Self)
    }
}

struct Counting;

impl<'de> Visitor<'de> for Counting {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<usize, A::Error> {
        let mut count = 0;
        while let Some((_, Members(inside))) = map.next_entry::<IgnoredAny, Members>()? {
            count += inside + 1;
        }
        Ok(count)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<usize, A::Error> {
        let mut count = 0;
        while let Some(Members(inside)) = list.next_element()? {
            count += inside;
        }
        Ok(count)
    }

    fn visit_bool<E>(self, _: bool) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_i64<E>(self, _: i64) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_u64<E>(self, _: u64) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_f64<E>(self, _: f64) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_str<E>(self, _: &str) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_unit<E>(self) -> Result<usize, E> {
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::in_json;

    #[test]
    fn a_key_that_stands_twice_is_noticed_at_any_depth() {
        for (text, repeats) in [
            (r#"{"a": 1, "b": [{"a": null}, -2, 1.5, true, "x"]}"#, false),
            (r#"{"a": 1, "a": 1}"#, true),
            (r#"[[{"b": {"a": 1, "\u0061": 2}}]]"#, true),
        ] {
            assert_eq!(
                in_json(&serde_json::from_str(text).unwrap(), text),
                repeats,
                "{text}"
            );
        }
    }
}
