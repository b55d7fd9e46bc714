//! Values inside values: takes an open array, map or variant, gives what stands in it one by one.
use serde::de::{
    DeserializeSeed, Deserializer as _, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::{DEPTH, Decoder, Head};
use crate::msgpack::Error;

/// What is left of an array, or of a map as keys and values in turn.
pub(super) struct Values<'a, 'de> {
    decoder: &'a mut Decoder<'de>,
    start: usize,
    count: u64,
    left: u64,
}

impl<'a, 'de> Values<'a, 'de> {
    /// Goes into the container whose head was read.
    pub(super) fn enter(decoder: &'a mut Decoder<'de>, head: Head) -> Result<Self, Error> {
        if decoder.depth >= DEPTH {
            return Err(Error::new("recursion limit exceeded"));
        }
        decoder.depth += 1;
        Ok(Self {
            start: decoder.begun,
            decoder,
            count: head.values,
            left: head.values,
        })
    }

    /// Goes on to the next one, if one follows. When none does, a fault is one of the whole.
    fn advance(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.decoder.begun = self.start;
                false
            }
        }
    }

    /// So many at most are left: each has one byte at least, whatever the head says.
    fn most(&self) -> usize {
        let rest = self.decoder.message.len().saturating_sub(self.decoder.at);
        usize::try_from(self.left).map_or(rest, |left| left.min(rest))
    }

    /// Goes out again, which is a fault before the last one was read.
    pub(super) fn leave(self) -> Result<(), Error> {
        self.decoder.depth -= 1;
        match self.left {
            0 => Ok(()),
            left => {
                self.decoder.begun = self.start;
                let (count, read) = (self.count, self.count - left);
                Err(Error::new(format_args!(
                    "invalid length {count}, expected {read}"
                )))
            }
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Values<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T>(&mut self, seed: T) -> Result<Option<T::Value>, Error>
    where
        T: DeserializeSeed<'de>,
    {
        match self.advance() {
            true => seed.deserialize(&mut *self.decoder).map(Some),
            false => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.most())
    }
}

impl<'de> MapAccess<'de> for &mut Values<'_, 'de> {
    type Error = Error;

    fn next_key_seed<T>(&mut self, seed: T) -> Result<Option<T::Value>, Error>
    where
        T: DeserializeSeed<'de>,
    {
        if !self.advance() {
            return Ok(None);
        }
        self.decoder.is_key = true;
        let key = seed.deserialize(&mut *self.decoder);
        self.decoder.is_key = false;
        key.map(Some)
    }

    fn next_value_seed<T>(&mut self, seed: T) -> Result<T::Value, Error>
    where
        T: DeserializeSeed<'de>,
    {
        match self.advance() {
            true => seed.deserialize(&mut *self.decoder),
            false => Err(Error::new("a value was asked for before its key")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.most() / 2)
    }
}

/// A variant of an enum: its name, and what it holds.
pub(super) struct Variant<'a, 'de> {
    decoder: &'a mut Decoder<'de>,
    is_alone: bool,
}

impl<'a, 'de> Variant<'a, 'de> {
    /// The name stands alone, or a map has it as its only key.
    pub(super) fn new(decoder: &'a mut Decoder<'de>, is_alone: bool) -> Self {
        Self { decoder, is_alone }
    }

    fn content(self, expected: &'static str) -> Result<&'a mut Decoder<'de>, Error> {
        match self.is_alone {
            true => Err(Error::invalid_type(Unexpected::UnitVariant, &expected)),
            false => Ok(self.decoder),
        }
    }
}

impl<'a, 'de> EnumAccess<'de> for Variant<'a, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Error> {
        let variant = seed.deserialize(&mut *self.decoder)?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.is_alone {
            true => Ok(()),
            false => serde::Deserialize::deserialize(self.decoder),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.content("newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.content("tuple variant")?
            .deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.content("struct variant")?
            .deserialize_struct("", members, visitor)
    }
}
