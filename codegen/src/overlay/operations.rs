//! Makes the changes of a JSON Patch (RFC 6902), one operation after the other.

use json_patch::{PatchErrorKind, PatchOperation};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::files::At;
use crate::pointer::Pointer;

use super::target::{Target, fits};
use super::{refused, unmatched};

const OPERATION: &str = "an operation has `op` (add, remove, replace, move, copy or test) and `path`, and besides \
     `value` or `from` where it needs them";

/// Values that copies may make in all: each copy can double a document.
const MOST_COPIED: usize = 1_000_000;

/// Performs the operations in their order; one that finds nothing is passed over.
pub(super) fn perform(
    operations: &[Value],
    at: &At,
    target: &mut Target<'_>,
    found: &mut Diagnostics,
) {
    let mut copied = 0;
    for (index, operation) in operations.iter().enumerate() {
        let at = at.join(index);
        match one(operation, &at, target, &mut copied) {
            Ok(()) => {}
            Err(fault) => found.push(fault),
        }
    }
}

fn one(
    operation: &Value,
    at: &At,
    target: &mut Target<'_>,
    copied: &mut usize,
) -> Result<(), Diagnostic> {
    let operation: PatchOperation = serde_json::from_value(operation.clone()).map_err(|error| {
        let message = format!("the operation cannot be read: {error}");
        refused(at, message, OPERATION)
    })?;
    bounded(&operation, at, target, copied)?;
    let place = settled(&operation, target.tree);
    let origin = origin(&operation, at, target);
    json_patch::patch(target.tree, std::slice::from_ref(&operation))
        .map_err(|error| failed(&operation, at, &error.kind))?;
    follow(&operation, &place, origin, target);
    Ok(())
}

/// Refuses what would make the document too deep or too large.
fn bounded(
    operation: &PatchOperation,
    at: &At,
    target: &Target<'_>,
    copied: &mut usize,
) -> Result<(), Diagnostic> {
    let value = match operation {
        PatchOperation::Add(add) => Some(&add.value),
        PatchOperation::Replace(replace) => Some(&replace.value),
        PatchOperation::Move(moved) => target.tree.pointer(moved.from.as_str()),
        PatchOperation::Copy(copy) => {
            let value = target.tree.pointer(copy.from.as_str());
            *copied += value.map_or(0, count);
            if *copied > MOST_COPIED {
                let message = format!("the operations copy more than {MOST_COPIED} values");
                return Err(refused(at, message, "write fewer copies"));
            }
            value
        }
        PatchOperation::Remove(_) | PatchOperation::Test(_) => None,
    };
    let place = Pointer::new(operation.path().as_str());
    value.map_or(Ok(()), |value| fits(&place, value, at))
}

/// The path with the index that `-` stands for: the one behind a list's last element.
fn settled(operation: &PatchOperation, tree: &Value) -> Pointer {
    let path = operation.path().as_str();
    let list = path
        .strip_suffix("/-")
        .map(|list| (list, tree.pointer(list)));
    match list {
        Some((list, Some(Value::Array(elements)))) => Pointer::new(list).join(elements.len()),
        _ => Pointer::new(path),
    }
}

/// Where the value that an operation puts in its place was written.
fn origin(operation: &PatchOperation, at: &At, target: &Target<'_>) -> At {
    match operation {
        PatchOperation::Move(moved) => target.trace.find(&Pointer::new(moved.from.as_str())),
        PatchOperation::Copy(copy) => target.trace.find(&Pointer::new(copy.from.as_str())),
        _ => at.join("value"),
    }
}

/// Has the memory of where things were written follow an operation that was performed.
fn follow(operation: &PatchOperation, place: &Pointer, origin: At, target: &mut Target<'_>) {
    match operation {
        PatchOperation::Test(_) => {}
        PatchOperation::Replace(_) => target.trace.write(place, origin),
        PatchOperation::Remove(_) => removed(place, target),
        PatchOperation::Move(moved) => {
            removed(&Pointer::new(moved.from.as_str()), target);
            added(place, origin, target);
        }
        PatchOperation::Add(_) | PatchOperation::Copy(_) => added(place, origin, target),
    }
}

fn added(place: &Pointer, origin: At, target: &mut Target<'_>) {
    let (holder, key) = place.parted();
    if let (Some(Value::Array(list)), Ok(new)) =
        (target.tree.pointer(holder.as_str()), key.parse::<usize>())
    {
        let before = |index: usize| match index.cmp(&new) {
            std::cmp::Ordering::Less => Some(index),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(index - 1),
        };
        let elements = (0..list.len()).map(before);
        target.trace.rearrange(&holder, elements);
    }
    target.trace.write(place, origin);
}

fn removed(place: &Pointer, target: &mut Target<'_>) {
    let (holder, key) = place.parted();
    match (target.tree.pointer(holder.as_str()), key.parse::<usize>()) {
        (Some(Value::Array(list)), Ok(gone)) => {
            let elements = (0..list.len()).map(|index| Some(index + usize::from(index >= gone)));
            target.trace.rearrange(&holder, elements);
        }
        _ => target.trace.remove(&holder, &key),
    }
}

fn failed(operation: &PatchOperation, at: &At, kind: &PatchErrorKind) -> Diagnostic {
    let path = operation.path();
    match kind {
        PatchErrorKind::TestFailed => {
            let message = format!("the test fails: `{path}` has another value");
            let hint = "the document is not the one that the patch was written for";
            refused(&at.join("value"), message, hint)
        }
        PatchErrorKind::InvalidFromPointer => {
            unmatched(&at.join("from"), "this leads nowhere in the document")
        }
        PatchErrorKind::InvalidPointer => {
            let message = format!("`{path}` leads nowhere in the document");
            unmatched(&at.join("path"), message)
        }
        _ => refused(at, "a value cannot be moved into itself", OPERATION),
    }
}

/// The values inside a value, itself among them.
fn count(value: &Value) -> usize {
    let inside: usize = match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    };
    1 + inside
}
