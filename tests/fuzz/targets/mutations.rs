//! Some methods of a document of ours, or of the corpus where that is named, with mutations that the input chooses.
#![no_main]

use callwright_fuzz::{Run, base, excerpt, mutation, settings};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Ok(run) = run(&mut Unstructured::new(input)) {
        run.holds();
    }
});

fn run(u: &mut Unstructured<'_>) -> Result<Run> {
    let choice = u.arbitrary()?;
    let whole = u.choose(base::documents())?;
    let methods = whole["methods"].as_array().map_or(1, Vec::len);
    let first = u.choose_index(methods)?;
    let mut document = excerpt::of(whole, first, u.int_in_range(1..=4)?);
    for _ in 0..u.int_in_range(1..=12)? {
        mutation::apply(&mut document, u)?;
    }
    Ok(Run {
        file: "openrpc.json",
        options: settings::options(choice),
        document: document.to_string().into_bytes(),
    })
}
