//! The stages of the generator know only those before them, and each foreign library has one door.

use super::none;
use super::tracked::{File, sources};

/// The pipeline in its order. Other modules of the generator, such as options and diagnostics, belong to no stage.
const STAGES: [&str; 11] = [
    "source", "overlay", "load", "resolve", "document", "filter", "schema", "model", "types",
    "emit", "format",
];

/// What may be named only by files whose path starts so.
const DOORS: [(&str, &str); 4] = [
    ("typify_impl", "codegen/src/types"),
    ("reqwest", "codegen/src/load/fetch"),
    ("prettyplease", "codegen/src/format"),
    ("proc_macro", "macro/"),
];

#[test]
fn stages_know_only_earlier_ones() {
    let mut faults = Vec::new();
    for file in sources() {
        let Some(own) = stage(&file) else { continue };
        // Tests look at what comes out in the end.
        if file.text.contains("\n// Test code throughout.\n") {
            continue;
        }
        for (number, line) in file.code() {
            for later in crate_paths(line)
                .filter_map(position)
                .filter(|&other| other > own)
            {
                faults.push(format!(
                    "{}:{number}: {} knows {}",
                    file.path, STAGES[own], STAGES[later]
                ));
            }
        }
    }
    none("a stage knows one that comes after it", faults);
}

#[test]
fn libraries_have_one_door() {
    let mut faults = Vec::new();
    for file in sources().into_iter().filter(is_shipped) {
        for (library, door) in DOORS
            .iter()
            .filter(|(_, door)| !file.path.starts_with(door))
        {
            let named = file.code().filter(|(_, line)| names(line, library));
            faults
                .extend(named.map(|(number, _)| {
                    format!("{}:{number}: {library} outside {door}", file.path)
                }));
        }
    }
    none("a library is named outside its door", faults);
}

fn is_shipped(file: &File) -> bool {
    !file.path.starts_with("tests/") && file.path.contains("/src/")
}

/// Which stage a file belongs to: `codegen/src/types.rs` and all of `codegen/src/types/`.
fn stage(file: &File) -> Option<usize> {
    let inside = file.path.strip_prefix("codegen/src/")?;
    position(inside.split(['/', '.']).next()?)
}

fn position(stage: &str) -> Option<usize> {
    STAGES.iter().position(|it| *it == stage)
}

/// The first names of the paths `crate::name` in a line, of `crate::{one, other}` all.
fn crate_paths(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).flat_map(|rest| {
        let (list, grouped) = match rest.strip_prefix('{') {
            Some(list) => (list, true),
            None => (rest, false),
        };
        // Of a group, names inside deeper braces are taken too; none of them is named as a stage by mistake.
        list.split(',')
            .take(if grouped { usize::MAX } else { 1 })
            .map(|name| {
                let name = name.trim_start();
                name.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap_or_default()
            })
    })
}

/// Whether a line has `library` as a whole word before `::` or after `use` or `extern crate`.
fn names(line: &str, library: &str) -> bool {
    line.match_indices(library).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + library.len()..];
        let starts = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"');
        starts
            && (after.starts_with("::")
                || line.trim_start().starts_with("use ") && after.starts_with([' ', ';']))
    })
}

#[test]
fn paths_and_names_are_found() {
    let stages = |line| crate_paths(line).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(stages("use crate::model::Api;"), ["model"]);
    assert_eq!(
        stages("use crate::{diagnostic, types::Space};"),
        ["diagnostic", "types"]
    );
    assert_eq!(
        stages("let a = crate::emit::client(crate::model::b);"),
        ["emit", "model"]
    );
    assert!(names("    ::reqwest::get(url)", "reqwest"));
    assert!(names("use reqwest as http;", "reqwest"));
    assert!(!names("proc_macro2::TokenStream", "proc_macro"));
    assert!(!names("\"reqwest::Client\"", "reqwest"));
}
