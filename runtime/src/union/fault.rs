//! Why a variant did not take a value: takes the error of either reader, gives what it says and where.
use crate::error::path;
use crate::source::Source;

use super::reading::EXACT;

/// What an error says, and its place.
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) place: Place,
}

/// Where it holds.
pub(super) enum Place {
    /// At this byte of the document.
    InDocument(usize),
    /// At this byte of the value.
    #[cfg(feature = "msgpack")]
    InValue(usize),
    /// At this line and column of the value.
    At(usize, usize),
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self {
            message: message(&error),
            place: match error.line() {
                EXACT => Place::InDocument(error.column()),
                line => Place::At(line, error.column()),
            },
        }
    }
}

#[cfg(feature = "msgpack")]
impl From<crate::msgpack::Error> for Fault {
    fn from(error: crate::msgpack::Error) -> Self {
        let place = error.place().unwrap_or(0);
        Self {
            message: error.to_string(),
            place: match error.is_in_document() {
                true => Place::InDocument(place),
                false => Place::InValue(place),
            },
        }
    }
}

impl Place {
    /// The byte of the value, which begins at `start` in the document.
    pub(super) fn offset(&self, value: Source<'_>, start: Option<usize>) -> usize {
        match *self {
            Self::InDocument(place) => place.saturating_sub(start.unwrap_or(0)),
            #[cfg(feature = "msgpack")]
            Self::InValue(place) => place,
            Self::At(line, column) => path::offset(value.bytes(), line, column),
        }
    }
}

/// What an error says, without the place.
pub(super) fn message(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    if message.ends_with(&place) {
        message.truncate(message.len() - place.len());
    }
    message
}
