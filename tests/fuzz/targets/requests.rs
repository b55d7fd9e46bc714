//! Any bytes as what a server hears of a client: the first byte chooses how they come, the second how they are cut.
#![no_main]

use callwright_fuzz::requests;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let [way, cut, said @ ..] = input {
        requests::hold(*way, *cut, said);
    }
});
