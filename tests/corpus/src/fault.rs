//! Why the proof could not be made, or did not hold.

use std::fmt;

/// Sentences, each on a line of its own.
#[derive(Debug)]
pub(crate) struct Fault(pub(crate) String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Fault {
    fn from(cause: std::io::Error) -> Self {
        Self(cause.to_string())
    }
}

/// Says what was being done when `cause` came up.
pub(crate) fn during(doing: impl fmt::Display, cause: impl fmt::Display) -> Fault {
    Fault(format!("{doing}: {cause}"))
}

/// Nothing, or all of these.
pub(crate) fn none(faults: &[String]) -> Result<(), Fault> {
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Fault(faults.join("\n"))),
    }
}
