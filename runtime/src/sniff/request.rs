//! Which id a request has that cannot be read: takes its beginning, gives its id as it came.
use super::partial::skip;
use crate::json;

/// The id among the members that are there as a whole: a number or a string. It goes back as it
/// is, so what is neither is none.
pub(crate) fn request_id(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head.trim_ascii_start().strip_prefix(b"{")?;
    loop {
        let (name, value) = json::member(rest)?;
        if name == b"\"id\"" {
            return id(value);
        }
        rest = skip(value)?;
    }
}

fn id(value: &[u8]) -> Option<&[u8]> {
    let end = |byte: &u8| matches!(byte, b',' | b'}' | b' ' | b'\t' | b'\r' | b'\n');
    let id = match value.first()? {
        b'"' => json::string(value)?,
        _ => &value[..value.iter().position(end)?],
    };
    let read = serde_json::from_slice::<serde_json::Value>(id).ok()?;
    (read.is_number() || read.is_string()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_where_it_is_whole() {
        for (head, id) in [
            (r#"{"jsonrpc":"2.0","id":17,"params":[1,"#, Some("17")),
            (r#" { "method" : 1 , "id" : "a\"b" }"#, Some(r#""a\"b""#)),
            (r#"{"params":{"id":1},"id":-1.5e3}"#, Some("-1.5e3")),
            (r#"{"params":[{"id":1},"#, None),
            (r#"{"id":17"#, None),
            (r#"{"id":01,"method":1}"#, None),
            (r#"{"id":[1],"method":1}"#, None),
            (r#"{"id":null,"method":1}"#, None),
            ("{\"id\":\"\u{1}\"}", None),
            ("[1]", None),
            ("", None),
        ] {
            let found = request_id(head.as_bytes());
            assert_eq!(found, id.map(str::as_bytes), "{head}");
        }
    }
}
