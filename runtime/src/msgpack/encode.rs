//! Writing: takes any type of serde's, gives its MessagePack, with structs as maps.
mod compound;

use serde::ser::{Serialize, Serializer};

use super::{Error, own, write};
use compound::Compound;

/// Most values are no longer.
const SHORT: usize = 64;

/// The value as MessagePack.
pub(crate) fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(SHORT);
    encode_into(value, &mut out)?;
    if out.len() > SHORT {
        out.shrink_to_fit();
    }
    Ok(out)
}

/// Puts the value behind the bytes. After an error a part of it may stand there.
pub(crate) fn encode_into<T: Serialize + ?Sized>(
    value: &T,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    value.serialize(Encoder {
        out,
        as_it_is: false,
    })
}

/// Writes one value.
struct Encoder<'o> {
    out: &'o mut Vec<u8>,
    /// Whether what comes is MessagePack already.
    as_it_is: bool,
}

impl<'o> Serializer for Encoder<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'o>;
    type SerializeTuple = Compound<'o>;
    type SerializeTupleStruct = Compound<'o>;
    type SerializeTupleVariant = Compound<'o>;
    type SerializeMap = Compound<'o>;
    type SerializeStruct = Compound<'o>;
    type SerializeStructVariant = Compound<'o>;

    fn is_human_readable(&self) -> bool {
        !self.as_it_is
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        write::bool(value, self.out);
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        write::signed(value, self.out);
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        write::integer(value, self.out)
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        write::unsigned(value, self.out);
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        match value.try_into() {
            Ok(value) => write::integer(value, self.out),
            Err(_) => self.serialize_str(&value.to_string()),
        }
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        write::short_float(value, self.out);
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        write::float(value, self.out);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        write::str(value.as_bytes(), self.out)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        match self.as_it_is {
            true => self.out.extend_from_slice(value),
            false => write::bin(value, self.out)?,
        }
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        write::nil(self.out);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T>(self, name: &'static str, value: &T) -> Result<(), Error>
    where
        T: Serialize + ?Sized,
    {
        value.serialize(Self {
            as_it_is: name == own::NAME,
            ..self
        })
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error>
    where
        T: Serialize + ?Sized,
    {
        named(variant, self.out)?;
        value.serialize(self)
    }

    fn serialize_seq(self, values: Option<usize>) -> Result<Compound<'o>, Error> {
        Compound::array(values.unwrap_or(0), self.out)
    }

    fn serialize_tuple(self, values: usize) -> Result<Compound<'o>, Error> {
        Compound::array(values, self.out)
    }

    fn serialize_tuple_struct(self, _: &'static str, values: usize) -> Result<Compound<'o>, Error> {
        Compound::array(values, self.out)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        values: usize,
    ) -> Result<Compound<'o>, Error> {
        named(variant, self.out)?;
        Compound::array(values, self.out)
    }

    fn serialize_map(self, entries: Option<usize>) -> Result<Compound<'o>, Error> {
        Compound::map(entries.unwrap_or(0), self.out)
    }

    fn serialize_struct(self, name: &'static str, members: usize) -> Result<Compound<'o>, Error> {
        match compound::is_json(name) {
            true => Ok(Compound::json(self.out)),
            false => Compound::map(members, self.out),
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        members: usize,
    ) -> Result<Compound<'o>, Error> {
        named(variant, self.out)?;
        Compound::map(members, self.out)
    }
}

/// The head of a map with one entry, and its key.
fn named(variant: &str, out: &mut Vec<u8>) -> Result<(), Error> {
    write::map(1, out)?;
    write::str(variant.as_bytes(), out)
}

#[cfg(test)]
mod tests;
