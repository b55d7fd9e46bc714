//! Takes `oneOf` and `anyOf` and gives a union with a branch for each type, or less where less will do.

use serde_json::Value;

use super::names;
use super::nullable;
use super::place::Place;
use super::reading::Reader;
use super::shape::{Branch, Schema, Shape};

impl<'f> Reader<'f> {
    /// The branches under `oneOf` or `anyOf`, which typify would read as members of one struct.
    ///
    /// None where no branch says what a value is, but only which members it must have.
    pub(super) fn alternatives(&mut self, place: &Place<'f>, keyword: &str) -> Option<Schema> {
        let raw = place.list(keyword)?;
        let mut null = false;
        let mut branches = Vec::new();
        let typed = raw
            .iter()
            .enumerate()
            .filter(|(_, branch)| !only_demands(branch));
        for (index, branch) in typed {
            let label = label(branch);
            let part = label.clone().unwrap_or_else(|| format!("Variant{index}"));
            let place = place.each(keyword, index, branch, &part);
            let schema = self.read(&place);
            null |= take_apart(schema, label, &place, &mut branches);
        }
        if branches.is_empty() {
            return null.then(|| Shape::Null.bare());
        }
        if branches.iter().any(|(branch, _)| branch.schema.is_any()) {
            return Some(Schema::any());
        }
        join_choices(&mut branches);
        let single = branches.len() == 1;
        let branches = branches
            .into_iter()
            .map(|(branch, place)| match single {
                true => branch,
                false => Branch {
                    schema: self.named(branch.schema, &place),
                    ..branch
                },
            })
            .collect();
        Some(nullable::wrapped(of_branches(branches), null).bare())
    }
}

/// The shape of these branches: the one that there is, or a union of all that differ.
pub(super) fn of_branches(branches: Vec<Branch>) -> Shape {
    let mut seen = std::collections::HashSet::new();
    let mut distinct: Vec<Branch> = branches
        .into_iter()
        .filter(|branch| seen.insert(branch.schema.shape.clone()))
        .collect();
    match distinct.len() {
        0 => Shape::Any,
        1 => distinct.swap_remove(0).schema.shape,
        _ => Shape::Union(distinct),
    }
}

/// Puts what a branch allows into the list, and says whether it allows null: that is no branch.
fn take_apart<'f>(
    schema: Schema,
    label: Option<String>,
    place: &Place<'f>,
    branches: &mut Vec<(Branch, Place<'f>)>,
) -> bool {
    match schema.shape {
        Shape::Null => true,
        Shape::Nullable(inner) => {
            take_apart(*inner, label, place, branches);
            true
        }
        Shape::Union(inner) => {
            branches.extend(inner.into_iter().map(|branch| (branch, place.clone())));
            false
        }
        _ => {
            branches.push((Branch { label, schema }, place.clone()));
            false
        }
    }
}

/// Strings listed in several branches are one choice.
fn join_choices(branches: &mut Vec<(Branch, Place<'_>)>) {
    let mut joined: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut first = None;
    let mut index = 0;
    branches.retain(|(branch, _)| {
        let Shape::Choice(values) = &branch.schema.shape else {
            index += 1;
            return true;
        };
        joined.extend(values.iter().filter(|v| seen.insert((*v).clone())).cloned());
        if first.is_some() {
            return false;
        }
        first = Some(index);
        index += 1;
        true
    });
    if let Some((branch, place)) = first.and_then(|first| branches.get_mut(first))
        && let Shape::Choice(values) = &mut branch.schema.shape
        && *values != joined
    {
        *values = joined;
        // The joined choice is no longer what the first of them was called after.
        branch.label = None;
        *place = Place {
            raw: &Value::Null,
            hint: place
                .hint
                .strip_suffix(place_part(place))
                .map_or_else(|| place.hint.clone(), |parent| names::joined(parent, "Name")),
            ..place.clone()
        };
    }
}

/// What the label of a branch added to the hint of its place.
fn place_part<'p>(place: &'p Place<'_>) -> &'p str {
    let label = label(place.raw).and_then(|label| names::camel(&label));
    let length = label.map_or("Variant0".len(), |label| label.len());
    place
        .hint
        .get(place.hint.len().saturating_sub(length)..)
        .unwrap_or("")
}

/// What to call a branch: its title, the value of its tag, or its only required member.
fn label(raw: &Value) -> Option<String> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let title = text(raw.get("title")).as_deref().and_then(names::from_title);
    let members = raw.get("properties").and_then(Value::as_object);
    let tag = || {
        members?.values().find_map(|member| {
            text(member.get("const")).or_else(|| match member.get("enum")?.as_array()?.as_slice() {
                [only] => text(Some(only)),
                _ => None,
            })
        })
    };
    let only_required = || match raw.get("required")?.as_array()?.as_slice() {
        [only] => text(Some(only)),
        _ => None,
    };
    let usable = |label: &String| label.len() <= 40 && names::camel(label).is_some();
    title
        .or_else(tag)
        .filter(usable)
        .or_else(only_required)
        .filter(usable)
}

/// A branch that says which members are required and nothing else.
fn only_demands(raw: &Value) -> bool {
    raw.as_object().is_some_and(|members| {
        members.contains_key("required")
            && members
                .keys()
                .all(|k| matches!(k.as_str(), "required" | "type" | "title" | "description"))
    })
}
