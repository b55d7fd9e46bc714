//! Takes `oneOf` and `anyOf` and gives a union with a branch for each type, or less where less will do.

use std::collections::HashSet;

use serde_json::Value;

use super::discriminator::Discriminator;
use super::labels;
use super::names;
use super::nullable;
use super::place::Place;
use super::reading::Reader;
use super::shape::{Branch, Schema, Shape};

impl<'f> Reader<'f> {
    /// The branches under `oneOf` or `anyOf`, which typify would read as members of one struct.
    ///
    /// None where no branch says what a value is, but only which members it must have.
    /// They get names unless they are to be merged with more.
    pub(super) fn alternatives(
        &mut self,
        place: &Place<'f>,
        keyword: &str,
        named: bool,
    ) -> Option<Schema> {
        let raw = place.list(keyword)?;
        if !self.has_room(&place.at, raw.len()) {
            return Some(Schema::any());
        }
        let tags = Discriminator::of(place);
        let mut null = false;
        let mut branches = Vec::new();
        let parts = labels::of_branches(raw);
        let typed = raw.iter().enumerate().zip(&parts);
        let typed = typed.filter(|((_, branch), _)| !only_demands(branch));
        // What stands alone beside null is not told from others by its name.
        let alone = raw.iter().filter(|branch| !is_null(branch)).count() == 1;
        for ((index, branch), part) in typed {
            let hint = match alone {
                true => place.hint.clone(),
                false => names::of_branch(&place.hint, part.name()),
            };
            let place = Place {
                hint,
                ..place.each(keyword, index, branch, "")
            };
            let branch = Branch {
                label: part.label().map(str::to_owned),
                tag: tags.as_ref().and_then(|tags| tags.of_branch(branch)),
                schema: self.read(&place),
            };
            null |= take_apart(branch, &place, &mut branches);
        }
        if branches.is_empty() {
            return null.then(|| Shape::Null.bare());
        }
        if branches.iter().any(|(branch, _)| branch.schema.is_any()) {
            return Some(Schema::any());
        }
        join_choices(&mut branches);
        let stay = branches.len() == 1 || !named;
        let name = names::joined(&place.hint, "Name");
        let branches = branches
            .into_iter()
            .map(|(branch, found)| {
                let schema = match found {
                    _ if stay => branch.schema,
                    Found::At(place) => self.named(branch.schema, &place),
                    Found::Several => self.named_as(branch.schema, &place.at, [&name, &name]),
                };
                Branch { schema, ..branch }
            })
            .collect();
        Some(nullable::wrapped(of_branches(branches), null).bare())
    }

    /// Names what has none yet among the branches of a union.
    pub(super) fn with_named_branches(&mut self, shape: Shape, place: &Place<'f>) -> Shape {
        match shape {
            Shape::Union(branches) => {
                let named = branches.into_iter().enumerate().map(|(index, branch)| {
                    let part = branch
                        .label
                        .clone()
                        .unwrap_or_else(|| format!("Variant{index}"));
                    let name = names::of_branch(&place.hint, &part);
                    let longer = names::joined(&place.hint, &part);
                    Branch {
                        schema: self.named_as(branch.schema, &place.at, [&name, &longer]),
                        ..branch
                    }
                });
                of_branches(named.collect())
            }
            Shape::Nullable(inner) => {
                let inner = self.with_named_branches(inner.shape, place);
                nullable::wrapped(inner, true)
            }
            other => other,
        }
    }
}

/// Where a branch comes from.
enum Found<'f> {
    At(Place<'f>),
    /// It is put together from several.
    Several,
}

/// The shape of these branches: the one that there is, or a union of all that differ.
pub(super) fn of_branches(branches: Vec<Branch>) -> Shape {
    let mut seen = HashSet::new();
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
    branch: Branch,
    place: &Place<'f>,
    branches: &mut Vec<(Branch, Found<'f>)>,
) -> bool {
    match branch.schema.shape {
        Shape::Null => true,
        Shape::Nullable(inner) => {
            let schema = *inner;
            take_apart(Branch { schema, ..branch }, place, branches);
            true
        }
        Shape::Union(inner) => {
            branches.extend(
                inner
                    .into_iter()
                    .map(|inner| (inner, Found::At(place.clone()))),
            );
            false
        }
        _ => {
            branches.push((branch, Found::At(place.clone())));
            false
        }
    }
}

/// Strings listed in several branches are one choice, where the first of them stood.
fn join_choices(branches: &mut Vec<(Branch, Found<'_>)>) {
    let is_choice = |branch: &Branch| matches!(branch.schema.shape, Shape::Choice(_));
    let count = branches.iter().filter(|(b, _)| is_choice(b)).count();
    let Some(first) = branches
        .iter()
        .position(|(b, _)| is_choice(b))
        .filter(|_| count > 1)
    else {
        return;
    };
    let mut seen = HashSet::new();
    let mut joined = Vec::new();
    let mut index = 0;
    branches.retain(|(branch, _)| {
        let stays = index == first || !is_choice(branch);
        if let Shape::Choice(values) = &branch.schema.shape {
            joined.extend(values.iter().filter(|v| seen.insert((*v).clone())).cloned());
        }
        index += 1;
        stays
    });
    if let Some(slot) = branches.get_mut(first) {
        let schema = Shape::Choice(joined).bare();
        let joined = Branch {
            label: None,
            schema,
            tag: None,
        };
        *slot = (joined, Found::Several);
    }
}

fn is_null(raw: &Value) -> bool {
    raw.get("type").and_then(Value::as_str) == Some("null")
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::schema::trial::Trial;

    #[test]
    fn any_of_is_a_union_whose_values_come_before_any_string() {
        let trial = Trial::one(json!({ "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": { "a": {} }, "required": ["a"] },
            { "type": "object", "properties": { "a": {}, "b": {} }, "required": ["a", "b"] },
            { "enum": ["latest"] },
        ] }));
        let branches = trial.only()["oneOf"].clone();
        let expected =
            ["TName", "Ta", "Tb"].map(|n| json!({ "$ref": format!("#/definitions/{n}") }));
        assert_eq!(branches.as_array().unwrap()[..3], expected);
        assert_eq!(branches[3], json!({ "type": "string" }));
    }

    #[test]
    fn strings_of_several_branches_are_one_choice() {
        let trial = Trial::one(json!({ "oneOf": [{ "const": "a" }, { "enum": ["b", "a"] }] }));
        assert_eq!(trial.only()["enum"], json!(["A", "B"]));
    }

    #[test]
    fn branches_do_not_repeat_the_name_of_their_union() {
        let branch =
            |title: &str| json!({ "title": title, "properties": { title: { "enum": ["a"] } } });
        let union = [branch("T by hash"), branch("T by range")];
        let names = ["TByHash", "TByHashTByHash", "TByRange", "TByRangeTByRange"];
        for schema in [
            json!({ "oneOf": union }),
            json!({ "oneOf": union, "properties": { "a": {} } }),
        ] {
            assert_eq!(Trial::one(schema).names()[1..], names);
        }
    }

    #[test]
    fn null_is_no_branch() {
        let trial = Trial::one(json!({ "oneOf": [{ "type": "null" }, { "type": "string" }] }));
        assert_eq!(
            trial.only(),
            json!({ "oneOf": [{ "type": "string" }, { "type": "null" }] })
        );
    }

    #[test]
    fn a_branch_of_any_value_makes_all_of_it_any_value() {
        let trial = Trial::one(json!({ "oneOf": [{ "type": "string" }, true] }));
        assert_eq!(trial.only(), json!(true));
    }

    #[test]
    fn branches_that_only_demand_members_are_left_out() {
        let trial = Trial::one(json!({
            "properties": { "a": {}, "b": {} }, "anyOf": [{ "required": ["a"] }, { "required": ["b"] }]
        }));
        assert_eq!(
            trial.only()["properties"].as_object().map(|p| p.len()),
            Some(2)
        );
    }

    #[test]
    fn variants_lose_the_words_that_all_begin_with() {
        let trial = Trial::new(json!({
            "BlockTag": { "enum": ["latest"] }, "BlockHash": { "type": "string" },
            "Block": { "oneOf": [{ "$ref": "#/components/schemas/BlockHash" }, { "$ref": "#/components/schemas/BlockTag" }] },
        }));
        assert_eq!(trial.schemas.variants["Block"], ["Tag", "Hash"]);
    }
}
