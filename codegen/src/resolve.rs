//! Takes a place and gives the place that its `$ref` chain ends at.

use serde_json::Value;

use crate::files::{At, Files};
use crate::percent;
use crate::pointer::Pointer;
use crate::suggest;

/// References that may follow on each other: a document has a few, and each user of a chain walks all of it.
const LONGEST: usize = 100;

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The last reference of the chain has no target. Holds its text.
    Dangling(String),
    /// The last reference of the chain leads to a file that could not be read, which was told already.
    Unread,
    /// The chain comes back to a place that it has been at. Holds the last reference's text.
    Cycle(String),
    /// The chain has more references than are followed. Holds the last one's text.
    Endless(String),
}

/// Follows `$ref` from a place until something stands there that is no reference.
///
/// JSON Schema draft 7 lets siblings of `$ref` be ignored; who wants them looks at the place itself first.
pub(crate) fn follow<'f>(files: &'f Files, at: &At) -> Result<(At, &'f Value), Broken> {
    let mut seen = vec![at.clone()];
    let mut here = at.clone();
    let mut text = at.pointer.to_string();
    loop {
        let value = files
            .value(&here)
            .ok_or_else(|| Broken::Dangling(text.clone()))?;
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return Ok((here, value));
        };
        text = reference.to_owned();
        let Some(next) = target(files, &here, reference) else {
            return Err(match is_unread(files, &here, reference) {
                true => Broken::Unread,
                false => Broken::Dangling(text),
            });
        };
        if seen.contains(&next) {
            return Err(Broken::Cycle(text));
        }
        if seen.len() > LONGEST {
            return Err(Broken::Endless(text));
        }
        seen.push(next.clone());
        here = next;
    }
}

/// The place that one reference means, seen from the file that it stands in.
pub(crate) fn target(files: &Files, from: &At, reference: &str) -> Option<At> {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let file = match file {
        "" => from.file,
        other => *files.links.get(&(from.file, other.to_owned()))?,
    };
    let fragment = percent::decoded(fragment);
    let pointer = match fragment.is_empty() || fragment.starts_with('/') {
        true => Pointer::new(fragment),
        false => files.anchored(file, &fragment)?.clone(),
    };
    Some(At { file, pointer })
}

/// The reference that was likely meant by one whose pointer leads nowhere: a name beside it, or one of the components.
pub(crate) fn nearest(files: &Files, from: &At, reference: &str) -> Option<String> {
    let (file, _) = reference.split_once('#')?;
    let target = target(files, from, reference)?;
    let mut around = At {
        pointer: Pointer::root(),
        ..target.clone()
    };
    let mut steps = target.pointer.steps();
    let missing = steps.find(|step| {
        let next = around.join(step);
        let there = files.value(&next).is_some();
        if there {
            around = next;
        }
        !there
    })?;
    let near = |shelf: &At, name: &str| {
        let keys = files.value(shelf)?.as_object()?.keys();
        Some(shelf.join(suggest::nearest(name, keys)?))
    };
    let last = target.pointer.last().unwrap_or_default();
    let shelf = At {
        pointer: Pointer::new("/components/schemas"),
        ..target
    };
    let meant = match steps.next() {
        None => near(&around, &missing),
        Some(_) => None,
    };
    let meant = meant.or_else(|| near(&shelf, &last))?;
    Some(format!("{file}#{}", meant.pointer))
}

/// Whether a reference leads to a file that could not be read, which was told when that was tried.
pub(crate) fn is_unread(files: &Files, from: &At, reference: &str) -> bool {
    let file = reference
        .split_once('#')
        .map_or(reference, |(file, _)| file);
    files.unread.contains(&(from.file, file.to_owned()))
}
