//! What serde asks for: takes the kind that a type wants, reads that kind and as little else as may be.
//!
//! Each method is compiled for each type that comes through it, so each knows only the kinds that it can use.
use serde::de::{Deserializer, Visitor};

use super::{Decoder, Extension, Kind, Long, Text, Variant};
use crate::msgpack::{Error, own};
use crate::source;

/// Methods that read alike.
macro_rules! read {
    ($($method:ident)* => |$decoder:ident, $visitor:ident| $read:expr) => {$(
        fn $method<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, Error> {
            let $decoder = self;
            $read
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Decoder<'de> {
    type Error = Error;

    read!(
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        => |decoder, visitor| match decoder.integer(&visitor)? {
            Kind::Negative(number) => visitor.visit_i64(number),
            Kind::Unsigned(number) => visitor.visit_u64(number),
            _ => Err(decoder.unexpected(&visitor)),
        }
    );

    read!(deserialize_i128 deserialize_u128 => |decoder, visitor| {
        match decoder.long_integer(&visitor)? {
            Long::Signed(number) => visitor.visit_i128(number),
            Long::Unsigned(number) => visitor.visit_u128(number),
        }
    });

    read!(deserialize_f32 deserialize_f64 => |decoder, visitor| match decoder.head()?.kind {
        Kind::Unsigned(number) => visitor.visit_u64(number),
        Kind::Negative(number) => visitor.visit_i64(number),
        Kind::Float(number) => visitor.visit_f64(number),
        _ => Err(decoder.unexpected(&visitor)),
    });

    read!(
        deserialize_char deserialize_str deserialize_string deserialize_identifier
        => |decoder, visitor| match decoder.text(&visitor)? {
            Text::Str(text) => visitor.visit_borrowed_str(text),
            Text::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            Text::Key(text) => visitor.visit_string(text),
        }
    );

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.at;
        let head = self.head()?;
        match head.kind {
            Kind::Nil => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(value),
            Kind::Unsigned(number) => visitor.visit_u64(number),
            Kind::Negative(number) => visitor.visit_i64(number),
            Kind::Float(number) => visitor.visit_f64(number),
            Kind::Str => {
                self.at = start;
                self.deserialize_str(visitor)
            }
            Kind::Bin => visitor.visit_borrowed_bytes(self.body(head)),
            Kind::Ext(code) => visitor.visit_map(Extension::new(code, self.body(head))),
            Kind::Array => self.list(head, visitor),
            Kind::Map => self.map(head, visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        match head.kind {
            Kind::Bool(value) => visitor.visit_bool(value),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        match head.kind {
            Kind::Str | Kind::Bin => visitor.visit_borrowed_bytes(self.body(head)),
            Kind::Array => self.list(head, visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.is_nil() {
            true => {
                self.head()?;
                visitor.visit_none()
            }
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        match head.kind {
            Kind::Nil => visitor.visit_unit(),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name == own::NAME || name == source::NAME {
            true => visitor.visit_borrowed_bytes(self.whole()?),
            false => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.container(Kind::Array, &visitor)?;
        self.list(head, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.container(Kind::Map, &visitor)?;
        self.map(head, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let head = self.head()?;
        match head.kind {
            Kind::Map => self.map(head, visitor),
            Kind::Array => self.list(head, visitor),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let start = self.at;
        let head = self.head()?;
        match (head.kind, head.values) {
            (Kind::Str | Kind::Bin, _) => {
                self.at = start;
                visitor.visit_enum(Variant::new(self, true))
            }
            (Kind::Map, 2) => {
                self.depth += 1;
                let value = visitor.visit_enum(Variant::new(self, false))?;
                self.depth -= 1;
                Ok(value)
            }
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.whole()?;
        visitor.visit_unit()
    }
}
