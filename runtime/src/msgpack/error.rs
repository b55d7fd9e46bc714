//! Why a value could not be read or written: takes serde's sentence, keeps where in the message it holds.
use std::fmt;

use super::head::NoHead;
use crate::union::EXACT;

/// A sentence, and the place in the message where it holds.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    message: String,
    place: Option<usize>,
    in_document: bool,
}

impl Error {
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self(Box::new(Inner {
            message: message.to_string(),
            place: None,
            in_document: false,
        }))
    }

    /// Of the byte at `place`, unless the error knows better.
    #[must_use]
    pub(crate) fn at(mut self, place: usize) -> Self {
        self.0.place.get_or_insert(place);
        self
    }

    /// Whether its place counts in the whole document, as a union says it, wherever it comes out.
    pub(crate) fn is_in_document(&self) -> bool {
        self.0.in_document
    }

    /// The byte of the message that it is about.
    pub(crate) fn place(&self) -> Option<usize> {
        self.0.place
    }
}

impl From<NoHead> for Error {
    #[cold]
    fn from(why: NoHead) -> Self {
        Self::new(match why {
            NoHead::Short => "the value ends early",
            NoHead::Reserved => "the byte c1 is no MessagePack",
        })
    }
}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let mut error = Self::new(message);
        if let Some((message, place)) = split(&error.0.message) {
            error.0.place = Some(place);
            error.0.in_document = true;
            error.0.message.truncate(message);
        }
        error
    }
}

impl serde::ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message)
    }
}

/// The length of a sentence without the place that a union put behind it, and the place.
fn split(message: &str) -> Option<(usize, usize)> {
    let (before, behind) = message.rsplit_once(" at line ")?;
    let (line, column) = behind.split_once(" column ")?;
    (line.parse() == Ok(EXACT)).then_some((before.len(), column.parse().ok()?))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?}", self.0.message, self.0.place)
    }
}

impl std::error::Error for Error {}
