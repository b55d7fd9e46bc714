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
    // As JSON an extension still says what it was, and an integer that MessagePack has no room for is text: the types read
    // both.
    let json = encoded.json();
    let transcoded = serde_json::from_str::<T>(json.get());
    let transcoded = transcoded.map_err(|error| error.to_string());
    faults.extend(fault(json.get(), transcoded, written));
    faults
}

fn fault<T: serde::Serialize>(what: &str, read: Result<T, String>, written: &str) -> Option<String> {
    let again = read.and_then(|value| serde_json::to_string(&value).map_err(|error| error.to_string()));
    match again {
        Ok(again) if again == written => None,
        Ok(again) => Some(format!("{what} read as {again}")),
        Err(error) => Some(format!("{what} not read: {error}")),
    }
}
