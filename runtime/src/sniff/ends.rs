//! Which call a whole response answers, told by its beginning and its end: takes a frame, gives its id.
use super::partial::{at_the_end, digits, skip};
use crate::json;

/// The id where it stands before the result or is the last member: the result, which may be long,
/// is not looked at. Where the id is between others, the result is passed over by its brackets.
/// `None` also of what has to be read to know.
pub(super) fn id_by_its_ends(frame: &[u8]) -> Option<u64> {
    let mut rest = frame.trim_ascii_start().strip_prefix(b"{")?;
    let mut id = None;
    let mut is_response = false;
    loop {
        let (name, value) = json::member(rest)?;
        match name {
            b"\"result\"" | b"\"error\"" if id.is_some() => return id,
            b"\"result\"" | b"\"error\"" => match at_the_end(frame) {
                None => is_response = true,
                last => return last,
            },
            b"\"id\"" => match digits(value)? {
                own if is_response => return Some(own),
                own => id = Some(own),
            },
            b"\"jsonrpc\"" => {}
            // The server's own request has an id too.
            _ => return None,
        }
        rest = skip(value)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_passed_over() {
        for frame in [
            r#"{"jsonrpc":"2.0","id":17,"result":[{"id":3}]}"#,
            r#" { "jsonrpc" : "2.0" , "id" : "17" , "error" : {"id":3} }"#,
            r#"{"jsonrpc":"2.0","result":{"id":3},"id":17}"#,
            "{\"error\": {\"code\": 1, \"id\": 3}, \"id\": \"17\" }\r\n",
            r#"{"result":{"id":3},"id":17,"jsonrpc":"2.0"}"#,
        ] {
            assert_eq!(id_by_its_ends(frame.as_bytes()), Some(17), "{frame}");
        }
    }

    #[test]
    fn what_is_not_plain_has_to_be_read() {
        for frame in [
            r#"{"id":17,"method":"ask"}"#,
            r#"{"id":17.5,"result":1}"#,
            r#"{"id":17e1,"result":1}"#,
            r#"{"id":"17x","result":1}"#,
            r#"{"result":{"id":17}}"#,
            r#"{"result":1,"x\"id":17}"#,
            r#"{"result":1,"id":-17,"extra":0}"#,
            r#"{"\u0069d":17,"result":1}"#,
            "[]",
            "",
        ] {
            assert_eq!(id_by_its_ends(frame.as_bytes()), None, "{frame}");
        }
    }
}
