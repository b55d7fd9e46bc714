//! Any bytes as a document: the first two bytes choose how they are read, the rest is the document.
#![no_main]

use callwright_fuzz::{Run, settings};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((choice, document)) = input.split_first_chunk::<2>() else {
        return;
    };
    let choice = u16::from_be_bytes(*choice);
    Run {
        file: settings::file_name(choice),
        options: settings::options(choice),
        document: document.to_vec(),
    }
    .holds();
});
