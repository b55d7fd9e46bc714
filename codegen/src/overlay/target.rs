//! The document that is changed, with the memory of where its parts were written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::files::{At, MAX_DEPTH, Trace};
use crate::pointer::Pointer;

use super::refused;

/// A document under change.
pub(super) struct Target<'t> {
    pub(super) tree: &'t mut Value,
    pub(super) trace: &'t mut Trace,
}

impl<'t> Target<'t> {
    pub(super) fn new(tree: &'t mut Value, trace: &'t mut Trace) -> Self {
        Self { tree, trace }
    }

    /// Lays an update over what stands at a place: objects member by member, lists made longer, all else replaced.
    pub(super) fn update(
        &mut self,
        place: &Pointer,
        update: &Value,
        at: &At,
    ) -> Result<(), Diagnostic> {
        fits(place, update, at)?;
        let list = self
            .tree
            .pointer(place.as_str())
            .is_some_and(Value::is_array);
        match update {
            // What a list is updated with is one more element.
            Value::Object(_) if list => {
                self.append(place, std::slice::from_ref(update), |_| at.clone())
            }
            _ => self.lay(place, update, at),
        }
        Ok(())
    }

    fn lay(&mut self, place: &Pointer, update: &Value, at: &At) {
        let Some(value) = self.tree.pointer_mut(place.as_str()) else {
            return;
        };
        match (value, update) {
            (Value::Object(members), Value::Object(update)) => {
                let mut inside = Vec::new();
                for (key, update) in update {
                    if members.contains_key(key) {
                        inside.push((key, update));
                    } else {
                        members.insert(key.clone(), update.clone());
                        self.trace.write(&place.join(key), at.join(key));
                    }
                }
                for (key, update) in inside {
                    self.lay(&place.join(key), update, &at.join(key));
                }
            }
            (Value::Array(_), Value::Array(elements)) => {
                self.append(place, elements, |index| at.join(index));
            }
            (Value::Array(_), update) => {
                self.append(place, std::slice::from_ref(update), |_| at.clone());
            }
            (value, update) => {
                *value = update.clone();
                self.trace.write(place, at.clone());
            }
        }
    }

    fn append(&mut self, list: &Pointer, elements: &[Value], at: impl Fn(usize) -> At) {
        if let Some(Value::Array(list_value)) = self.tree.pointer_mut(list.as_str()) {
            for (index, element) in elements.iter().enumerate() {
                self.trace.write(&list.join(list_value.len()), at(index));
                list_value.push(element.clone());
            }
        }
    }

    /// Takes out what stands at these places.
    pub(super) fn remove(&mut self, places: &[Pointer]) {
        let mut by_parent: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
        for place in places {
            let mut steps: Vec<String> = place.steps().collect();
            if let Some(last) = steps.pop() {
                by_parent.entry(steps).or_default().insert(last);
            }
        }
        // The deepest first, so that no place has moved before its turn.
        let mut by_parent: Vec<_> = by_parent.into_iter().collect();
        by_parent.sort_by_key(|(parent, _)| std::cmp::Reverse(parent.len()));
        for (parent, keys) in by_parent {
            let parent = parent
                .iter()
                .fold(Pointer::root(), |at, step| at.join(step));
            match self.tree.pointer_mut(parent.as_str()) {
                Some(Value::Object(members)) => {
                    for key in &keys {
                        members.shift_remove(key);
                        self.trace.remove(&parent, key);
                    }
                }
                Some(Value::Array(list)) => {
                    let kept: Vec<_> = (0..list.len())
                        .filter(|index| !keys.contains(&index.to_string()))
                        .collect();
                    let mut index = 0..;
                    list.retain(|_| {
                        index
                            .next()
                            .is_some_and(|i: usize| !keys.contains(&i.to_string()))
                    });
                    self.trace.rearrange(&parent, kept.into_iter().map(Some));
                }
                _ => {}
            }
        }
    }

    /// Makes a change of RFC 7396.
    pub(super) fn merge_patch(&mut self, patch: &Value, at: &At) -> Result<(), Diagnostic> {
        fits(&Pointer::root(), patch, at)?;
        json_patch::merge(self.tree, patch);
        self.trace_merge(&Pointer::root(), patch, at);
        Ok(())
    }

    fn trace_merge(&mut self, place: &Pointer, patch: &Value, at: &At) {
        let Value::Object(members) = patch else {
            return self.trace.write(place, at.clone());
        };
        for (key, patch) in members {
            match patch {
                Value::Null => self.trace.remove(place, key),
                patch => self.trace_merge(&place.join(key), patch, &at.join(key)),
            }
        }
    }
}

/// Refuses what would make the document deeper than any may be.
pub(super) fn fits(place: &Pointer, value: &Value, at: &At) -> Result<(), Diagnostic> {
    match place.steps().count() + depth(value) > MAX_DEPTH {
        true => {
            let message = format!("this nests the document deeper than {MAX_DEPTH} levels");
            Err(refused(at, message, "change it with less inside"))
        }
        false => Ok(()),
    }
}

/// How deep a value is nested. Every value was read within the bound, so that the recursion is safe.
fn depth(value: &Value) -> usize {
    let inside = match value {
        Value::Array(list) => list.iter().map(depth).max(),
        Value::Object(members) => members.values().map(depth).max(),
        _ => return 0,
    };
    1 + inside.unwrap_or_default()
}
