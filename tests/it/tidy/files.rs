//! Files are short, say what they are for, and are named after it.

use super::none;
use super::tracked::{File, sources};

const MOST_LINES: usize = 400;
const MOST_LINES_IN_THE_MEDIAN: usize = 150;

fn lines(file: &File) -> usize {
    file.text.lines().count()
}

#[test]
fn no_file_is_long() {
    let long = sources()
        .into_iter()
        .filter(|file| lines(file) > MOST_LINES);
    let faults = long
        .map(|file| format!("{}: {} lines", file.path, lines(&file)))
        .collect();
    none(&format!("a file has more than {MOST_LINES} lines"), faults);
}

/// Per crate, so that many small files of one do not pay for large ones of another.
#[test]
fn the_median_file_is_short() {
    let sources = sources();
    let mut faults = Vec::new();
    for member in ["cli/", "codegen/", "macro/", "runtime/", "tests/"] {
        let mut lengths: Vec<_> = sources
            .iter()
            .filter(|file| file.path.starts_with(member))
            .map(lines)
            .collect();
        lengths.sort_unstable();
        let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
        if median > MOST_LINES_IN_THE_MEDIAN {
            faults.push(format!("{member}: {median} lines"));
        }
    }
    none(
        &format!("the median file of a crate has more than {MOST_LINES_IN_THE_MEDIAN} lines"),
        faults,
    );
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = sources()
        .into_iter()
        .filter(|file| !file.text.starts_with("//! "));
    none(
        "a file does not start with a `//!` sentence",
        silent.map(|file| file.path).collect(),
    );
}

#[test]
fn files_are_named_after_the_domain() {
    let vague = [
        "mod.rs",
        "util.rs",
        "utils.rs",
        "helper.rs",
        "helpers.rs",
        "common.rs",
        "misc.rs",
    ];
    let faults = sources()
        .into_iter()
        .filter(|file| vague.contains(&file.name()));
    none(
        "a file has a name that says nothing",
        faults.map(|file| file.path).collect(),
    );
}
