//! Which call a broken or dropped answer belongs to: takes what is left of it, gives its id.
use crate::json;

/// The id at the beginning of a response, or at its very end, where servers write it too.
pub(super) fn partial_id(head: &[u8], tail: &[u8]) -> Option<u64> {
    match at_the_beginning(head) {
        Found::Id(id) => Some(id),
        Found::Nothing => at_the_end(tail),
        Found::Method => None,
    }
}

enum Found {
    Id(u64),
    /// It is the server's own request.
    Method,
    Nothing,
}

fn at_the_beginning(head: &[u8]) -> Found {
    let mut rest = match head.trim_ascii_start().strip_prefix(b"{") {
        Some(members) => members,
        None => return Found::Nothing,
    };
    // A request may have its id first, and the id may be one of ours.
    let mut found = Found::Nothing;
    while let Some((name, value)) = json::member(rest) {
        match name {
            b"\"id\"" => found = number(value).map_or(Found::Nothing, Found::Id),
            b"\"method\"" | b"\"params\"" => return Found::Method,
            b"\"result\"" | b"\"error\"" if matches!(found, Found::Id(_)) => break,
            _ => {}
        }
        let Some(behind) = skip(value) else { break };
        rest = behind;
    }
    found
}

/// What stands behind the comma that follows a value.
pub(super) fn skip(value: &[u8]) -> Option<&[u8]> {
    let length = match value.first()? {
        b'"' => json::string(value)?.len(),
        b'{' | b'[' => json::container(value)?.len(),
        _ => value.iter().position(|byte| *byte == b',')?,
    };
    value[length..].trim_ascii_start().strip_prefix(b",")
}

/// A number, in quotes or not, that is seen to its end.
fn number(value: &[u8]) -> Option<u64> {
    let value = value.strip_prefix(b"\"").unwrap_or(value);
    let digits = value.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(&value[..digits]).ok()?.parse().ok()
}

/// A number, in quotes or not, behind which nothing else belongs to the value.
pub(super) fn digits(value: &[u8]) -> Option<u64> {
    let end = |byte: &u8| matches!(byte, b',' | b'}' | b' ' | b'\t' | b'\r' | b'\n');
    let value = &value[..value.iter().position(end)?];
    let inner = match value {
        [b'"', inner @ .., b'"'] => inner,
        bare => bare,
    };
    // A sign would be read as well.
    let is_number = inner.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(inner)
        .ok()?
        .parse()
        .ok()
        .filter(|_| is_number)
}

/// The id of a response in which it is the last member, or the last but for members that are short.
///
/// What is seen are quotes that no backslash precedes. Two of them with a name between are that name, or else the name
/// stands outside of strings, which is no JSON.
pub(super) fn at_the_end(tail: &[u8]) -> Option<u64> {
    let mut rest = tail.trim_ascii_end().strip_suffix(b"}")?.trim_ascii_end();
    while let Some(before) =
        without(rest, b"\"2.0\"", b"\"jsonrpc\"").or_else(|| without(rest, b"null", b"\"error\""))
    {
        rest = before;
    }
    let value = rest.strip_suffix(b"\"").unwrap_or(rest);
    let digits = value.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let (before, digits) = value.split_at(value.len() - digits.count());
    let before = before.strip_suffix(b"\"").unwrap_or(before);
    named(before, b"\"id\"")?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// What stands before the comma before a last member with this value and name.
fn without<'a>(members: &'a [u8], value: &[u8], name: &[u8]) -> Option<&'a [u8]> {
    let before = named(members.strip_suffix(value)?, name)?;
    Some(before.strip_suffix(b",")?.trim_ascii_end())
}

/// What stands before the name of a member, of what stands before its value.
fn named<'a>(before: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let before = before.trim_ascii_end().strip_suffix(b":")?;
    let before = before.trim_ascii_end().strip_suffix(name)?;
    // Another name may end so.
    (before.last() != Some(&b'\\')).then(|| before.trim_ascii_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_seen_at_both_ends() {
        for (head, tail) in [
            (r#"{"jsonrpc":"2.0","id":17,"result":"xx"#, ""),
            (r#" { "id" : "17" , "result" : [{"#, ""),
            (r#"{"meta":{"id":[1]},"x":1.5,"y":"\"","id":17}"#, ""),
            (r#"{"result":{"id":3,"#, r#"3]}}, "id" : 17 }"#),
            ("", r#"x","id":"17"}"#),
            ("", r#"x", "id" : 17 , "jsonrpc" : "2.0" }"#),
            ("", r#"x","id":"17","error":null,"jsonrpc":"2.0"}"#),
            (r#"{"id"#, r#","id":17}"#),
        ] {
            assert_eq!(
                partial_id(head.as_bytes(), tail.as_bytes()),
                Some(17),
                "{head}"
            );
        }
    }

    #[test]
    fn other_numbers_are_no_ids() {
        for (head, tail) in [
            (r#"{"result":{"id":17,"#, r#"{"id":17}}"#),
            (r#"{"method":"ask","id":17,"#, r#","id":17}"#),
            (r#"{"id":17,"method":"ask","params":[{"#, ""),
            (
                r#"{"jsonrpc":"2.0","id":17,"params":[{"#,
                r#"],"method":"ask"}"#,
            ),
            (r#"{"jsonrpc":"2.0","id":17"#, ""),
            (r#"{"id":-17,"#, ""),
            ("", r#""id":x17}"#),
            ("", r#""id":17,"jsonrpc":"1.0"}"#),
            ("", r#""id":17 "jsonrpc":"2.0"}"#),
            ("", r#""id":17,"\"jsonrpc":"2.0"}"#),
            ("", r#""\"id":17,"jsonrpc":"2.0"}"#),
            ("[1]", "17}"),
        ] {
            assert_eq!(partial_id(head.as_bytes(), tail.as_bytes()), None, "{head}");
        }
    }
}
