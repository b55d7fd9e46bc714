//! Arrays and maps: takes their values one by one, gives a head that tells their true number.
use serde::ser::{self, Serialize};

use super::Encoder;
use crate::msgpack::{Error, transcode, write};

/// What is open, from its head on.
pub(super) struct Compound<'o> {
    out: &'o mut Vec<u8>,
    kind: Kind,
    /// Where the head begins and ends.
    head: (usize, usize),
    declared: usize,
    written: usize,
}

enum Kind {
    Array,
    Map,
    /// The one member of a struct, which is the text of a value.
    Json,
}

/// Whether a struct is serde_json's way to say that its one member is JSON: `RawValue`, and numbers of any length.
pub(super) fn is_json(name: &str) -> bool {
    matches!(
        name,
        "$serde_json::private::RawValue" | "$serde_json::private::Number"
    )
}

impl<'o> Compound<'o> {
    pub(super) fn array(declared: usize, out: &'o mut Vec<u8>) -> Result<Self, Error> {
        Self::open(Kind::Array, declared, out)
    }

    pub(super) fn map(declared: usize, out: &'o mut Vec<u8>) -> Result<Self, Error> {
        Self::open(Kind::Map, declared, out)
    }

    pub(super) fn json(out: &'o mut Vec<u8>) -> Self {
        Self {
            head: (out.len(), out.len()),
            out,
            kind: Kind::Json,
            declared: 1,
            written: 0,
        }
    }

    fn open(kind: Kind, declared: usize, out: &'o mut Vec<u8>) -> Result<Self, Error> {
        let start = out.len();
        kind.head(declared, out)?;
        Ok(Self {
            head: (start, out.len()),
            out,
            kind,
            declared,
            written: 0,
        })
    }

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(Encoder {
            out: self.out,
            as_it_is: false,
        })
    }

    fn close(self) -> Result<(), Error> {
        if matches!(self.kind, Kind::Json) {
            let text = self.out.split_off(self.head.0);
            return transcode::from_json_text(&text, self.out);
        }
        // Types need not know their number before, nor tell it rightly.
        if self.written != self.declared {
            let mut head = Vec::new();
            self.kind.head(self.written, &mut head)?;
            self.out.splice(self.head.0..self.head.1, head);
        }
        Ok(())
    }
}

impl Kind {
    fn head(&self, values: usize, out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Map => write::map(values, out),
            Self::Array | Self::Json => write::array(values, out),
        }
    }
}

/// Values of an array, under the names that serde has for them.
macro_rules! values {
    ($($kind:ident $method:ident),*) => {$(
        impl ser::$kind for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.written += 1;
                self.put(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}
values!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

/// Members of a struct.
macro_rules! members {
    ($($kind:ident)*) => {$(
        impl ser::$kind for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T>(&mut self, name: &'static str, value: &T) -> Result<(), Error>
            where
                T: Serialize + ?Sized,
            {
                self.written += 1;
                if matches!(self.kind, Kind::Map) {
                    write::str(name.as_bytes(), self.out)?;
                }
                self.put(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}
members!(SerializeStruct SerializeStructVariant);

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.written += 1;
        self.put(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.put(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}
