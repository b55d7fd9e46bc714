//! Takes the keyword `type`, as it should be or as it is met, and gives the kinds of values it allows.

use serde_json::Value;

use super::names;
use super::nullable;
use super::place::Place;
use super::reading::Reader;
use super::shape::{Branch, Shape};
use super::unions;

/// A JSON Schema type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    Array,
    Object,
    String,
}

impl Kind {
    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "array" => Self::Array,
            "object" => Self::Object,
            "string" => Self::String,
            _ => return None,
        })
    }

    /// What is meant by a name that JSON Schema does not have.
    fn of_odd_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "null" | "nil" | "none" | "void" => Self::Null,
            "boolean" | "bool" => Self::Boolean,
            "integer" | "int" | "int32" | "int64" | "uint" | "uint32" | "uint64" | "long"
            | "u8" | "u16" | "u32" | "u64" | "i32" | "i64" => Self::Integer,
            "number" | "float" | "double" | "f32" | "f64" | "decimal" => Self::Number,
            "array" | "list" => Self::Array,
            "object" | "map" | "dict" | "struct" | "hash" => Self::Object,
            "string" | "str" | "text" | "date" | "datetime" | "uuid" => Self::String,
            _ => return None,
        })
    }
}

impl<'f> Reader<'f> {
    /// The kinds that `type` names, each once; none where it names nothing that is known.
    pub(super) fn kinds(&mut self, place: &Place<'f>) -> Vec<Kind> {
        let named: Vec<&str> = match place.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
            _ => return implied(place).into_iter().collect(),
        };
        let mut kinds = Vec::new();
        for name in named {
            let kind = Kind::of_name(name).or_else(|| self.repaired(place, name));
            match kind {
                Some(kind) if !kinds.contains(&kind) => kinds.push(kind),
                Some(_) => {}
                None => return Vec::new(),
            }
        }
        kinds
    }

    fn repaired(&mut self, place: &Place<'f>, name: &str) -> Option<Kind> {
        let kind = Kind::of_odd_name(name);
        let message = match kind {
            Some(kind) => format!("`{name}` is no JSON Schema type; read as {kind:?}"),
            None => format!("`{name}` is no JSON Schema type; every value is taken"),
        };
        self.relaxed(&place.at, &message);
        kind
    }

    /// A schema without `allOf` and the like: what its type or its values make of it.
    pub(super) fn plain(&mut self, place: &Place<'f>) -> Shape {
        let kinds = self.kinds(place);
        if let Some(values) = self.values(place, &kinds) {
            return values;
        }
        let null = kinds.contains(&Kind::Null);
        let rest: Vec<Kind> = kinds.into_iter().filter(|k| *k != Kind::Null).collect();
        let shape = match rest.as_slice() {
            [] if null => Shape::Null,
            [] => Shape::Any,
            [one] => self.of_kind(place, *one),
            many => self.of_kinds(place, many),
        };
        nullable::wrapped(shape, null)
    }

    fn of_kind(&mut self, place: &Place<'f>, kind: Kind) -> Shape {
        match kind {
            Kind::Null => Shape::Null,
            Kind::Boolean => Shape::Boolean,
            Kind::Integer => self.integer(place),
            Kind::Number => self.number(place),
            Kind::Array => self.array(place),
            Kind::Object => self.object(place),
            Kind::String => self.string(place),
        }
    }

    /// A list of types is a union with a branch for each.
    fn of_kinds(&mut self, place: &Place<'f>, kinds: &[Kind]) -> Shape {
        const ALL_BUT_NULL: usize = 5;
        let numbers = kinds.contains(&Kind::Number);
        let distinct: Vec<Kind> = kinds
            .iter()
            .copied()
            .filter(|k| !(numbers && *k == Kind::Integer))
            .collect();
        if distinct.len() >= ALL_BUT_NULL {
            return Shape::Any;
        }
        let branches = distinct
            .into_iter()
            .map(|kind| {
                let shape = self.of_kind(place, kind);
                let hint = names::joined(&place.hint, &format!("{kind:?}"));
                Branch {
                    label: None,
                    schema: self.named_as(shape.bare(), &place.at, [&hint, &hint]),
                    tag: None,
                }
            })
            .collect();
        unions::of_branches(branches)
    }
}

/// The kind of a schema that names none, from the keywords that only one kind has.
fn implied(place: &Place<'_>) -> Option<Kind> {
    const SIGNS: [(&str, Kind); 6] = [
        ("properties", Kind::Object),
        ("patternProperties", Kind::Object),
        ("required", Kind::Object),
        ("items", Kind::Array),
        ("prefixItems", Kind::Array),
        ("pattern", Kind::String),
    ];
    let says_something = |sign: &str| {
        let value = place.get(sign);
        value.is_some_and(|value| value.as_array().is_none_or(|list| !list.is_empty()))
    };
    let (_, kind) = SIGNS.iter().find(|(sign, _)| says_something(sign))?;
    Some(*kind)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostic::Code;
    use crate::schema::trial::Trial;

    #[test]
    fn lists_of_types_are_unions() {
        let trial = Trial::one(json!({ "type": ["string", "integer", "null"] }));
        assert_eq!(
            trial.only()["oneOf"][0],
            json!({ "$ref": "#/definitions/T" })
        );
        assert_eq!(trial.schemas.variants["T"], ["Integer", "String"]);
    }

    #[test]
    fn odd_types_are_repaired_with_a_note() {
        let trial = Trial::one(json!({ "type": "int" }));
        assert_eq!(
            (trial.only()["type"].clone(), trial.codes()),
            (json!("integer"), vec![Code::Relaxed])
        );
        let trial = Trial::one(json!({ "type": "any" }));
        assert_eq!(
            (trial.only(), trial.codes()),
            (json!(true), vec![Code::Relaxed])
        );
    }

    #[test]
    fn a_schema_without_a_type_may_say_it_otherwise() {
        assert_eq!(Trial::one(json!({ "items": {} })).only()["type"], "array");
        assert_eq!(Trial::one(json!({ "required": [] })).only(), json!(true));
    }
}
