//! Errors of MessagePack-RPC: takes both slots of a response, gives code, message and data, and keeps the slots.
use serde_json::value::RawValue;

use super::{ServerError, integer, text};
use crate::{
    Encoded,
    msgpack::{self, NIL, walk, write},
};

/// Both slots as they came.
#[derive(Clone, Debug)]
pub(super) struct Slots {
    error: Encoded,
    /// None where it is nil.
    result: Option<Encoded>,
}

impl ServerError {
    /// The error in a response of MessagePack-RPC, for who writes a connection: what stands in the
    /// place of the error, and in that of the result.
    ///
    /// There is no agreement on errors. Text is the message; an array of an integer and text, as
    /// Neovim has it, is code and message; a map may have `code`, `message` and `data`. Anything
    /// else is the message, as JSON. Where the error has no data, what stands in the place of the
    /// result is that, as in the servers of Ruby and Java. Both are kept as they came:
    /// [`ServerError::error_slot`], [`ServerError::result_slot`].
    pub fn from_msgpack(error: &[u8], result: &[u8]) -> Self {
        let slots = Slots {
            error: Encoded::msgpack(error),
            result: (result != [NIL]).then(|| Encoded::msgpack(result)),
        };
        let json = slots.error.json();
        let (mut read, place) = match pair(&json) {
            Some(read) => (read, "2"),
            None => (Self::read(&json), "data"),
        };
        drop(json);
        // As it came, for what JSON cannot hold.
        let data = walk::at(error, &[place]).filter(|data| *data != [NIL]);
        read.0.data = data.map(Encoded::msgpack).or_else(|| slots.result.clone());
        read.0.slots = Some(slots);
        read
    }

    /// What came in the place of the error over MessagePack-RPC, as it came.
    pub fn error_slot(&self) -> Option<&Encoded> {
        Some(&self.0.slots.as_ref()?.error)
    }

    /// What came beside the error in the place of the result over MessagePack-RPC, where that was
    /// not nil.
    pub fn result_slot(&self) -> Option<&Encoded> {
        self.0.slots.as_ref()?.result.as_ref()
    }

    /// Writes a map of code, message and data.
    pub(crate) fn write_msgpack(&self, out: &mut Vec<u8>) -> Result<(), msgpack::Error> {
        let data = self.encoded_data();
        write::map(2 + usize::from(data.is_some()), out)?;
        write::str(b"code", out)?;
        write::signed(self.code(), out);
        write::str(b"message", out)?;
        write::str(self.message().as_bytes(), out)?;
        if let Some(data) = data {
            write::str(b"data", out)?;
            data.part().write_msgpack(out)?;
        }
        Ok(())
    }
}

/// Code and message in an array.
fn pair(error: &RawValue) -> Option<ServerError> {
    let values: Vec<&RawValue> = serde_json::from_str(error.get()).ok()?;
    let (code, message) = (values.first()?, values.get(1)?);
    let is_text = message.get().starts_with('"');
    is_text.then_some(ServerError::new(integer(code)?, text(message)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msgpack::encode;

    fn read(error: &serde_json::Value, result: &serde_json::Value) -> (i64, String, String) {
        let slots = [error, result].map(|slot| encode(slot).unwrap());
        let read = ServerError::from_msgpack(&slots[0], &slots[1]);
        assert_eq!(read.error_slot().unwrap().as_bytes(), slots[0]);
        assert_eq!(
            read.result_slot().map(Encoded::as_bytes),
            Some(&*slots[1]).filter(|slot| *slot != [NIL])
        );
        let data = read.raw_data().map(|data| data.get().to_owned());
        (
            read.code(),
            read.message().to_owned(),
            data.unwrap_or_default(),
        )
    }

    #[test]
    fn errors_are_understood_as_the_peers_write_them() {
        use serde_json::json;
        for (error, result, code, message, data) in [
            (json!("no"), json!(null), 0, "no", ""),
            (json!(""), json!(null), 0, "", ""),
            (json!(false), json!(null), 0, "false", ""),
            (json!(0), json!(null), 0, "0", ""),
            (json!([1, "Invalid"]), json!(null), 1, "Invalid", ""),
            (
                json!([-3, "no", {"a": 1}]),
                json!(null),
                -3,
                "no",
                "{\"a\":1}",
            ),
            (json!([1]), json!(null), 0, "[1]", ""),
            (json!(["a", 1]), json!(null), 0, "[\"a\",1]", ""),
            (json!({}), json!(null), 0, "", ""),
            (
                json!({"code": 42, "message": "no", "data": [7]}),
                json!(1),
                42,
                "no",
                "[7]",
            ),
            (
                json!(".CallError.NoMethodError"),
                json!(["no such method"]),
                0,
                ".CallError.NoMethodError",
                "[\"no such method\"]",
            ),
        ] {
            let expected = (code, message.to_owned(), data.to_owned());
            assert_eq!(read(&error, &result), expected, "{error} {result}");
        }
    }

    #[test]
    fn odd_slots_are_kept_and_shown() {
        let read = ServerError::from_msgpack(b"\xa2a\xff", b"\xc4\x01\xfe");
        assert_eq!(read.message(), "a\u{fffd}");
        assert_eq!(read.error_slot().unwrap().as_bytes(), b"\xa2a\xff");
        assert_eq!(read.encoded_data().unwrap().as_bytes(), b"\xc4\x01\xfe");
        let cut = ServerError::from_msgpack(b"\x92\x01", &[NIL]);
        assert_eq!((cut.code(), cut.message()), (0, "null"));
    }

    #[test]
    fn an_error_is_read_as_it_was_written() {
        let error = ServerError::new(-7, "no").with_data(&[1.5]);
        let mut out = Vec::new();
        error.write_msgpack(&mut out).unwrap();
        let read = ServerError::from_msgpack(&out, &[NIL]);
        assert_eq!((read.code(), read.message()), (-7, "no"));
        assert_eq!(read.raw_data().unwrap().get(), "[1.5]");
    }
}
