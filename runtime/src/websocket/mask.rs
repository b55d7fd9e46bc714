//! The mask over payloads (RFC 6455, section 5.3): takes a key, changes bytes by it.
use std::hash::{BuildHasher, RandomState};

use soketto::base::Header;

/// Makes keys that the peer cannot tell beforehand, so that no page can have a proxy read what it
/// likes.
#[derive(Default)]
pub(super) struct Keys {
    /// A keyed hash of a counter, with a key that nobody knows.
    hash: RandomState,
    next: u64,
}

impl Keys {
    pub(super) fn next(&mut self) -> u32 {
        self.next += 1;
        // Half of the hash.
        self.hash.hash_one(self.next) as u32
    }
}

/// Masks or unmasks a part of a payload, which begins behind so many bytes of it.
pub(super) fn apply(header: &Header, behind: usize, bytes: &mut [u8]) {
    if !header.is_masked() {
        return;
    }
    let mut key = header.mask().to_be_bytes();
    key.rotate_left(behind % 4);
    let mut words = bytes.chunks_exact_mut(4);
    for word in &mut words {
        for (byte, key) in word.iter_mut().zip(key) {
            *byte ^= key;
        }
    }
    for (byte, key) in words.into_remainder().iter_mut().zip(key) {
        *byte ^= key;
    }
}

#[cfg(test)]
mod tests {
    use soketto::base::OpCode;

    use super::*;

    #[test]
    fn parts_are_masked_as_the_whole() {
        let mut header = Header::new(OpCode::Text);
        header.set_masked(true).set_mask(0x0102_0304);
        let plain: Vec<u8> = (0..50).collect();
        let mut whole = plain.clone();
        apply(&header, 0, &mut whole);
        assert_eq!(&whole[..5], [1, 1 ^ 2, 2 ^ 3, 3 ^ 4, 4 ^ 1]);
        for cut in 0..plain.len() {
            let mut parts = whole.clone();
            let (first, second) = parts.split_at_mut(cut);
            apply(&header, 0, first);
            apply(&header, cut, second);
            assert_eq!(parts, plain);
        }
    }

    #[test]
    fn keys_differ() {
        let mut keys = Keys::default();
        let (first, second) = (keys.next(), keys.next());
        assert!(first != second || keys.next() != second);
    }
}
