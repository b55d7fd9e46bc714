//! What a message is in MessagePack-RPC: takes one whole value, gives its kind and where its parts stand.
use std::ops::Range;

use super::head::{Head, Kind};
use super::scan;

/// A message by its shape. Ranges count in the bytes of the message; of ids, errors, results and params they hold one
/// encoded value each.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outline {
    /// `[0, id, method, params]`.
    Request {
        /// Of any type: it goes back as it came.
        id: Range<usize>,
        method: Method,
        params: Params,
    },
    /// `[1, id, error, result]`.
    Response {
        /// None where no call of ours can have it: below zero, beyond 32 bits, a fraction, no number.
        id: Option<u32>,
        /// None where it is nil. False, 0 and empty text are errors.
        error: Option<Range<usize>>,
        /// What stands there beside an error too.
        result: Range<usize>,
    },
    /// `[2, method, params]`.
    Notification { method: Method, params: Params },
    /// A value that is none of these.
    Odd(Oddity),
}

/// Where the name of a method stands, which was sent as text or as binary data and need not be UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Method(pub(crate) Range<usize>);

/// Where params stand, and their kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Params {
    pub(crate) range: Range<usize>,
    pub(crate) kind: ParamsKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParamsKind {
    /// By position, as it should be.
    Array,
    /// By name.
    Map,
    /// None.
    Nil,
    /// Something else, which no method takes.
    Other,
}

/// A well-formed value that is no message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// It is no array.
    NoArray,
    /// An array without anything.
    Empty,
    /// The first value is none of the numbers 0, 1 and 2.
    UnknownType,
    /// A request of another length than 4. The id is where it should be, if there is a second value.
    RequestLength {
        values: u64,
        id: Option<Range<usize>>,
    },
    /// A response of another length than 4, and the call that it may have been meant for.
    ResponseLength { values: u64, id: Option<u32> },
    /// A notification of another length than 3.
    NotificationLength { values: u64 },
    /// The method of a request is no name.
    RequestMethod { id: Range<usize> },
    /// The method of a notification is no name.
    NotificationMethod,
}

impl Outline {
    /// Of one whole value as the scanner gives it. What is not well-formed after all is no array.
    pub(crate) fn read(message: &[u8]) -> Self {
        read(message).unwrap_or_else(Self::Odd)
    }
}

impl Method {
    /// The name, if it is UTF-8.
    pub(crate) fn name<'a>(&self, message: &'a [u8]) -> Option<&'a str> {
        std::str::from_utf8(message.get(self.0.clone())?).ok()
    }
}

fn read(message: &[u8]) -> Result<Outline, Oddity> {
    let head = Head::read(message)
        .ok()
        .filter(|head| head.kind == Kind::Array);
    let head = head.ok_or(Oddity::NoArray)?;
    let values = head.values;
    if values == 0 {
        return Err(Oddity::Empty);
    }
    let mut parts = Parts {
        message,
        at: head.length,
        left: values,
    };
    match number(parts.next_part().and_then(|part| message.get(part))) {
        Some(0) => request(&mut parts, values),
        Some(1) => response(&mut parts, values),
        Some(2) => notification(&mut parts, values),
        _ => Err(Oddity::UnknownType),
    }
}

fn request(parts: &mut Parts<'_>, values: u64) -> Result<Outline, Oddity> {
    let id = parts.next_part();
    let (4, Some(id)) = (values, id.clone()) else {
        return Err(Oddity::RequestLength { values, id });
    };
    let Some(method) = parts
        .next_part()
        .and_then(|part| method(parts.message, part))
    else {
        return Err(Oddity::RequestMethod { id });
    };
    let params = parts.params().ok_or(Oddity::NoArray)?;
    Ok(Outline::Request { id, method, params })
}

fn response(parts: &mut Parts<'_>, values: u64) -> Result<Outline, Oddity> {
    let id = parts.next_part().and_then(|part| parts.message.get(part));
    let id = number(id).and_then(|id| u32::try_from(id).ok());
    if values != 4 {
        return Err(Oddity::ResponseLength { values, id });
    }
    let error = parts.next_part().ok_or(Oddity::NoArray)?;
    let error = Some(error).filter(|part| parts.message.get(part.start) != Some(&0xc0));
    let result = parts.next_part().ok_or(Oddity::NoArray)?;
    Ok(Outline::Response { id, error, result })
}

fn notification(parts: &mut Parts<'_>, values: u64) -> Result<Outline, Oddity> {
    if values != 3 {
        return Err(Oddity::NotificationLength { values });
    }
    let method = parts
        .next_part()
        .and_then(|part| method(parts.message, part));
    let method = method.ok_or(Oddity::NotificationMethod)?;
    let params = parts.params().ok_or(Oddity::NoArray)?;
    Ok(Outline::Notification { method, params })
}

/// The values of an array, one after the other.
struct Parts<'a> {
    message: &'a [u8],
    at: usize,
    left: u64,
}

impl Parts<'_> {
    fn next_part(&mut self) -> Option<Range<usize>> {
        self.left = self.left.checked_sub(1)?;
        let start = self.at;
        // The last one ends with the message, which need not be looked for.
        self.at = match self.left {
            0 => self.message.len(),
            _ => scan::end(self.message, start)?,
        };
        (start < self.at).then_some(start..self.at)
    }

    fn params(&mut self) -> Option<Params> {
        let range = self.next_part()?;
        let head = Head::read(self.message.get(range.start..)?).ok()?;
        let kind = match head.kind {
            Kind::Array => ParamsKind::Array,
            Kind::Map => ParamsKind::Map,
            Kind::Nil => ParamsKind::Nil,
            _ => ParamsKind::Other,
        };
        Some(Params { range, kind })
    }
}

fn method(message: &[u8], part: Range<usize>) -> Option<Method> {
    let head = Head::read(message.get(part.clone())?).ok()?;
    matches!(head.kind, Kind::Str | Kind::Bin).then(|| Method(part.start + head.length..part.end))
}

/// An integer of any width, which some peers send as a float.
fn number(value: Option<&[u8]>) -> Option<u64> {
    match Head::read(value?).ok()?.kind {
        Kind::Unsigned(number) => Some(number),
        Kind::Float(number)
            if number >= 0.0 && number.fract() == 0.0 && number < 2_f64.powi(53) =>
        {
            // Exact below 2^53, and no sign is lost.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Some(number as u64)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
