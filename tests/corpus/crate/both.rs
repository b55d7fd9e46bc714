//! Takes a value that came through JSON and sends it through MessagePack.

use callwright::__private::v1::{serde, serde_json};
use callwright::{JsonAndMessagePack, Wire, Wires as _};

/// What became of it that is not as JSON has it.
pub(crate) fn faults<T: serde::de::DeserializeOwned + serde::Serialize>(
    value: &T,
    written: &str,
) -> Vec<String> {
    let encoded = match JsonAndMessagePack::encode(|| Wire::MessagePack, value) {
        Ok(encoded) => encoded,
        Err(error) => return vec![format!("not written: {error}")],
    };
    let mut faults = Vec::new();
    match JsonAndMessagePack::decode::<T>(Wire::MessagePack, encoded.as_bytes()) {
        Ok(value) => match serde_json::to_string(&value) {
            Ok(again) if again == written => {}
            Ok(again) => faults.push(format!("read as {again}")),
            Err(error) => faults.push(format!("not written again: {error}")),
        },
        Err(error) => faults.push(format!("not read: {error}")),
    }
    // What JSON-only code sees of it.
    if encoded.json().get() != written {
        faults.push(format!("transcoded to {}", encoded.json().get()));
    }
    faults
}
