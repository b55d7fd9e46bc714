//! Bytes in hexadecimal text: takes bytes, gives text as a type's rule has it, and back.
use super::{Text, TextError, checked};

/// The bytes that the text stands for.
pub fn to_bytes<T: Text>(value: &T) -> Result<Vec<u8>, TextError> {
    let text = value.text();
    let digits = digits_of::<T>(text);
    let whole = digits.len().is_multiple_of(2);
    let bytes = digits.as_bytes().chunks_exact(2).map(byte);
    let bytes: Option<Vec<u8>> = bytes.collect();
    let bytes = bytes.filter(|_| whole);
    bytes.ok_or_else(|| TextError::of(text, "has no hexadecimal digits for whole bytes"))
}

/// The text that stands for these bytes.
pub fn from_bytes<T: Text>(bytes: &[u8]) -> Result<T, TextError> {
    let upper = T::rule().is_upper();
    let mut text = T::rule().prefix().to_owned();
    text.reserve(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
            text.push(if upper {
                digit.to_ascii_uppercase()
            } else {
                digit
            });
        }
    }
    checked(text)
}

/// The text behind the prefix, or all of it where a server leaves the prefix out.
pub(super) fn digits_of<T: Text>(text: &str) -> &str {
    let prefix = T::rule().prefix();
    let behind = text
        .get(..prefix.len())
        .filter(|p| p.eq_ignore_ascii_case(prefix));
    behind.map_or(text, |_| &text[prefix.len()..])
}

fn byte(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    }
}
