//! Checks of the repository itself: who knows whom, how long files are, what they may not hold.

mod crates;
mod files;
mod metadata;
mod quotes;
mod release;
mod stages;
mod tracked;
mod words;

/// Fails with all of the faults at once, one per line.
#[track_caller]
fn none(rule: &str, faults: Vec<String>) {
    assert!(faults.is_empty(), "{rule}:\n  {}\n", faults.join("\n  "));
}
