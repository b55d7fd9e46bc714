//! Takes definitions that schemas bring along and gives the first of those that mean the same.
//!
//! Who describes methods from types copies each type into every schema that uses it: one Rust type is enough for them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::enclosing;
use crate::load::references;
use crate::percent;
use crate::pointer::Pointer;

/// Others of one name that a definition is compared with.
const MOST: usize = 20;

/// The definitions met so far, by their names.
pub(super) struct Copies<'t> {
    tree: &'t Value,
    met: HashMap<String, Vec<Pointer>>,
}

impl<'t> Copies<'t> {
    pub(super) fn of(tree: &'t Value) -> Self {
        let met = HashMap::new();
        Self { tree, met }
    }

    /// The definition that this is a copy of, or itself.
    pub(super) fn first(&mut self, definition: Pointer) -> Pointer {
        let name = definition.last().unwrap_or_default();
        let tree = self.tree;
        let met = self.met.entry(name).or_default();
        let known = met
            .iter()
            .find(|other| are_same(tree, other, &definition, &mut HashSet::new()));
        if let Some(known) = known {
            return known.clone();
        }
        if met.len() < MOST {
            met.push(definition.clone());
        }
        definition
    }
}

/// Whether two definitions have the same words, and their references lead to such ones.
fn are_same(
    tree: &Value,
    a: &Pointer,
    b: &Pointer,
    seen: &mut HashSet<(Pointer, Pointer)>,
) -> bool {
    if a == b || !seen.insert((a.clone(), b.clone())) {
        return true;
    }
    let (Some(one), Some(other)) = (tree.pointer(a.as_str()), tree.pointer(b.as_str())) else {
        return false;
    };
    if one != other {
        return false;
    }
    let mut inside = Vec::new();
    references::all(one, |text, at| {
        let fragment = text.strip_prefix('#').filter(|it| it.starts_with('/'));
        inside.extend(fragment.map(|it| (percent::decoded(it), at())));
    });
    inside.into_iter().all(|(fragment, at)| {
        let from = |whole: &Pointer| {
            let at = Pointer::new(format!("{whole}{at}"));
            enclosing(tree, &fragment, &at)
        };
        match (from(a), from(b)) {
            (Some(a), Some(b)) => are_same(tree, &a, &b, seen),
            (a, b) => a == b,
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn copies_are_one_unless_what_they_lead_to_differs() {
        let item = json!({ "properties": { "size": { "$ref": "#/$defs/Size" }, "kin": { "$ref": "#/$defs/Item" } } });
        let tree = json!({
            "a": { "$defs": { "Item": item, "Size": { "enum": [1] } } },
            "b": { "$defs": { "Item": item, "Size": { "enum": [1] }, "Other": {} } },
            "c": { "$defs": { "Item": item, "Size": { "enum": [2] } } },
        });
        let mut copies = Copies::of(&tree);
        let mut first = |schema: &str| {
            let definition = Pointer::new(format!("/{schema}/$defs/Item"));
            copies.first(definition).to_string()
        };
        assert_eq!(first("a"), "/a/$defs/Item");
        assert_eq!(first("b"), "/a/$defs/Item");
        assert_eq!(first("c"), "/c/$defs/Item");
    }
}
