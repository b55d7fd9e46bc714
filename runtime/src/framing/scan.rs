//! The face of all scanners: takes the bytes at hand, says what the first of them are.

/// What the first bytes are. Whoever asks takes them away before asking again.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// More bytes are needed.
    More,
    /// So many bytes only stand between messages.
    Skip(usize),
    /// So many bytes belong to no message.
    Noise(usize),
    /// So many bytes are a message, white space and its end included.
    Frame(usize),
}

/// Finds messages. It remembers how far it looked, so that no byte is looked at twice.
pub(super) trait Scan {
    /// Looks at the bytes behind those that it has seen.
    fn step(&mut self, bytes: &[u8]) -> Step;

    /// Whether the bytes seen last are of a message that goes on.
    fn is_inside(&self) -> bool;

    /// The first bytes, all of them seen, were taken away in the middle of a message.
    fn shift(&mut self, bytes: usize);
}

/// What may stand between messages: white space, the bytes of a byte order mark, and the record
/// separator of RFC 7464.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF | 0x1E
    )
}

/// How many blank bytes there are at the beginning.
pub(super) fn blank(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| !is_blank(*byte))
        .unwrap_or(bytes.len())
}

/// The longest line that is looked at as a whole where no message is, and the longest piece of
/// noise.
pub(super) const LONGEST_LINE: usize = 4096;
