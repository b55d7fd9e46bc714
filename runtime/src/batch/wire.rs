//! A batch on the wire: takes requests, gives their array; takes what a server answers, gives its elements.
use bytes::Bytes;

use crate::{Fault, Request, json};

/// The array of requests (JSON-RPC 2.0, section 6). The calls among them have the ids from
/// `first_id` on; notifications have none.
pub(crate) fn write_json(requests: &[Request], first_id: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(requests.len().saturating_mul(128).min(1 << 20));
    let mut id = first_id;
    for request in requests {
        out.push(if out.is_empty() { b'[' } else { b',' });
        let own = (!request.is_notification()).then_some(id);
        id += u64::from(own.is_some());
        request.write_json(own, &mut out);
    }
    out.push(b']');
    out
}

/// The elements of an array, told by their brackets: what is broken in one is told by reading that
/// one, and those before the end of an array that was cut off are had. `None` of what is no array. Of
/// more than `most` elements that many are had and one more.
pub(crate) fn elements(body: &Bytes, most: Option<usize>) -> Option<Vec<Bytes>> {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut rest = text.trim_ascii_start().strip_prefix(b"[")?;
    let mut elements = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        match rest.first() {
            None | Some(b']') => return Some(elements),
            Some(b',') => rest = &rest[1..],
            Some(_) if most.is_some_and(|most| elements.len() > most) => return Some(elements),
            Some(_) => {
                let length = length(rest);
                elements.push(body.slice_ref(rest[..length].trim_ascii_end()));
                rest = &rest[length..];
            }
        }
    }
}

/// How long the element is with which `rest` begins; all of it, when it does not end.
fn length(rest: &[u8]) -> usize {
    let ended = match rest[0] {
        b'{' | b'[' => json::container(rest).map(<[u8]>::len),
        b'"' => json::string(rest).map(<[u8]>::len),
        _ => rest.iter().position(|byte| matches!(byte, b',' | b']')),
    };
    ended.unwrap_or(rest.len()).max(1)
}

/// Why a call has no answer in what the server answered to its batch.
pub(crate) fn left_out(body: &[u8]) -> Fault {
    let fault = Fault::new("the answer to the batch has none to this call");
    fault.with_snippet(body).sent()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Option<Vec<String>> {
        let elements = elements(&Bytes::from(text.to_owned()), None)?;
        let text = |element: &Bytes| String::from_utf8(element.to_vec()).unwrap();
        Some(elements.iter().map(text).collect())
    }

    #[test]
    fn elements_are_told_by_their_brackets() {
        let found = split("\u{feff} [{\"a\":\"]\"} , [1,2],7 ,\"x,y\",{NaN}]\r\n").unwrap();
        assert_eq!(found, [r#"{"a":"]"}"#, "[1,2]", "7", "\"x,y\"", "{NaN}"]);
        assert_eq!(split("[]").unwrap().len(), 0);
        let many = elements(&Bytes::from_static(b"[1,2,3,4]"), Some(2)).unwrap();
        assert_eq!(many.len(), 3);
        for other in ["", "{}", "7", "null", "x["] {
            assert!(split(other).is_none(), "{other}");
        }
    }

    #[test]
    fn an_array_may_be_cut_anywhere() {
        let whole = r#"[{"id":1,"result":"a]"},{"id":2,"result":[{}]} , 5,"x"]"#;
        for end in 1..whole.len() {
            let elements = split(&whole[..end]).unwrap();
            assert!(elements.len() <= 4);
            assert_eq!(end > 24, elements.len() > 1, "{end}: {elements:?}");
        }
        for odd in ["[}", "[}}]", "[,,]", "[\"", "[]]", "[{}x{}y]"] {
            split(odd).unwrap();
        }
    }
}
