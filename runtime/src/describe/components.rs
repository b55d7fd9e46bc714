//! Schemas of two documents in one: takes both by name, shares those that are the same and tells the others apart.
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{
    Extra,
    references::{SCHEMAS, each},
};

/// What two schemas of one name have to be to be one, and how they become it.
pub(super) struct Sameness {
    pub(super) alike: fn(&Value, &Value) -> bool,
    pub(super) join: fn(&mut Value, &Value),
}

/// The names that changed, by what they were.
pub(super) type Renamed = BTreeMap<String, String>;

/// Takes all schemas of `other` in. One whose name stands for something else here gets another,
/// and so does each that leads to it; `rename` proposes names.
pub(super) fn absorb(
    own: &mut Extra,
    other: Extra,
    sameness: &Sameness,
    rename: impl Fn(&str) -> String,
) -> Renamed {
    let differing = differing(own, &other, sameness);
    let mut renamed = Renamed::new();
    let mut taken: BTreeSet<String> = own.keys().chain(other.keys()).cloned().collect();
    for name in differing {
        let free = unused(&taken, rename(&name));
        taken.insert(free.clone());
        renamed.insert(name, free);
    }
    for (name, mut schema) in other {
        each(&mut schema, &mut |reference| follow(reference, &renamed));
        match (renamed.get(&name), own.get_mut(&name)) {
            (Some(free), _) => {
                own.insert(free.clone(), schema);
            }
            (None, Some(known)) => (sameness.join)(known, &schema),
            (None, None) => {
                own.insert(name, schema);
            }
        }
    }
    renamed
}

/// Gives a reference the new name of what it refers to.
pub(super) fn follow(reference: &mut String, renamed: &Renamed) {
    if renamed.is_empty() {
        return;
    }
    let new = referred(reference).and_then(|name| renamed.get(&*name));
    if let Some(new) = new.map(|new| format!("{SCHEMAS}{new}")) {
        *reference = new;
    }
}

/// The name of the schema that is referred to; none where it is no schema among the components.
pub(super) fn referred(reference: &str) -> Option<Cow<'_, str>> {
    let name = reference.strip_prefix(SCHEMAS)?;
    let name = percent_decode_str(name).decode_utf8().ok()?;
    Some(match name.contains('~') {
        true => name.replace("~1", "/").replace("~0", "~").into(),
        false => name,
    })
}

/// The names that both have and that do not mean the same.
fn differing(own: &Extra, other: &Extra, sameness: &Sameness) -> BTreeSet<String> {
    let mut shared: BTreeMap<&String, BTreeSet<String>> = BTreeMap::new();
    let mut differing = BTreeSet::new();
    for (name, schema) in other {
        let Some(known) = own.get(name) else {
            continue;
        };
        match (sameness.alike)(known, schema) {
            true => drop(shared.insert(name, leads_to(schema))),
            false => drop(differing.insert(name.clone())),
        }
    }
    loop {
        let leads = |(_, names): &(&&String, &BTreeSet<String>)| !names.is_disjoint(&differing);
        let more: Vec<&String> = shared.iter().filter(leads).map(|(name, _)| *name).collect();
        if more.is_empty() {
            return differing;
        }
        for name in more {
            shared.remove(name);
            differing.insert(name.clone());
        }
    }
}

/// The names of the schemas that a schema refers to.
pub(super) fn leads_to(schema: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    each(&mut schema.clone(), &mut |reference| {
        names.extend(referred(reference).map(Cow::into_owned));
    });
    names
}

/// The name, with a number where it is taken.
fn unused(taken: &BTreeSet<String>, name: String) -> String {
    let numbered = (2_u64..).map(|number| format!("{name}{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names
        .find(|name| !taken.contains(name))
        .unwrap_or_else(|| name.clone())
}
