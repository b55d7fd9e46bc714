//! Integers that a server writes with a point or an exponent: takes JSON, decodes it as if `20.0` and `2e1` were `20`.
//!
//! JSON Schema calls them integers and serde does not. Only a reply that does not decode is read again, so nobody pays
//! for it whose server writes integers plainly.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::integer::integral;
use crate::{json, union};

/// Digits that the widest integer of the language has; longer ones are no gain, and hostile exponents end here.
const LONGEST: usize = 40;

/// Decodes JSON, with its numbers as plain integers where they are integral and the type wants it so.
pub(crate) fn decode<T: DeserializeOwned>(json: &[u8]) -> Result<T, serde_json::Error> {
    let mut attempt = Attempt::new(json)?;
    loop {
        let _document = union::Document::enter(attempt.text.as_bytes());
        match serde_json::from_str(&attempt.text) {
            Ok(value) => return Ok(value),
            Err(error) => attempt.failed(error)?,
        }
    }
}

/// One reading of a text, or the second of it with plain integers: all of decoding that does not know the type.
struct Attempt<'j> {
    text: Cow<'j, str>,
    /// Why the first one failed.
    error: Option<serde_json::Error>,
}

impl<'j> Attempt<'j> {
    fn new(json: &'j [u8]) -> Result<Self, serde_json::Error> {
        Ok(Self {
            text: Cow::Borrowed(json::text(json)?),
            error: None,
        })
    }

    /// Goes on to the next attempt, if there is another; else gives the first error.
    #[cold]
    fn failed(&mut self, error: serde_json::Error) -> Result<(), serde_json::Error> {
        if let Some(first) = self.error.take() {
            return Err(first);
        }
        let error = union::placed(&self.text, error);
        match plain(self.text.as_bytes()).and_then(|plain| String::from_utf8(plain).ok()) {
            Some(plain) => {
                self.text = Cow::Owned(plain);
                self.error = Some(error);
                Ok(())
            }
            None => Err(error),
        }
    }
}

/// The JSON with every integral number as digits; none where that changes nothing.
fn plain(json: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut copied, mut index) = (0, 0);
    while let Some(byte) = json.get(index) {
        match byte {
            b'"' => index = json::closing_quote(json, index + 1)? + 1,
            b'-' | b'0'..=b'9' => {
                let end = end_of_number(json, index);
                if let Some(digits) = written_otherwise(&json[index..end]) {
                    out.extend_from_slice(&json[copied..index]);
                    out.extend_from_slice(digits.as_bytes());
                    copied = end;
                }
                index = end;
            }
            _ => index += 1,
        }
    }
    out.extend_from_slice(&json[copied..]);
    (copied > 0).then_some(out)
}

fn end_of_number(json: &[u8], start: usize) -> usize {
    let inside = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    start + json[start..].iter().take_while(inside).count()
}

/// The digits of an integral number that is not written as digits alone.
fn written_otherwise(number: &[u8]) -> Option<String> {
    let plain = number.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'-'));
    let text = std::str::from_utf8(number).ok().filter(|_| !plain)?;
    let integer = integral(text)?;
    (integer.as_str().len() <= LONGEST).then(|| integer.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain_text(json: &str) -> Option<String> {
        plain(json.as_bytes()).map(|json| String::from_utf8(json).unwrap())
    }

    #[test]
    fn only_integral_numbers_change() {
        let json = r#"{"1.0":[1.0,-2e1, 3.5,"4.0\"5.0",6],"é":7.00}"#;
        let plain = r#"{"1.0":[1,-20, 3.5,"4.0\"5.0",6],"é":7}"#;
        assert_eq!(plain_text(json).as_deref(), Some(plain));
        for same in ["[1,2]", "\"1.0\"", "1.5", "1e300", "[1.5e-", "\"", "-", ""] {
            assert_eq!(plain_text(same), None, "{same}");
        }
    }

    #[test]
    fn integers_with_a_point_are_decoded_and_the_first_error_stays() {
        assert_eq!(decode::<Vec<u8>>(b"[1, 2.0]").unwrap(), [1, 2]);
        assert_eq!(decode::<(f64, i64)>(b"[0.5, 1e3]").unwrap(), (0.5, 1000));
        let error = decode::<Vec<u8>>(b"[1.0, \"x\"]").unwrap_err().to_string();
        assert!(error.contains("floating point `1.0`"), "{error}");
    }
}
