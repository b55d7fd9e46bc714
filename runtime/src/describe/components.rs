//! Components of two documents in one: takes both by name, shares those that are the same and tells the others apart.
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{Components, Extra, references};

/// Where the components of a document stand.
const COMPONENTS: &str = "#/components/";

/// The section of schemas.
pub(super) const SCHEMAS: &str = "schemas/";

/// The components of a document by section and name: `schemas/Pet`.
pub(super) type Flat = Extra;

/// What two components of one name have to be to be one, and how they become it.
pub(super) struct Sameness {
    pub(super) alike: fn(&Value, &Value) -> bool,
    pub(super) join: fn(&mut Value, &Value),
}

/// Components that are equal are one.
pub(super) const EQUAL: Sameness = Sameness {
    alike: |one, other| one == other,
    join: |_, _| {},
};

/// The names that changed, by what they were.
pub(super) type Renamed = BTreeMap<String, String>;

/// Takes all components of `other` in. One whose name stands for something else here gets another,
/// and so does each that leads to it; `rename` proposes names.
pub(super) fn absorb(
    own: &mut Flat,
    other: Flat,
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
    for (name, mut component) in other {
        each(&name, &mut component, &mut |reference| {
            follow(reference, &renamed);
        });
        match (renamed.get(&name), own.get_mut(&name)) {
            (Some(free), _) => {
                own.insert(free.clone(), component);
            }
            (None, Some(known)) => (sameness.join)(known, &component),
            (None, None) => {
                own.insert(name, component);
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
    if let Some(new) = new.map(|new| format!("{COMPONENTS}{new}")) {
        *reference = new;
    }
}

/// The section and the name of the component that is referred to; none where it is none.
pub(super) fn referred(reference: &str) -> Option<Cow<'_, str>> {
    let name = reference.strip_prefix(COMPONENTS)?;
    let name = percent_decode_str(name).decode_utf8().ok()?;
    Some(match name.contains('~') {
        true => name.replace("~1", "/").replace("~0", "~").into(),
        false => name,
    })
}

/// The names that both have and that do not mean the same.
fn differing(own: &Flat, other: &Flat, sameness: &Sameness) -> BTreeSet<String> {
    let mut shared: BTreeMap<&String, BTreeSet<String>> = BTreeMap::new();
    let mut differing = BTreeSet::new();
    for (name, component) in other {
        let Some(known) = own.get(name) else {
            continue;
        };
        match (sameness.alike)(known, component) {
            true => drop(shared.insert(name, leads_to(name, component))),
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

/// The names of the components that a component refers to.
pub(super) fn leads_to(name: &str, component: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    each(name, &mut component.clone(), &mut |reference| {
        names.extend(referred(reference).map(Cow::into_owned));
    });
    names
}

/// These components and all to which they lead.
pub(super) fn closed(all: &Flat, mut waiting: BTreeSet<String>) -> BTreeSet<String> {
    let mut closed = BTreeSet::new();
    while let Some(name) = waiting.pop_first() {
        if let Some(component) = all.get(&name) {
            let leads = leads_to(&name, component).into_iter();
            waiting.extend(leads.filter(|next| !closed.contains(next) && *next != name));
        }
        closed.insert(name);
    }
    closed
}

/// Shows the references of a component.
fn each(name: &str, component: &mut Value, see: &mut dyn FnMut(&mut String)) {
    match name.starts_with(SCHEMAS) {
        true => references::each(component, see),
        false => references::everywhere(component, see),
    }
}

/// The name, with a number where it is taken.
fn unused(taken: &BTreeSet<String>, name: String) -> String {
    let numbered = (2_u64..).map(|number| format!("{name}{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names
        .find(|name| !taken.contains(name))
        .unwrap_or_else(|| name.clone())
}

impl Components {
    /// All of them in one. What is no section stands under its own name.
    pub(super) fn flat(self) -> Flat {
        let mut flat = Flat::new();
        let sections = self.extra.into_iter();
        for (section, value) in sections.chain([("schemas".to_owned(), self.schemas.into())]) {
            match value {
                Value::Object(components) => {
                    let components = components.into_iter();
                    flat.extend(components.map(|(name, one)| (format!("{section}/{name}"), one)));
                }
                other => drop(flat.insert(section, other)),
            }
        }
        flat
    }

    /// What [`Components::flat`] gave, each in its section.
    pub(super) fn of(flat: Flat) -> Self {
        let mut components = Self::default();
        // Their order must not depend on whether a crate of the user has JSON keep that of insertion.
        let sorted: BTreeMap<_, _> = flat.into_iter().collect();
        for (name, one) in sorted {
            let Some((section, own)) = name.split_once('/') else {
                components.extra.insert(name, one);
                continue;
            };
            let section = match section {
                "schemas" => &mut components.schemas,
                other => {
                    let section = components.extra.entry(other);
                    let Value::Object(section) = section.or_insert_with(|| Extra::new().into())
                    else {
                        continue;
                    };
                    section
                }
            };
            section.insert(own.to_owned(), one);
        }
        components
    }
}
