//! Takes a value that came through JSON and sends it through MessagePack.

use callwright::__private::v1::{serde, serde_json};
use callwright::{JsonAndMessagePack, Wire, Wires as _};

/// What became of it that is not as JSON has it.
pub(crate) fn faults<T: serde::de::DeserializeOwned + serde::Serialize>(
    value: &T,
    written: &str,
) -> Vec<String> {
    let encoded = match JsonAndMessagePack::encode(&|| Wire::MessagePack, value) {
        Ok(encoded) => encoded,
        Err(error) => return vec![format!("not written: {error}")],
    };
    let mut faults = Vec::new();
    let direct = JsonAndMessagePack::decode::<T>(Wire::MessagePack, encoded.as_bytes());
    let direct = direct.map_err(|error| error.to_string());
    faults.extend(fault("MessagePack", direct, written));
    // As JSON an extension still says what it was, which its type reads. An integer that MessagePack has no room for is
    // text there, which nothing tells from other text.
    if has_long_integer(written) {
        return faults;
    }
    let json = encoded.json();
    let transcoded = serde_json::from_str::<T>(json.get());
    let transcoded = transcoded.map_err(|error| error.to_string());
    faults.extend(fault(json.get(), transcoded, written));
    faults
}

/// Whether so many digits stand in a row that they may be more than 64 bits.
fn has_long_integer(json: &str) -> bool {
    let digits = json.split(|letter: char| !letter.is_ascii_digit());
    digits.into_iter().any(|digits| digits.len() > 18)
}

fn fault<T: serde::Serialize>(
    what: &str,
    read: Result<T, String>,
    written: &str,
) -> Option<String> {
    let again =
        read.and_then(|value| serde_json::to_string(&value).map_err(|error| error.to_string()));
    match again {
        Ok(again) if again == written => None,
        Ok(again) => Some(format!("{what} read as {again}")),
        Err(error) => Some(format!("{what} not read: {error}")),
    }
}
