//! Looks at JSON text that was checked before: takes a value, gives its kind and its members without reading them.
use std::borrow::Cow;

use crate::json;

/// What a value shows of itself without being read.
#[derive(Debug)]
pub(super) enum Look<'t> {
    Null,
    Boolean,
    /// Whether it is written without a fraction and an exponent.
    Number {
        whole: bool,
    },
    String(Cow<'t, str>),
    List,
    Object(Members<'t>),
}

impl<'t> Look<'t> {
    pub(super) fn at(text: &'t str) -> Self {
        match text.as_bytes().first() {
            Some(b'{') => Self::Object(Members::of(text)),
            Some(b'[') => Self::List,
            Some(b'"') => Self::String(plain(text)),
            Some(b't' | b'f') => Self::Boolean,
            Some(b'n') => Self::Null,
            _ => Self::Number {
                whole: !text.contains(['.', 'e', 'E']),
            },
        }
    }
}

/// The members of an object by their names, each as text.
#[derive(Debug)]
pub(super) struct Members<'t>(Vec<(Cow<'t, str>, &'t str)>);

impl<'t> Members<'t> {
    fn of(text: &'t str) -> Self {
        let mut members = Vec::new();
        let mut rest = text.get(1..).unwrap_or_default();
        while let Some((name, value, behind)) = member(rest) {
            members.push((name, value));
            rest = behind;
        }
        // Stable: of several with one name, the last one counts.
        members.sort_by(|(a, _), (b, _)| a.cmp(b));
        Self(members)
    }

    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        let behind = self.0.partition_point(|(known, _)| known.as_ref() <= name);
        let (known, value) = self.0.get(behind.checked_sub(1)?)?;
        (known == name).then_some(value)
    }

    /// How many members of different names there are.
    pub(super) fn count(&self) -> usize {
        let again = self.0.windows(2).filter(|two| two[0].0 == two[1].0);
        self.0.len() - again.count()
    }
}

/// The next member's name and value, and what stands behind them.
fn member(rest: &str) -> Option<(Cow<'_, str>, &str, &str)> {
    let rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',']);
    let (name, rest) = rest.split_at_checked(length(rest).filter(|_| rest.starts_with('"'))?)?;
    let rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ':']);
    let (value, rest) = rest.split_at_checked(length(rest)?)?;
    Some((plain(name), value, rest))
}

/// How long the value is with which the text begins.
fn length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.first()? {
        b'"' => Some(json::closing_quote(bytes, 1)? + 1),
        b'{' | b'[' => Some(json::container(bytes)?.len()),
        _ => text.find([',', '}', ']', ' ', '\t', '\r', '\n']),
    }
}

/// A quoted string without its quotes and escapes.
pub(super) fn plain(quoted: &str) -> Cow<'_, str> {
    match quoted.contains('\\') {
        true => serde_json::from_str(quoted).map_or(Cow::Borrowed(quoted), Cow::Owned),
        false => Cow::Borrowed(quoted.trim_matches('"')),
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

    #[test]
    fn members_are_found_without_being_read() {
        let text =
            "{ \"a\" : [1, {\"b\": \"}\"}] ,\n\"\\u0062\":\"x\\\"y\",\"a\":-1.5e3 , \"z\":null}";
        let Look::Object(members) = Look::at(text) else {
            panic!("it is an object")
        };
        assert_eq!(members.get("a"), Some("-1.5e3"));
        assert_eq!(members.get("b"), Some("\"x\\\"y\""));
        assert_eq!(members.get("z"), Some("null"));
        assert_eq!((members.get("c"), members.count()), (None, 3));
        for end in 0..text.len() {
            if let Look::Object(members) = Look::at(&text[..end]) {
                members.get("a");
            }
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
