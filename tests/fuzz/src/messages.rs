//! What must hold for MessagePack, whatever comes.

use callwright::__private::measured::msgpack;
use callwright::Value;

/// Bytes of a message, and containers inside each other, that are taken.
const LONGEST: usize = 1 << 16;
const DEEPEST: usize = 128;

/// The messages of a stream are the same in one piece and in pieces of so many bytes, another library finds their ends at the
/// same places, and all that is done with a message ends without harm.
pub fn hold(stream: &[u8], piece: usize) {
    let whole = msgpack::messages(stream, stream.len().max(1), LONGEST, DEEPEST);
    let pieces = msgpack::messages(stream, piece, LONGEST, DEEPEST);
    assert_eq!(whole, pieces, "in pieces of {piece}");
    let mut rest = stream;
    for length in whole.lengths {
        let (message, behind) = rest.split_at(length);
        let mut theirs = message;
        let read = rmpv::decode::read_value_with_max_depth(&mut theirs, 4096);
        assert!(read.is_ok() && theirs.is_empty(), "{message:x?}: {read:?}");
        try_all(message);
        rest = behind;
    }
    try_all(rest);
    // What another library takes, the scanner does too.
    let mut theirs = rest;
    if rmpv::decode::read_value_with_max_depth(&mut theirs, DEEPEST + 1).is_ok() {
        assert!(whole.refused.is_some(), "{rest:x?}");
    }
}

/// A value of another library is found, read, transcoded and written again.
pub fn agree(theirs: &rmpv::Value) {
    let mut message = Vec::new();
    if rmpv::encode::write_value(&mut message, theirs).is_err() {
        return;
    }
    hold(&message, 7);
    let ours: Value = msgpack::decode(&message).expect("a value is read");
    let written = msgpack::encode(&ours).expect("a value is written");
    // Floats of 32 bits become longer.
    let again: Value = msgpack::decode(&written).expect("what was written is read");
    assert_eq!(format!("{ours:?}"), format!("{again:?}"));
    assert_eq!(msgpack::encode(&again).expect("it is written"), written);
    let json = msgpack::to_json(&message).expect("a value has a JSON");
    assert_eq!(String::from_utf8_lossy(&json), ours.to_string());
}

/// Reads it in every way. JSON that comes of it stays as it is.
fn try_all(bytes: &[u8]) {
    msgpack::outline(bytes);
    let value = msgpack::decode::<Value>(bytes);
    let json = msgpack::to_json(bytes);
    assert!(value.is_err() || json.is_ok(), "{bytes:x?}");
    if let Ok(json) = json {
        let message = msgpack::from_json(&json).expect("what was written is JSON");
        let again = msgpack::to_json(&message).expect("what was written is MessagePack");
        assert_eq!(
            String::from_utf8_lossy(&again),
            String::from_utf8_lossy(&json)
        );
    }
    if let Err(error) = msgpack::decode::<Vec<u8>>(bytes) {
        msgpack::described(bytes, error);
    }
}
