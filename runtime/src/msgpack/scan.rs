//! Where a message ends: takes bytes as they come, in any pieces, gives its length or why it can be none.
use std::fmt;

use super::head::{Head, Kind, NoHead};

/// Finds the end of one value after the other. It remembers how far it came: each byte is looked at once, however the
/// reads cut the message, and bodies of strings not at all. It does not call itself for values inside values.
#[derive(Debug)]
pub(crate) struct Scanner {
    longest: usize,
    deepest: usize,
    /// Where the next value of the message begins, which may be behind what came so far.
    at: u64,
    /// Values still to come of each container that is open.
    open: Vec<u64>,
    /// Values still to come in all.
    owed: u64,
    is_array: bool,
}

/// One whole message at the beginning of what was scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// In bytes.
    pub(crate) length: usize,
    /// Whether it is an array, as all messages of MessagePack-RPC are.
    pub(crate) is_array: bool,
}

/// Why what came over a MessagePack connection can be no message, so that no other is found behind it.
///
/// It is the source of the [`Error::Closed`](crate::Error::Closed) with which the connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// The byte `c1`, which MessagePack gives no meaning.
    Reserved {
        /// So many bytes behind the beginning of the message.
        at: u64,
    },
    /// A message that is longer than is taken, by the lengths that it declares.
    TooLong {
        /// How many bytes it has at the least.
        least: u64,
        /// How many it may have.
        limit: usize,
    },
    /// Too many containers inside each other.
    TooDeep {
        /// How many there may be.
        limit: usize,
    },
    /// A value that is no array.
    NotArray,
    /// The stream ended within a message.
    Truncated,
}

impl Scanner {
    /// Takes messages of at most `longest` bytes, with at most `deepest` containers inside each other.
    pub(crate) fn new(longest: usize, deepest: usize) -> Self {
        Self {
            longest,
            deepest,
            at: 0,
            open: Vec::new(),
            owed: 1,
            is_array: false,
        }
    }

    /// Looks at what is new in `buffer`, which holds all that came since the beginning of the message.
    ///
    /// Gives the message when it is whole; the scan after that begins at the next one, whose bytes have to be the first
    /// of the buffer then. After an error the scanner is of no use.
    pub(crate) fn scan(&mut self, buffer: &[u8]) -> Result<Option<Message>, Malformed> {
        while self.owed > 0 {
            let rest = usize::try_from(self.at)
                .ok()
                .and_then(|at| buffer.get(at..));
            let head = match Head::read(rest.unwrap_or_default()) {
                Ok(head) => head,
                Err(NoHead::Short) => return Ok(None),
                Err(NoHead::Reserved) => return Err(Malformed::Reserved { at: self.at }),
            };
            self.take(head)?;
        }
        match usize::try_from(self.at) {
            Ok(length) if length <= buffer.len() => {
                let is_array = self.is_array;
                (self.at, self.owed, self.is_array) = (0, 1, false);
                Ok(Some(Message { length, is_array }))
            }
            _ => Ok(None),
        }
    }

    /// How many bytes the message that is being scanned has at least, by what it declared so far.
    pub(crate) fn least(&self) -> usize {
        usize::try_from(self.at.saturating_add(self.owed)).unwrap_or(usize::MAX)
    }

    #[inline]
    fn take(&mut self, head: Head) -> Result<(), Malformed> {
        if self.at == 0 {
            self.is_array = head.kind == Kind::Array;
        }
        self.at += head.length as u64 + head.body;
        self.owed += head.values;
        self.owed -= 1;
        let least = self.at.saturating_add(self.owed);
        if least > self.longest as u64 {
            let limit = self.longest;
            return Err(Malformed::TooLong { least, limit });
        }
        let is_container = matches!(head.kind, Kind::Array | Kind::Map);
        if is_container && self.open.len() >= self.deepest {
            let limit = self.deepest;
            return Err(Malformed::TooDeep { limit });
        }
        if head.values > 0 {
            self.open.push(head.values);
            return Ok(());
        }
        // A value has ended, and with it the containers of which it was the last.
        while let Some(left) = self.open.last_mut() {
            *left -= 1;
            if *left > 0 {
                break;
            }
            self.open.pop();
        }
        Ok(())
    }
}

/// The end of the value that begins at `at`, if one does that is whole; of any length and depth.
pub(crate) fn end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut owed = 1_u64;
    while owed > 0 {
        let head = Head::read(bytes.get(at..)?).ok()?;
        at = at.checked_add(head.length)?;
        at = at.checked_add(usize::try_from(head.body).ok()?)?;
        owed = owed - 1 + head.values;
    }
    (at <= bytes.len()).then_some(at)
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reserved { at } => write!(f, "the byte c1 at {at} is no MessagePack"),
            Self::TooLong { least, limit } => {
                write!(
                    f,
                    "a message of at least {least} bytes; {limit} are allowed"
                )
            }
            Self::TooDeep { limit } => {
                write!(f, "more than {limit} arrays and maps inside each other")
            }
            Self::NotArray => f.write_str("the message is no array"),
            Self::Truncated => f.write_str("the message is cut off"),
        }
    }
}

impl std::error::Error for Malformed {}

#[cfg(test)]
mod tests;
