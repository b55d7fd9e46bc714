//! What a value shows of itself without being read: takes one that was checked before, gives its kind and its members.
use std::borrow::Cow;

use crate::source::Source;

#[cfg(feature = "msgpack")]
use super::message;
use super::scan;

/// The kind of a value, and the first of what is inside.
#[derive(Debug)]
pub(super) enum Look<'t> {
    Null,
    Boolean,
    /// Whether it is written without a fraction and an exponent.
    Number {
        whole: bool,
    },
    String(Cow<'t, str>),
    /// Binary data, which only MessagePack has.
    #[cfg(feature = "msgpack")]
    Bytes,
    /// An extension with this type code.
    #[cfg(feature = "msgpack")]
    Ext(i8),
    /// Its first item.
    List(Option<Source<'t>>),
    Object(Members<'t>),
}

impl<'t> Look<'t> {
    pub(super) fn at(value: Source<'t>) -> Self {
        match value {
            Source::Json(text) => scan::look(text),
            #[cfg(feature = "msgpack")]
            Source::MessagePack(bytes) => message::look(bytes),
        }
    }
}

/// A string without its quotes and escapes; of any other value its JSON.
pub(super) fn plain(value: Source<'_>) -> Cow<'_, str> {
    match value {
        Source::Json(text) => scan::plain(text),
        #[cfg(feature = "msgpack")]
        Source::MessagePack(bytes) => message::plain(bytes),
    }
}

/// Whether containers are inside each other to more than this many levels.
pub(super) fn is_deeper(value: Source<'_>, limit: usize) -> bool {
    match value {
        Source::Json(text) => scan::is_deeper(text, limit),
        #[cfg(feature = "msgpack")]
        Source::MessagePack(bytes) => message::is_deeper(bytes, limit),
    }
}

/// The members of an object by their names.
#[derive(Debug)]
pub(super) struct Members<'t>(Vec<(Cow<'t, str>, Source<'t>)>);

/// Members that are looked through one by one; more are sorted.
const FEW: usize = 24;

impl<'t> Members<'t> {
    pub(super) fn new(mut members: Vec<(Cow<'t, str>, Source<'t>)>) -> Self {
        if members.len() > FEW {
            // Stable: of several with one name, the last one counts.
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
        }
        Self(members)
    }

    pub(super) fn get(&self, name: &str) -> Option<Source<'t>> {
        let found = match self.0.len() > FEW {
            true => {
                let behind = self.0.partition_point(|(known, _)| known.as_ref() <= name);
                self.0[..behind].last().filter(|(known, _)| known == name)
            }
            false => self.0.iter().rev().find(|(known, _)| known == name),
        };
        found.map(|(_, value)| *value)
    }

    /// How many there are; one that comes twice counts twice.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
}
