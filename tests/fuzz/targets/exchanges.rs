//! Values that the input chooses, written by another library: all readers agree, and what is written again is the same.
#![no_main]

use callwright_fuzz::{chosen, messages};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    messages::agree(&chosen::value(&mut input.iter().copied(), 0));
});
