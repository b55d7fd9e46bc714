//! Looks at MessagePack that was checked before: takes a value, gives its kind and its members without reading them.
use std::borrow::Cow;

use crate::msgpack::head::{Head, Kind};
use crate::msgpack::scan::{self, Scanner};
use crate::msgpack::transcode;
use crate::source::Source;

use super::look::{Look, Members};

pub(super) fn look(message: &[u8]) -> Look<'_> {
    let Ok(head) = Head::read(message) else {
        return Look::Null;
    };
    match head.kind {
        Kind::Nil => Look::Null,
        Kind::Bool(_) => Look::Boolean,
        Kind::Unsigned(_) | Kind::Negative(_) => Look::Number { whole: true },
        Kind::Float(_) => Look::Number { whole: false },
        Kind::Str => Look::String(plain(message)),
        Kind::Bin => Look::Bytes,
        Kind::Ext(code) => Look::Ext(code),
        Kind::Array => Look::List(part(message, head.length).map(Source::MessagePack)),
        Kind::Map => Look::Object(members(message, head)),
    }
}

/// Text as it is; of any other value its JSON.
pub(super) fn plain(message: &[u8]) -> Cow<'_, str> {
    match Head::read(message) {
        Ok(head) if head.kind == Kind::Str => {
            String::from_utf8_lossy(message.get(head.length..).unwrap_or_default())
        }
        _ => Source::MessagePack(message).json(),
    }
}

/// Whether containers are inside each other to more than this many levels.
pub(super) fn is_deeper(message: &[u8], limit: usize) -> bool {
    Scanner::new(usize::MAX, limit).scan(message).is_err()
}

fn members<'t>(message: &'t [u8], head: Head) -> Members<'t> {
    let mut members = Vec::with_capacity(8);
    let mut at = head.length;
    while let Some(name) = part(message, at)
        && let Some(value) = part(message, at + name.len())
    {
        at += name.len() + value.len();
        members.push((key(name), Source::MessagePack(value)));
    }
    Members::new(members)
}

fn key(name: &[u8]) -> Cow<'_, str> {
    match Head::read(name).map(|head| head.kind) {
        Ok(Kind::Str) => plain(name),
        _ => Cow::Owned(transcode::key(name)),
    }
}

/// The value that begins at `at`.
fn part(message: &[u8], at: usize) -> Option<&[u8]> {
    message.get(at..scan::end(message, at)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_members_are_seen_without_being_read() {
        // {"a": [1.5], 7: "x", "a": nil}
        let Look::Object(members) = look(b"\x83\xa1a\x91\xca\x3f\xc0\0\0\x07\xa1x\xa1a\xc0") else {
            panic!("it is a map")
        };
        let found = |name| members.get(name).map(Source::bytes);
        assert_eq!(found("a"), Some(&b"\xc0"[..]));
        assert_eq!(found("7"), Some(&b"\xa1x"[..]));
        assert_eq!((found("x"), members.count()), (None, 3));
        assert!(matches!(look(b"\xd4\x85\x00"), Look::Ext(-123)));
        assert!(matches!(look(b"\xc4\x00"), Look::Bytes));
        assert!(matches!(
            look(b"\x92\x01\x02"),
            Look::List(Some(Source::MessagePack(b"\x01")))
        ));
        assert!(matches!(look(b"\x90"), Look::List(None)));
        assert!(matches!(
            look(b"\xd3\xff\xff\xff\xff\xff\xff\xff\xff"),
            Look::Number { whole: true }
        ));
        assert_eq!(
            (plain(b"\xa2\xffx"), plain(b"\xc3")),
            ("\u{fffd}x".into(), "true".into())
        );
    }
}
