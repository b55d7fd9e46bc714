//! Telling the user what happens: takes a call of the user's closure, and goes on whatever becomes of it.
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls an observer. A connection outlives it: its panic is told by the hook of the process, and ends nothing here.
pub(crate) fn tell(observe: impl FnOnce()) {
    let _ = catch_unwind(AssertUnwindSafe(observe));
}
