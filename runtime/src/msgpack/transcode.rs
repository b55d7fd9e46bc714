//! MessagePack as JSON and JSON as MessagePack, for what only knows one: takes the bytes of a value, gives its other form.
//!
//! JSON has less: binary data becomes text in base64, text that is no UTF-8 loses what is none, keys become text,
//! floats that are no number become null, and an extension becomes `{"$ext":[code,"base64"]}`, which is the one of
//! these that is understood on the way back. No function here calls itself, however deep the value is.
mod from_json;
mod to_json;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::Error;

pub(crate) use from_json::from_json_text;
pub(crate) use to_json::key;

/// The member that stands for an extension in JSON.
pub(super) const EXT: &str = "$ext";

/// One whole value as JSON.
pub(crate) fn to_json(message: &[u8]) -> Result<Vec<u8>, Error> {
    let mut writer = to_json::Writer::default();
    writer.write(message, usize::MAX)?;
    Ok(writer.out)
}

/// As much of a value as JSON as is needed to show the byte at `place`, and where that is in the JSON: right before a
/// value, as serde_json would count, and in a key. What is no MessagePack ends there.
pub(crate) fn excerpt(message: &[u8], place: usize) -> (Vec<u8>, usize) {
    let mut writer = to_json::Writer::default();
    // For the outermost value to have something before it.
    writer.out.push(b' ');
    // What is wrong with it is known already.
    _ = writer.write(message, place);
    (writer.out, writer.shown)
}

/// One JSON value as MessagePack.
pub(crate) fn from_json(json: &[u8]) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    from_json_into(json, &mut out)?;
    Ok(out)
}

/// Puts one JSON value behind the bytes.
pub(crate) fn from_json_into(json: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    from_json::write(json, out)
}

pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests;
