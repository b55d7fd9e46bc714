//! Reading: takes MessagePack and a type of serde's, gives a value of it, or where and why there is none.
mod access;
mod extension;
mod number;
mod serde_impl;

use serde::de::{Deserialize, Error as _, Expected, Unexpected, Visitor};

use super::head::{Head, Kind, NoHead};
use super::{Error, scan, transcode};
use access::{Values, Variant};
use extension::Extension;

use crate::union;

/// Containers inside each other, as many as serde_json reads.
pub(crate) const DEPTH: usize = 128;

/// The value that is the whole of `message`. The error has its place.
pub(crate) fn decode<'de, T: Deserialize<'de>>(message: &'de [u8]) -> Result<T, Error> {
    let _document = union::Document::enter(message);
    inside(message)
}

/// The same, of a value inside of one that is being decoded.
pub(crate) fn inside<'de, T: Deserialize<'de>>(message: &'de [u8]) -> Result<T, Error> {
    let mut decoder = Decoder {
        message,
        at: 0,
        begun: 0,
        depth: 0,
        is_key: false,
    };
    match T::deserialize(&mut decoder) {
        Ok(value) if decoder.at == message.len() => Ok(value),
        Ok(_) => Err(Error::new("trailing bytes").at(decoder.at)),
        Err(error) => Err(error.at(decoder.begun)),
    }
}

/// Bytes of a text in an error.
const LONGEST: usize = 200;

/// Reads one value after the other.
struct Decoder<'de> {
    message: &'de [u8],
    /// Where the next value begins.
    at: usize,
    /// Where the value began that an error would be about.
    begun: usize,
    /// Containers around the next value.
    depth: usize,
    /// Whether it is the key of an entry. JSON has only text there, so that numbers may be text and text numbers.
    is_key: bool,
}

impl<'de> Decoder<'de> {
    /// The head of the next value; its body, if it has one, is there.
    fn head(&mut self) -> Result<Head, Error> {
        self.begun = self.at;
        let head = match Head::read(self.message.get(self.at..).unwrap_or_default()) {
            Ok(head) => head,
            Err(NoHead::Short) => return Err(Error::new("the value ends early")),
            Err(NoHead::Reserved) => return Err(Error::new("the byte c1 is no MessagePack")),
        };
        self.at += head.length;
        match (self.message.len() - self.at) as u64 >= head.body {
            true => Ok(head),
            false => Err(Error::new("the value ends early")),
        }
    }

    /// What is next, without reading it.
    fn is_nil(&self) -> bool {
        self.message.get(self.at) == Some(&0xc0)
    }

    fn body(&mut self, head: Head) -> &'de [u8] {
        // There, or there would be no head.
        let length = usize::try_from(head.body).unwrap_or(0);
        let rest = self.message.get(self.at..).unwrap_or_default();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// The next value as it stands.
    fn whole(&mut self) -> Result<&'de [u8], Error> {
        self.begun = self.at;
        let end = scan::end(self.message, self.at).ok_or_else(|| Error::new("no MessagePack"))?;
        let whole = self.message.get(self.at..end).unwrap_or_default();
        self.at = end;
        Ok(whole)
    }

    /// The error for a value of another kind, which is the last one that was begun.
    #[cold]
    fn unexpected(&self, expected: &dyn Expected) -> Error {
        unexpected(self.message.get(self.begun..).unwrap_or_default(), expected)
    }

    fn text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let is_key = std::mem::take(&mut self.is_key);
        let start = self.at;
        let head = self.head()?;
        match head.kind {
            Kind::Str | Kind::Bin => {
                let body = self.body(head);
                match std::str::from_utf8(body) {
                    Ok(text) => visitor.visit_borrowed_str(text),
                    Err(_) => visitor.visit_borrowed_bytes(body),
                }
            }
            _ if is_key => {
                self.at = start;
                visitor.visit_string(transcode::key(self.whole()?))
            }
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn integer<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let is_key = std::mem::take(&mut self.is_key);
        let head = self.head()?;
        let kind = match head.kind {
            Kind::Float(float) => number::integral(float).unwrap_or(head.kind),
            Kind::Str if is_key => {
                let text = self.body(head);
                number::of_digits(text).ok_or_else(|| {
                    let text = String::from_utf8_lossy(text);
                    Error::invalid_type(Unexpected::Str(&text), &visitor)
                })?
            }
            kind => kind,
        };
        match kind {
            Kind::Unsigned(number) => visitor.visit_u64(number),
            Kind::Negative(number) => visitor.visit_i64(number),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    /// Integers that are longer than those of MessagePack stand as text.
    fn long_integer<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let start = self.at;
        let head = self.head()?;
        if head.kind == Kind::Str {
            let text = std::str::from_utf8(self.body(head)).unwrap_or_default();
            return match (text.parse(), text.parse()) {
                (Ok(number), _) => visitor.visit_i128(number),
                (_, Ok(number)) => visitor.visit_u128(number),
                _ => Err(Error::invalid_type(Unexpected::Str(text), &visitor)),
            };
        }
        self.at = start;
        self.integer(visitor)
    }

    fn float<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        match head.kind {
            Kind::Unsigned(number) => visitor.visit_u64(number),
            Kind::Negative(number) => visitor.visit_i64(number),
            Kind::Float(number) => visitor.visit_f64(number),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn list<V: Visitor<'de>>(&mut self, head: Head, visitor: V) -> Result<V::Value, Error> {
        let mut values = Values::enter(self, head)?;
        let value = visitor.visit_seq(&mut values)?;
        values.leave().map(|()| value)
    }

    fn map<V: Visitor<'de>>(&mut self, head: Head, visitor: V) -> Result<V::Value, Error> {
        let mut entries = Values::enter(self, head)?;
        let value = visitor.visit_map(&mut entries)?;
        entries.leave().map(|()| value)
    }
}

/// The error for a value of another kind than `expected`, in the words that serde_json has for it.
pub(crate) fn unexpected(value: &[u8], expected: &dyn Expected) -> Error {
    let Ok(head) = Head::read(value) else {
        return Error::new("no MessagePack");
    };
    let unexpected = match head.kind {
        Kind::Nil => Unexpected::Other("null"),
        Kind::Bool(value) => Unexpected::Bool(value),
        Kind::Unsigned(number) => Unexpected::Unsigned(number),
        Kind::Negative(number) => Unexpected::Signed(number),
        Kind::Float(number) => Unexpected::Float(number),
        Kind::Bin => Unexpected::Bytes(&[]),
        Kind::Ext(_) => Unexpected::Other("extension"),
        Kind::Array => Unexpected::Seq,
        Kind::Map => Unexpected::Map,
        Kind::Str => {
            let length = usize::try_from(head.body).map_or(LONGEST, |body| body.min(LONGEST));
            let text = value.get(head.length..head.length + length);
            let text = String::from_utf8_lossy(text.unwrap_or_default());
            return Error::invalid_type(Unexpected::Str(&text), expected);
        }
    };
    Error::invalid_type(unexpected, expected)
}

#[cfg(test)]
mod tests;
