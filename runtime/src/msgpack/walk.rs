//! What stands inside a value: takes one encoded value, finds its members and what a path leads to, and decodes nothing.
use std::borrow::Cow;

use super::{
    head::{Head, Kind},
    scan::end,
    transcode::key,
};

/// Whether it is one whole value and nothing else.
pub(crate) fn is_whole(value: &[u8]) -> bool {
    end(value, 0) == Some(value.len())
}

/// Whether it is a map.
pub(crate) fn is_map(value: &[u8]) -> bool {
    Head::read(value).is_ok_and(|head| head.kind == Kind::Map)
}

/// The members of a map in their order, each still encoded; none of what is no map.
pub(crate) fn members(map: &[u8]) -> Option<Vec<(String, &[u8])>> {
    let head = Head::read(map).ok()?;
    let mut inside = Inside {
        values: map,
        at: head.length,
    };
    let mut members = Vec::new();
    for _ in 0..head.values / 2 {
        members.push((key(inside.next()?), inside.next()?));
    }
    (head.kind == Kind::Map).then_some(members)
}

/// The elements of an array, each still encoded; none of what is no array.
pub(crate) fn elements(array: &[u8]) -> Option<Vec<&[u8]>> {
    let head = Head::read(array).ok()?;
    let mut inside = Inside {
        values: array,
        at: head.length,
    };
    let is_array = head.kind == Kind::Array;
    let elements = is_array.then(|| (0..head.values).map(|_| inside.next()));
    elements?.collect()
}

/// What a string says; none of what is no string.
pub(crate) fn text(string: &[u8]) -> Option<Cow<'_, str>> {
    let head = Head::read(string).ok()?;
    let is_string = head.kind == Kind::Str;
    let text = is_string.then(|| string.get(head.length..))??;
    Some(String::from_utf8_lossy(text))
}

/// The value at a path of member names, where a number counts in an array; the whole for an empty path.
pub(crate) fn at<'a>(value: &'a [u8], path: &[&str]) -> Option<&'a [u8]> {
    path.iter().try_fold(value, |value, step| {
        let head = Head::read(value).ok()?;
        let mut inside = Inside {
            values: value,
            at: head.length,
        };
        match head.kind {
            Kind::Array => {
                let index = step.parse().ok().filter(|index| *index < head.values)?;
                for _ in 0..index {
                    inside.next()?;
                }
                inside.next()
            }
            Kind::Map => {
                let mut found = None;
                for _ in 0..head.values / 2 {
                    let name = inside.next()?;
                    let value = inside.next()?;
                    // The last of several, as in an object.
                    found = is_called(name, step).then_some(value).or(found);
                }
                found
            }
            _ => None,
        }
    })
}

/// Whether a key is this name.
fn is_called(name: &[u8], step: &str) -> bool {
    match Head::read(name) {
        Ok(head) if head.kind == Kind::Str => name.get(head.length..) == Some(step.as_bytes()),
        _ => key(name) == step,
    }
}

/// The values in a container, one after the other.
struct Inside<'a> {
    values: &'a [u8],
    at: usize,
}

impl<'a> Inside<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let start = self.at;
        self.at = end(self.values, start)?;
        self.values.get(start..self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msgpack::{encode, to_json};

    fn json(value: &[u8]) -> String {
        String::from_utf8(to_json(value).unwrap()).unwrap()
    }

    #[test]
    fn paths_lead_as_in_json() {
        let tree = serde_json::json!({"a": [{"b": 1}, [2, {"c": null}]], "d": "x", "7": 8});
        let value = encode(&tree).unwrap();
        for path in [
            &[][..],
            &["a"],
            &["a", "0", "b"],
            &["a", "1", "1", "c"],
            &["7"],
            &["e"],
            &["a", "2"],
            &["a", "b"],
            &["d", "x"],
            &["a", "-1"],
        ] {
            let text = tree.to_string();
            let expected = crate::json::at(&text, path).map(|found| found.get().to_owned());
            assert_eq!(at(&value, path).map(json), expected, "{path:?}");
        }
    }

    #[test]
    fn odd_keys_have_names_and_the_last_of_a_name_counts() {
        let map = b"\x84\x07\x01\xa1\xff\x02\xc4\x01a\x03\xa1a\x04";
        let names: Vec<_> = members(map)
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["7", "\u{fffd}", "a", "a"]);
        assert_eq!(at(map, &["a"]), Some(&[4][..]));
        assert_eq!(at(map, &["7"]), Some(&[1][..]));
    }

    #[test]
    fn what_is_cut_off_leads_nowhere() {
        let whole = b"\x82\xa1a\x92\x01\xa2bc\xa1d\xc0";
        assert!(is_whole(whole) && is_map(whole) && !is_map(b"\x90"));
        for end in 0..whole.len() {
            assert!(!is_whole(&whole[..end]) && members(&whole[..end]).is_none());
            assert_eq!(at(&whole[..end], &["d"]), None);
        }
        assert!(!is_whole(b"\x01\x02") && members(b"\x91\x01").is_none());
        let endless = b"\xdf\xff\xff\xff\xff\xa1a";
        assert!(members(endless).is_none() && at(endless, &["a"]).is_none());
    }
}
