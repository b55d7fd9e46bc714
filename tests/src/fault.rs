//! Why a server or a recording could not be used, in words meant for who reads a failed test.

use std::fmt;

/// A sentence, and the output of the server where there is one. `Debug` prints it unescaped, since that is what
/// `expect` shows.
#[derive(Clone)]
pub struct Fault(String);

impl Fault {
    /// A fault that reads `sentence`.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Says what was being done when `cause` came up.
    pub fn during(doing: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self(format!("{doing}: {cause}"))
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}
