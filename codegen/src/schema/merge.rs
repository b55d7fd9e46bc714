//! Takes two shapes and gives the values that both allow, as far as a type can say it.

use std::collections::{HashMap, HashSet};

use super::names;
use super::place::Place;
use super::reading::{DEPTH, Reader};
use super::shape::{Bounds, Branch, Extra, Limits, Member, Object, Schema, Shape};
use super::unions;

/// Alternatives that a merge may give; more than that are a value of any kind.
const ALTERNATIVES: usize = 64;

impl<'f> Reader<'f> {
    /// What both allow; none where they contradict each other or explode.
    pub(super) fn merge(&mut self, a: Schema, b: Schema, place: &Place<'f>) -> Option<Schema> {
        if place.depth > DEPTH {
            return None;
        }
        if a.is_any() || a == b {
            return Some(b);
        }
        if b.is_any() {
            return Some(a);
        }
        let (inner_a, inner_b) = (self.opened(&a, place), self.opened(&b, place));
        let doc = if a.doc.0.is_some() {
            a.doc.clone()
        } else {
            b.doc.clone()
        };
        let merged = self.merge_opened(&inner_a, &inner_b, place)?;
        // A part that adds nothing leaves the other its name.
        if merged == inner_b {
            return Some(b);
        }
        if merged == inner_a {
            return Some(a);
        }
        Some(Schema { shape: merged, doc })
    }

    fn merge_opened(&mut self, a: &Shape, b: &Shape, place: &Place<'f>) -> Option<Shape> {
        Some(match (a, b) {
            (Shape::Any, other) | (other, Shape::Any) => other.clone(),
            (Shape::Foreign(own), _) | (_, Shape::Foreign(own)) => Shape::Foreign(own.clone()),
            (Shape::Ext(ext), _) | (_, Shape::Ext(ext)) => Shape::Ext(ext.clone()),
            (Shape::Nullable(a), Shape::Nullable(b)) => {
                let inner = self.merge((**a).clone(), (**b).clone(), place)?;
                Shape::Nullable(Box::new(inner))
            }
            (Shape::Null, Shape::Nullable(_)) | (Shape::Nullable(_), Shape::Null) => Shape::Null,
            (Shape::Nullable(inner), other) | (other, Shape::Nullable(inner)) => {
                self.merge((**inner).clone(), other.clone().bare(), place)?
                    .shape
            }
            (Shape::Union(branches), other) | (other, Shape::Union(branches)) => {
                self.merge_union(branches, other, place)?
            }
            (Shape::Object(a), Shape::Object(b)) => Shape::Object(self.merge_objects(a, b, place)?),
            (Shape::Object(object), Shape::Map(value))
            | (Shape::Map(value), Shape::Object(object)) => Shape::Object(with_map(object, value)),
            (Shape::Map(a), Shape::Map(b)) => {
                Shape::map(self.merge((**a).clone(), (**b).clone(), place)?)
            }
            (Shape::List(a), Shape::List(b)) => {
                let place = deeper(place, "Item");
                let item = self.merge((**a).clone(), (**b).clone(), &place)?;
                Shape::list(self.named_as(item, &place.at, [&place.hint, &place.hint]))
            }
            (Shape::Tuple(items), Shape::List(_)) | (Shape::List(_), Shape::Tuple(items)) => {
                Shape::Tuple(items.clone())
            }
            (Shape::Choice(a), Shape::Choice(b)) => {
                let both: Vec<_> = a.iter().filter(|v| b.contains(v)).cloned().collect();
                (!both.is_empty()).then_some(Shape::Choice(both))?
            }
            (Shape::Choice(values), Shape::Text(_)) | (Shape::Text(_), Shape::Choice(values)) => {
                Shape::Choice(values.clone())
            }
            (Shape::Text(a), Shape::Text(b)) => Shape::Text(Limits {
                pattern: a.pattern.clone().or_else(|| b.pattern.clone()),
                min: a.min.max(b.min),
                max: [a.max, b.max].into_iter().flatten().min(),
            }),
            (Shape::Bounded(bounds), Shape::Integer(_) | Shape::Number)
            | (Shape::Integer(_) | Shape::Number, Shape::Bounded(bounds)) => {
                Shape::Bounded(*bounds)
            }
            (Shape::Bounded(a), Shape::Bounded(b)) => {
                let (min, max) = (a.min.max(b.min), a.max.min(b.max));
                (min <= max).then_some(Shape::Bounded(Bounds { min, max, ..*a }))?
            }
            (Shape::Integer(width), Shape::Integer(_) | Shape::Number)
            | (Shape::Number, Shape::Integer(width)) => Shape::Integer(*width),
            (a, b) => (a == b).then(|| a.clone())?,
        })
    }

    /// Each branch with the other side; branches that contradict it are no branches.
    fn merge_union(
        &mut self,
        branches: &[Branch],
        other: &Shape,
        place: &Place<'f>,
    ) -> Option<Shape> {
        let factor = match other {
            Shape::Union(others) => others.len(),
            _ => 1,
        };
        if branches.len().saturating_mul(factor) > ALTERNATIVES {
            return None;
        }
        let mut merged = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let part = self.branch_part(branch, index);
            let longer = names::joined(&place.hint, &part);
            let place = Place {
                hint: names::of_branch(&place.hint, &part),
                depth: place.depth + 1,
                ..place.clone()
            };
            let Some(schema) = self.merge(branch.schema.clone(), other.clone().bare(), &place)
            else {
                continue;
            };
            match schema.shape {
                Shape::Union(inner) => merged.extend(inner),
                shape => {
                    let schema = Schema {
                        shape,
                        doc: schema.doc,
                    };
                    merged.push(Branch {
                        label: branch.label.clone().or(Some(part)),
                        schema: self.named_as(schema, &place.at, [&place.hint, &longer]),
                        tag: branch.tag.clone(),
                    });
                }
            }
        }
        (!merged.is_empty() && merged.len() <= ALTERNATIVES).then(|| unions::of_branches(merged))
    }

    fn merge_objects(&mut self, a: &Object, b: &Object, place: &Place<'f>) -> Option<Object> {
        if !self.has_room(&place.at, a.members.len() + b.members.len()) {
            return None;
        }
        let mut unmet: HashSet<&str> = a
            .demanded
            .iter()
            .chain(&b.demanded)
            .map(String::as_str)
            .collect();
        let mut others: HashMap<&str, &Member> =
            b.members.iter().map(|m| (m.name.as_str(), m)).collect();
        let mut members = Vec::with_capacity(a.members.len() + b.members.len());
        for member in &a.members {
            let demanded = unmet.remove(member.name.as_str());
            let other = others.remove(member.name.as_str());
            let schema = match other {
                Some(other) => self.merge_members(member, other, place)?,
                None => member.schema.clone(),
            };
            members.push(Member {
                name: member.name.clone(),
                required: member.required || other.is_some_and(|o| o.required) || demanded,
                schema,
                constant: [Some(member), other]
                    .into_iter()
                    .find_map(|member| member?.constant.clone()),
                null_is_absent: member.null_is_absent || other.is_some_and(|o| o.null_is_absent),
            });
        }
        for member in b
            .members
            .iter()
            .filter(|m| others.contains_key(m.name.as_str()))
        {
            members.push(Member {
                required: unmet.remove(member.name.as_str()) || member.required,
                ..member.clone()
            });
        }
        let extra = match (&a.extra, &b.extra) {
            (Extra::Kept(schema), _) | (_, Extra::Kept(schema)) => Extra::Kept(schema.clone()),
            (Extra::Refused, Extra::Refused) => Extra::Refused,
            (Extra::Open, Extra::Open) => Extra::Open,
            _ => Extra::Dropped,
        };
        let mut demanded: Vec<String> = unmet.into_iter().map(str::to_owned).collect();
        demanded.sort_unstable();
        Some(Object {
            members,
            extra,
            demanded,
        })
    }

    fn merge_members(&mut self, a: &Member, b: &Member, place: &Place<'f>) -> Option<Schema> {
        let place = deeper(place, &a.name);
        let merged = self.merge(a.schema.clone(), b.schema.clone(), &place)?;
        Some(self.named_as(merged, &place.at, [&place.hint, &place.hint]))
    }

    /// What stands behind references, read now where it was not yet.
    fn opened(&mut self, schema: &Schema, place: &Place<'f>) -> Shape {
        let mut shape = schema.shape.clone();
        for _ in 0..DEPTH {
            let Shape::Ref(id) = shape else { break };
            self.read_definition(id, place.depth + 1);
            match self.catalogue.schema(id) {
                Some(schema) => shape = schema.shape.clone(),
                // It is being read: it would be part of itself.
                None => return Shape::Any,
            }
        }
        shape
    }

    fn branch_part(&self, branch: &Branch, index: usize) -> String {
        match (&branch.label, &branch.schema.shape) {
            (Some(label), _) => label.clone(),
            (None, Shape::Ref(id)) => self.catalogue.entry(*id).name.clone(),
            (None, _) => format!("Variant{index}"),
        }
    }
}

/// An object and a map: members that are not declared have the map's schema.
fn with_map(object: &Object, value: &Schema) -> Object {
    let mut object = object.clone();
    if matches!(object.extra, Extra::Open | Extra::Dropped) && !value.is_any() {
        object.extra = Extra::Kept(Box::new(value.clone()));
    }
    object
}

fn deeper<'f>(place: &Place<'f>, part: &str) -> Place<'f> {
    Place {
        hint: names::joined(&place.hint, part),
        depth: place.depth + 1,
        ..place.clone()
    }
}

impl Object {
    /// What an object without members is.
    pub(super) fn into_map(self) -> Shape {
        match self.extra {
            Extra::Kept(value) => Shape::Map(value),
            Extra::Open | Extra::Dropped | Extra::Refused => Shape::map(Schema::any()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::schema::trial::Trial;

    #[test]
    fn members_of_both_sides_are_merged() {
        let trial = Trial::one(json!({ "allOf": [
            { "properties": { "a": { "type": "string" }, "n": { "type": "number" } }, "required": ["b"] },
            { "properties": { "n": { "type": "integer" }, "b": {}, "a": { "enum": ["x"] } } },
        ] }));
        let members = trial.only()["properties"].clone();
        assert_eq!(members["n"]["type"], "integer");
        assert_eq!(members["a"], json!({ "$ref": "#/definitions/Ta" }));
        assert_eq!(trial.only()["required"], json!(["b"]));
    }

    #[test]
    fn a_base_that_holds_its_heirs_ends() {
        let trial = Trial::new(json!({
            "Base": { "properties": { "children": { "items": { "$ref": "#/components/schemas/Heir" } } } },
            "Heir": { "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "own": {} } }] },
            "Loop": { "allOf": [{ "$ref": "#/components/schemas/Loop" }, { "properties": { "own": {} } }] },
        }));
        assert_eq!(
            trial.definition("Heir")["properties"]
                .as_object()
                .map(|p| p.len()),
            Some(2)
        );
        assert_eq!(
            trial.definition("Loop")["properties"]
                .as_object()
                .map(|p| p.len()),
            Some(1)
        );
    }

    #[test]
    fn thousands_of_values_that_collide_take_no_time() {
        let values = (1..20_000).step_by(20).map(|i| "-".repeat(i));
        let values: Vec<String> = values.collect();
        let started = std::time::Instant::now();
        assert_eq!(
            Trial::one(json!({ "enum": values })).only()["enum"]
                .as_array()
                .map(Vec::len),
            Some(1000)
        );
        assert!(started.elapsed().as_secs() < 60);
    }
}
