//! Any bytes as a stream of MessagePack: the first byte says in what pieces they come.
#![no_main]

use callwright_fuzz::messages;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((piece, stream)) = input.split_first() {
        messages::hold(stream, usize::from(*piece) + 1);
    }
});
