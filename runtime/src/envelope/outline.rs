//! The outline of a response: takes its bytes, tells by quotes and brackets where its members stand.
use crate::json;

/// Where the members stand of a response that has a list or an object as its result and nothing
/// that JSON-RPC does not know, in any order and with any spaces. Where the result is JSON, so is
/// the whole.
pub(super) struct Outline<'a> {
    /// As it is written, quotes included.
    pub(super) id: Option<&'a [u8]>,
    pub(super) result: &'a [u8],
}

impl<'a> Outline<'a> {
    /// `None` for any other body: that one has to be read.
    pub(super) fn read(body: &'a [u8]) -> Option<Self> {
        let mut rest = body.trim_ascii_start().strip_prefix(b"{")?;
        let (mut version, mut id, mut result) = (None, None, None);
        loop {
            let (name, ahead) = json::member(rest)?;
            let (place, length) = match name {
                b"\"result\"" => (&mut result, json::container(ahead)?.len()),
                b"\"id\"" => (&mut id, plain(ahead)?),
                b"\"jsonrpc\"" => (&mut version, plain(ahead)?),
                _ => return None,
            };
            let (value, behind) = ahead.split_at(length);
            // Of two members with one name the last counts, which reading finds.
            if place.replace(value).is_some() {
                return None;
            }
            rest = behind.trim_ascii_start();
            match rest.split_first()? {
                (b',', members) => rest = members,
                (b'}', end) if end.trim_ascii().is_empty() => break,
                _ => return None,
            }
        }
        result.map(|result| Self { id, result })
    }
}

/// The length of a number without fraction, of a plain string, or of null.
fn plain(value: &[u8]) -> Option<usize> {
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    match value.first()? {
        b'"' => {
            let text = json::string(value)?;
            let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'\\';
            text.iter().all(is_plain).then_some(text.len())
        }
        b'1'..=b'9' => Some(value.iter().take_while(is_digit).count()),
        b'0' => Some(1),
        _ => value.starts_with(b"null").then_some(b"null".len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_may_stand_in_any_order() {
        for body in [
            r#"{"jsonrpc":"2.0","id":17,"result":[1,"]"]}"#,
            r#" { "id" : "x" , "result" : [1,"]"] , "jsonrpc" : "2.0" } "#,
            "{\"result\":[1,\"]\"],\n\"id\":null}\r\n",
            r#"{"result":[1,"]"]}"#,
            r#"{"id":0,"result":[1,"]"]}"#,
        ] {
            let outline = Outline::read(body.as_bytes()).unwrap();
            assert_eq!(outline.result, br#"[1,"]"]"#, "{body}");
            let id = outline.id.map(<[u8]>::to_vec);
            assert_eq!(id.is_some(), body.contains("\"id\""), "{id:?}");
        }
    }

    #[test]
    fn what_is_not_plain_has_to_be_read() {
        for body in [
            "",
            "{}",
            "[]",
            r#"{"id":1}"#,
            r#"{"id":1,"result":7}"#,
            r#"{"id":1,"result":[]"#,
            r#"{"id":1,"result":[]}}"#,
            r#"{"id":1,"result":[],}"#,
            r#"{"id":1,"result":[],"result":{}}"#,
            r#"{"id":1,"result":[],"error":null}"#,
            r#"{"id":1 2,"result":[]}"#,
            r#"{"id":01,"result":[]}"#,
            r#"{"id":-1,"result":[]}"#,
            r#"{"id":1.5,"result":[]}"#,
            r#"{"id":nul,"result":[]}"#,
            r#"{"id":"\u0031","result":[]}"#,
            r#"{"id":[],"result":[]}"#,
            r#"{"id":1,"res\u0075lt":[]}"#,
            r#"{"id":1,"result":[]} 7"#,
        ] {
            assert!(Outline::read(body.as_bytes()).is_none(), "{body}");
        }
    }
}
