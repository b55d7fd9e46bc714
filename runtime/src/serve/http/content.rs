//! What type a body has: takes the headers of a request, tells whether it is JSON.
use http::{
    HeaderMap,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};

use super::refusal::Refusal;

/// The types that clients of JSON-RPC send.
const TYPES: [&str; 3] = [
    "application/json",
    "application/json-rpc",
    "application/jsonrequest",
];

/// Whether a body is JSON as it stands.
///
/// One without a type is refused, too: pages of browsers may send that, text and forms to any host
/// without asking it first, with the cookies that the user has there.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    let named = headers.get(CONTENT_TYPE).map(|value| value.as_bytes());
    let named = named.and_then(|value| value.split(|byte| *byte == b';').next());
    let named = named.unwrap_or_default().trim_ascii();
    let is_json = |known: &&str| named.eq_ignore_ascii_case(known.as_bytes());
    if !TYPES.iter().any(is_json) {
        return Err(Refusal::Type("the body has to be application/json"));
    }
    match headers.get(CONTENT_ENCODING) {
        Some(encoding) if !encoding.as_bytes().eq_ignore_ascii_case(b"identity") => {
            Err(Refusal::Type("the body is compressed"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        check(&map).is_ok()
    }

    #[test]
    fn only_json_is_taken() {
        for json in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/json-rpc",
            "application/jsonrequest ;x",
        ] {
            assert!(is_taken(&[("content-type", json)]), "{json}");
        }
        for other in [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
        ] {
            assert!(!is_taken(&[("content-type", other)]), "{other}");
        }
        assert!(!is_taken(&[]));
        let json = ("content-type", "application/json");
        assert!(is_taken(&[json, ("content-encoding", "identity")]));
        assert!(!is_taken(&[json, ("content-encoding", "gzip")]));
    }
}
