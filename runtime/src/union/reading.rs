//! What unions inside each other share: the message they all stand in, the choices made so far, the cost.
//!
//! Each union reads its variants with a deserializer of its own, so that nothing but the address of a value says where it
//! stands in the document, and nothing else would bound the depth or keep one try from repeating all the tries below it.
use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;

use serde::de::Error as _;

use crate::error::path;
use crate::source::Source;

use super::failure::Failure;
use super::fault::{self, Fault};
use super::look;

/// Levels of containers in the outermost union, as many as serde_json allows.
const DEPTH: usize = 127;

/// Bytes that the unions inside one may look at: some, and more for a longer text.
const LEAST_COST: usize = 16 << 20;
const COST: usize = 256;

/// The line of an error whose column is the place in the document, counted in bytes.
pub(crate) const EXACT: usize = usize::MAX;

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

#[derive(Default)]
struct State {
    /// Where the document is, while one is read by `document`.
    document: Range<usize>,
    /// Where the outermost union is.
    outermost: Range<usize>,
    /// Unions inside each other, at this moment.
    level: usize,
    /// Of these, how many will try another variant if this one fails.
    retrying: usize,
    cost: usize,
    /// What was found out about a union at an address that may be read again.
    known: HashMap<(usize, TypeId), Choice>,
}

/// The variant that took a value, or why none did.
pub(super) type Choice = Result<usize, Rc<str>>;

/// The document that is read until this is dropped; it holds the one around it. Errors of MessagePack keep the place with
/// which they come out of a union, those of JSON get it by `placed`.
pub(crate) struct Document(Range<usize>);

impl Document {
    /// Begins to read it. Not a function around the reading, which would be compiled for each type that is read.
    pub(crate) fn enter(bytes: &[u8]) -> Self {
        let document = place(bytes);
        Self(STATE.with_borrow_mut(|state| std::mem::replace(&mut state.document, document)))
    }
}

/// An error of a JSON document with its line and column, where it came out of a union.
#[cold]
pub(crate) fn placed(text: &str, error: serde_json::Error) -> serde_json::Error {
    match error.line() {
        EXACT => {
            let (line, column) = path::line_and_column(text.as_bytes(), error.column());
            let message = fault::message(&error);
            serde_json::Error::custom(format!("{message} at line {line} column {column}"))
        }
        _ => error,
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        let outer = std::mem::take(&mut self.0);
        STATE.with_borrow_mut(|state| state.document = outer);
    }
}

/// One union that is being read.
pub(super) struct Level<'t> {
    value: Source<'t>,
    /// Where the value begins in the document, if that is known.
    start: Option<usize>,
    /// Whether the value is a part of the outermost union's, so that its address is its own.
    inside: bool,
}

impl<'t> Level<'t> {
    pub(super) fn enter(value: Source<'t>) -> Result<Self, String> {
        let place = place(value.bytes());
        let inside = STATE.with_borrow_mut(|state| {
            let inside = state.level > 0 && contains(&state.outermost, &place);
            if state.level == 0 {
                state.outermost = place.clone();
                state.cost = 0;
            }
            state.cost += value.bytes().len();
            let limit = state.outermost.len().saturating_mul(COST) + LEAST_COST;
            match state.cost > limit {
                true => Err("too many alternatives inside each other".to_owned()),
                false => Ok(inside),
            }
        })?;
        if !inside && look::is_deeper(value, DEPTH) {
            return Err("recursion limit exceeded".to_owned());
        }
        let start = STATE.with_borrow_mut(|state| {
            state.level += 1;
            let around = [&state.document, &state.outermost];
            // The outermost union without a document is the whole, and says the path itself.
            let around = around.into_iter().find(|outer| contains(outer, &place));
            let whole = state.level == 1 && !contains(&state.document, &place);
            around
                .filter(|_| !whole)
                .map(|outer| place.start - outer.start)
        });
        Ok(Self {
            value,
            start,
            inside,
        })
    }

    /// What was found out before about this value as a `T`.
    pub(super) fn known<T: 'static>(&self) -> Option<Choice> {
        if !self.inside {
            return None;
        }
        STATE.with_borrow(|state| state.known.get(&self.key::<T>()).cloned())
    }

    /// Keeps it where an outer union may read the value again.
    pub(super) fn remember<T: 'static>(&self, choice: Choice) {
        if self.inside {
            STATE.with_borrow_mut(|state| {
                if state.retrying > 0 {
                    state.known.insert(self.key::<T>(), choice);
                }
            });
        }
    }

    fn key<T: 'static>(&self) -> (usize, TypeId) {
        (self.value.bytes().as_ptr() as usize, TypeId::of::<T>())
    }

    /// Tries a variant.
    pub(super) fn attempt<T>(&self, is_last: bool, read: impl FnOnce() -> T) -> T {
        struct Tried(usize);
        impl Drop for Tried {
            fn drop(&mut self) {
                STATE.with_borrow_mut(|state| state.retrying -= self.0);
            }
        }
        let tried = Tried(usize::from(!is_last));
        STATE.with_borrow_mut(|state| state.retrying += tried.0);
        read()
    }

    /// The error of a variant, at its place in this value.
    pub(super) fn failure(&self, fault: Fault) -> Failure {
        Failure {
            offset: fault.place.offset(self.value, self.start),
            message: fault.message,
        }
    }

    /// The message of an error that keeps its place on the way out.
    pub(super) fn placed(&self, failure: &Failure) -> String {
        let mut message = failure.message.clone();
        // Writing to a string does not fail.
        _ = match self.start {
            Some(start) => {
                let place = start + failure.offset;
                write!(message, " at line {EXACT} column {place}")
            }
            None => match self.value.path(failure.offset) {
                path if path.is_empty() => Ok(()),
                path => write!(message, " at `{path}`"),
            },
        };
        message
    }
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        STATE.with_borrow_mut(|state| {
            state.level -= 1;
            if state.level == 0 && !state.known.is_empty() {
                state.known = HashMap::new();
            }
        });
    }
}

fn place(bytes: &[u8]) -> Range<usize> {
    let start = bytes.as_ptr() as usize;
    start..start + bytes.len()
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && !outer.is_empty()
}
