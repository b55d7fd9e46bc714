//! Messages by lines: takes bytes, finds the newlines.
use super::scan::{Scan, Step};

/// A message ends at each newline.
#[derive(Default)]
pub(super) struct Lines {
    seen: usize,
}

impl Scan for Lines {
    fn step(&mut self, bytes: &[u8]) -> Step {
        match memchr::memchr(b'\n', &bytes[self.seen..]) {
            Some(place) => Step::Frame(std::mem::take(&mut self.seen) + place + 1),
            None => {
                self.seen = bytes.len();
                Step::More
            }
        }
    }

    fn is_inside(&self) -> bool {
        true
    }

    fn shift(&mut self, bytes: usize) {
        self.seen -= bytes;
    }
}
