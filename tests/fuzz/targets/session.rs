//! Any bytes as what a session of MessagePack hears: the first chooses how it is cut into reads and whether the session is
//! strict, the rest is said in the place of an answer.
#![no_main]

use callwright_fuzz::session;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Some((choice, said)) = input.split_first() {
        session::holds(*choice, said);
    }
});
