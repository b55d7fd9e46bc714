//! Takes `enum` and `const` and gives a choice of strings, or the kinds of the other values.

use serde_json::Value;

use super::kinds::Kind;
use super::names;
use super::nullable;
use super::place::Place;
use super::reading::Reader;
use super::shape::{Branch, Shape, Width};
use super::unions;

impl<'f> Reader<'f> {
    /// What the listed values make of the schema; none where it lists none.
    pub(super) fn values(&mut self, place: &Place<'f>, kinds: &[Kind]) -> Option<Shape> {
        let listed: Vec<&Value> = match (place.list("enum"), place.raw.get("const")) {
            (_, Some(value)) => vec![value],
            (Some(values), None) => values.iter().collect(),
            (None, None) => return None,
        };
        if !self.has_room(&place.at, listed.len()) {
            return Some(Shape::Any);
        }
        if listed.iter().any(|v| v.is_array() || v.is_object()) {
            return self.compound(place, kinds);
        }
        let null = listed.iter().any(|v| v.is_null());
        let strings = distinct_strings(&listed);
        let mut shapes = Vec::new();
        if !strings.is_empty() {
            shapes.push(Shape::Choice(strings));
        }
        for value in &listed {
            match value {
                Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => {}
                Value::Bool(_) => shapes.push(Shape::Boolean),
                Value::Number(n) if n.is_f64() || kinds == [Kind::Number] => {
                    shapes.push(Shape::Number);
                }
                Value::Number(n) if n.is_u64() && !n.is_i64() => {
                    shapes.push(Shape::Integer(Width("uint64")));
                }
                Value::Number(_) => shapes.push(Shape::Integer(Width("int64"))),
            }
        }
        if shapes
            .iter()
            .any(|s| matches!(s, Shape::Integer(_) | Shape::Number))
        {
            self.relaxed(
                &place.at,
                "the type takes every number, not only the listed ones",
            );
        }
        let mut branches: Vec<Branch> = Vec::new();
        for shape in shapes {
            let branch = Branch {
                label: None,
                schema: shape.bare(),
                tag: None,
            };
            if !branches.contains(&branch) {
                branches.push(branch);
            }
        }
        if branches.is_empty() {
            return null.then_some(Shape::Null);
        }
        Some(nullable::wrapped(self.union(place, branches), null))
    }

    /// Lists and objects that are listed have no type of their own: the schema's `type` decides, else nothing does.
    fn compound(&mut self, place: &Place<'f>, kinds: &[Kind]) -> Option<Shape> {
        if kinds.is_empty() {
            self.untyped(&place.at, "the values listed are lists or objects");
            return Some(Shape::Any);
        }
        self.relaxed(
            &place.at,
            "the type takes more than the listed lists and objects",
        );
        None
    }

    /// Values of several kinds are a union; its strings get a name of their own.
    fn union(&mut self, place: &Place<'f>, branches: Vec<Branch>) -> Shape {
        if branches.len() == 1 {
            return unions::of_branches(branches);
        }
        let hint = names::joined(&place.hint, "Name");
        let named = branches
            .into_iter()
            .map(|branch| Branch {
                schema: self.named_as(branch.schema, &place.at, [&hint, &hint]),
                ..branch
            })
            .collect();
        unions::of_branches(named)
    }
}

fn distinct_strings(values: &[&Value]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    values
        .iter()
        .filter_map(|v| v.as_str())
        .filter(|text| seen.insert(*text))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostic::Code;
    use crate::schema::trial::Trial;

    #[test]
    fn null_among_values_makes_them_optional() {
        let trial = Trial::one(json!({ "enum": ["a", null] }));
        assert_eq!(
            trial.only()["oneOf"],
            json!([{ "$ref": "#/definitions/T" }, { "type": "null" }])
        );
    }

    #[test]
    fn values_of_several_kinds_are_a_union() {
        let trial = Trial::one(json!({ "enum": ["a", 1, true] }));
        assert_eq!(trial.schemas.variants["T"], ["Boolean", "Name", "Integer"]);
    }

    #[test]
    fn lists_and_objects_among_values_leave_it_to_the_type() {
        let trial = Trial::one(json!({ "type": "string", "enum": [["a", "b"]] }));
        assert_eq!(trial.only(), json!({ "type": "string" }));
        assert_eq!(trial.codes(), [Code::Relaxed]);
        let trial = Trial::one(json!({ "const": { "a": 1 } }));
        assert_eq!(trial.only(), json!(true));
        assert_eq!(trial.codes(), [Code::Untyped]);
    }

    #[test]
    fn values_that_collide_keep_their_spelling() {
        let trial = Trial::one(json!({ "enum": ["a", "A", "+", "a"] }));
        assert_eq!(trial.only()["enum"], json!(["A", "A2", "Plus"]));
        assert_eq!(trial.schemas.wire["T"]["A2"], "A");
    }
}
