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
use number::Long;

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

/// Text as it stands, or what stands for it.
enum Text<'de> {
    Str(&'de str),
    /// It is no UTF-8.
    Bytes(&'de [u8]),
    /// What is no text, where JSON has nothing else.
    Key(String),
}

impl<'de> Text<'de> {
    #[inline]
    fn of(bytes: &'de [u8]) -> Self {
        std::str::from_utf8(bytes).map_or(Self::Bytes(bytes), Self::Str)
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
        let head = Head::read(self.message.get(self.at..).unwrap_or_default())?;
        self.at += head.length;
        match (self.message.len() - self.at) as u64 >= head.body {
            true => Ok(head),
            false => Err(NoHead::Short.into()),
        }
    }

    /// What is next, without reading it.
    fn is_nil(&self) -> bool {
        self.message.get(self.at) == Some(&0xc0)
    }

    #[inline]
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

    /// The next value as text.
    fn text(&mut self, expected: &dyn Expected) -> Result<Text<'de>, Error> {
        let is_key = std::mem::take(&mut self.is_key);
        // Nearly all names are that short, and need no look at a head.
        if let Some([marker @ 0xa0..=0xbf, rest @ ..]) = self.message.get(self.at..)
            && let Some(body) = rest.get(..usize::from(marker & 31))
        {
            self.begun = self.at;
            self.at += 1 + body.len();
            return Ok(Text::of(body));
        }
        let head = self.head()?;
        match head.kind {
            Kind::Str | Kind::Bin => Ok(Text::of(self.body(head))),
            _ if is_key => {
                self.at = self.begun;
                Ok(Text::Key(transcode::key(self.whole()?)))
            }
            _ => Err(self.unexpected(expected)),
        }
    }

    /// The next value as a number without a fraction: unsigned, or negative.
    fn integer(&mut self, expected: &dyn Expected) -> Result<Kind, Error> {
        let is_key = std::mem::take(&mut self.is_key);
        let head = self.head()?;
        let whole = match head.kind {
            whole @ (Kind::Unsigned(_) | Kind::Negative(_)) => Some(whole),
            Kind::Float(float) => number::integral(float),
            Kind::Str if is_key => number::of_digits(self.body(head)),
            _ => None,
        };
        whole.ok_or_else(|| self.unexpected(expected))
    }

    /// The next value as a number that may be longer than those of MessagePack, and is text then.
    fn long_integer(&mut self, expected: &dyn Expected) -> Result<Long, Error> {
        if let Ok(whole) = self.head().map(|head| head.kind)
            && whole != Kind::Str
        {
            self.at = self.begun;
            return Ok(match self.integer(expected)? {
                Kind::Negative(number) => Long::Signed(number.into()),
                Kind::Unsigned(number) => Long::Signed(number.into()),
                _ => Long::Signed(0),
            });
        }
        self.at = self.begun;
        match self.text(expected)? {
            Text::Str(text) => number::long(text).ok_or_else(|| self.unexpected(expected)),
            _ => Err(self.unexpected(expected)),
        }
    }

    /// The next value as a container of this kind.
    fn container(&mut self, kind: Kind, expected: &dyn Expected) -> Result<Head, Error> {
        let head = self.head()?;
        match head.kind == kind {
            true => Ok(head),
            false => Err(self.unexpected(expected)),
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
