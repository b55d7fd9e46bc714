//! Looks at JSON text that was checked before: takes a value, gives its kind and its members without reading them.
use std::borrow::Cow;

use crate::json;
use crate::source::Source;

use super::look::{Look, Members};

pub(super) fn look(text: &str) -> Look<'_> {
    match text.as_bytes().first() {
        Some(b'{') => Look::Object(members(text)),
        Some(b'[') => Look::List(first_item(text).map(Source::Json)),
        Some(b'"') => Look::String(plain(text)),
        Some(b't' | b'f') => Look::Boolean,
        Some(b'n') => Look::Null,
        _ => Look::Number {
            whole: !text.contains(['.', 'e', 'E']),
        },
    }
}

fn first_item(text: &str) -> Option<&str> {
    let start = behind(text, 1, b',');
    let item = text.get(start..end(text, start)?)?;
    (!item.is_empty()).then_some(item)
}

fn members(text: &str) -> Members<'_> {
    let mut members = Vec::with_capacity(8);
    let mut index = 1;
    while let Some((name, value, end)) = member(text, index) {
        members.push((name, Source::Json(value)));
        index = end;
    }
    Members::new(members)
}

/// The member behind `index`: its name, its value, and where it ends.
fn member(text: &str, index: usize) -> Option<(Cow<'_, str>, &str, usize)> {
    let start = behind(text, index, b',');
    let end = end(text, start).filter(|_| text.as_bytes()[start] == b'"')?;
    let name = plain(text.get(start..end)?);
    let start = behind(text, end, b':');
    let end = self::end(text, start)?;
    Some((name, text.get(start..end)?, end))
}

/// Where white space and this sign end.
fn behind(text: &str, index: usize, sign: u8) -> usize {
    let rest = text.as_bytes().get(index..).unwrap_or_default();
    let skipped = |byte: &&u8| **byte == sign || matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    index + rest.iter().take_while(skipped).count()
}

/// Where the value ends that begins here.
fn end(text: &str, start: usize) -> Option<usize> {
    let rest = text.as_bytes().get(start..)?;
    let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n');
    Some(
        start
            + match rest.first()? {
                b'"' => json::closing_quote(rest, 1)? + 1,
                b'{' | b'[' => json::container(rest)?.len(),
                _ => rest.iter().position(ends)?,
            },
    )
}

/// A quoted string without its quotes and escapes.
pub(super) fn plain(quoted: &str) -> Cow<'_, str> {
    match quoted.contains('\\') {
        true => serde_json::from_str(quoted).map_or(Cow::Borrowed(quoted), Cow::Owned),
        false => {
            let inner = quoted
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            Cow::Borrowed(inner.unwrap_or(quoted))
        }
    }
}

/// Whether containers are inside each other to more than this many levels.
pub(super) fn is_deeper(text: &str, limit: usize) -> bool {
    let bytes = text.as_bytes();
    let (mut depth, mut index) = (0_usize, 0);
    // A level is two brackets at least.
    while bytes.len() > 2 * limit
        && let Some(byte) = bytes.get(index)
    {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => match json::closing_quote(bytes, index + 1) {
                Some(end) => index = end,
                None => return false,
            },
            _ => {}
        }
        if depth > limit {
            return true;
        }
        index += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(value: Option<Source<'_>>) -> Option<&str> {
        value.and_then(|value| std::str::from_utf8(value.bytes()).ok())
    }

    #[test]
    fn members_are_found_without_being_read() {
        let text =
            "{ \"a\" : [1, {\"b\": \"}\"}] ,\n\"\\u0062\":\"x\\\"y\",\"a\":-1.5e3 , \"z\":null}";
        let Look::Object(members) = look(text) else {
            panic!("it is an object")
        };
        assert_eq!(text_of(members.get("a")), Some("-1.5e3"));
        assert_eq!(text_of(members.get("b")), Some("\"x\\\"y\""));
        assert_eq!(text_of(members.get("z")), Some("null"));
        assert_eq!((text_of(members.get("c")), members.count()), (None, 4));
        for end in 0..text.len() {
            if let Look::Object(members) = look(&text[..end]) {
                members.get("a");
            }
        }
    }

    #[test]
    fn of_many_members_the_last_of_a_name_counts_too() {
        let many: String = (0..100).map(|i| format!("\"m{}\":{i},", i % 60)).collect();
        let text = format!("{{{many}\"x\":[]}}");
        let Look::Object(members) = look(&text) else {
            panic!("it is an object")
        };
        let found = ["m7", "m39", "m40", "x", "y"].map(|name| text_of(members.get(name)));
        assert_eq!(
            found,
            [Some("67"), Some("99"), Some("40"), Some("[]"), None]
        );
    }

    #[test]
    fn the_first_item_is_found_without_being_read() {
        for (text, expected) in [
            ("[ {\"a\": [1]} , 2]", Some("{\"a\": [1]}")),
            ("[-1.5]", Some("-1.5")),
            ("[\"]\",1]", Some("\"]\"")),
            ("[ ]", None),
            ("[", None),
            ("[[", None),
        ] {
            let found = match look(text) {
                Look::List(first) => text_of(first),
                other => panic!("{other:?}"),
            };
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn depth_is_counted_outside_of_strings() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(!is_deeper(&nested(100), 100));
        assert!(is_deeper(&nested(101), 100));
        assert!(!is_deeper(&format!("\"{}\"", "[".repeat(1000)), 100));
    }
}
