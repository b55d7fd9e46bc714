//! Takes definitions that only stand for something else and puts that in their place.

use crate::schema::catalogue::{Catalogue, State};
use crate::schema::shape::{Branch, DefinitionId, Extra, Schema, Shape};
use crate::schema::unions;

/// What references to a definition become, by definition; none where the definition stays what it is.
type Meanings = Vec<Option<Shape>>;

/// Replaces references to aliases everywhere. The definitions come in an order where each is after its parts.
pub(super) fn replace(
    catalogue: &mut Catalogue,
    uses: &mut [Schema],
    inner_first: &[DefinitionId],
) {
    let mut meanings: Meanings = vec![None; catalogue.entries.len()];
    for id in inner_first {
        let entry = &mut catalogue.entries[id.0];
        let State::Read(schema) = &mut entry.state else {
            continue;
        };
        let shape = std::mem::replace(&mut schema.shape, Shape::Any);
        let (kept, meaning) = meaning(*id, simplified(shape, &meanings));
        schema.shape = kept;
        entry.is_nullable |= matches!(meaning, Some(Shape::Nullable(_)));
        meanings[id.0] = meaning;
    }
    for entry in &mut catalogue.entries {
        if let State::Read(schema) = &mut entry.state {
            replace_in(schema, &meanings);
        }
    }
    for schema in uses {
        replace_in(schema, &meanings);
    }
}

/// What stays under the name, and what the name means where it is used.
fn meaning(id: DefinitionId, shape: Shape) -> (Shape, Option<Shape>) {
    match shape {
        Shape::Any | Shape::Null | Shape::Ref(_) | Shape::Foreign(_) => {
            (shape.clone(), Some(shape))
        }
        Shape::Nullable(inner) => match inner.shape {
            Shape::Ref(_) | Shape::Foreign(_) => {
                let whole = Shape::Nullable(inner);
                (whole.clone(), Some(whole))
            }
            other => {
                let named = Shape::Nullable(Box::new(Shape::Ref(id).bare()));
                (other, Some(named))
            }
        },
        other => (other, None),
    }
}

/// A definition's shape with its parts replaced, and null outside of a union.
fn simplified(shape: Shape, meanings: &Meanings) -> Shape {
    match shape {
        Shape::Object(object) if object.members.is_empty() => object.into_map(),
        Shape::Ref(id) => meanings[id.0].clone().unwrap_or(Shape::Ref(id)),
        Shape::Nullable(inner) => match simplified(inner.shape, meanings) {
            whole @ (Shape::Any | Shape::Null | Shape::Nullable(_)) => whole,
            other => Shape::Nullable(Box::new(other.bare())),
        },
        Shape::Union(branches) => union_of(branches, meanings),
        other => other,
    }
}

fn union_of(branches: Vec<Branch>, meanings: &Meanings) -> Shape {
    let mut null = false;
    let mut kept = Vec::with_capacity(branches.len());
    for branch in branches {
        let shape = match simplified(branch.schema.shape, meanings) {
            Shape::Any => return Shape::Any,
            Shape::Null => {
                null = true;
                continue;
            }
            Shape::Nullable(inner) => {
                null = true;
                inner.shape
            }
            other => other,
        };
        let schema = Schema {
            shape,
            doc: branch.schema.doc,
        };
        kept.push(Branch { schema, ..branch });
    }
    if kept.is_empty() {
        return Shape::Null;
    }
    let union = unions::of_branches(kept);
    crate::schema::nullable::wrapped(union, null)
}

fn replace_in(schema: &mut Schema, meanings: &Meanings) {
    match &mut schema.shape {
        Shape::Ref(id) => {
            if let Some(meaning) = &meanings[id.0]
                && *meaning != Shape::Ref(*id)
            {
                schema.shape = meaning.clone();
            }
        }
        Shape::Nullable(inner) => {
            replace_in(inner, meanings);
            if matches!(inner.shape, Shape::Any | Shape::Null | Shape::Nullable(_)) {
                schema.shape = inner.shape.clone();
            }
        }
        Shape::List(inner) | Shape::Map(inner) => replace_in(inner, meanings),
        Shape::Tuple(items) => items.iter_mut().for_each(|item| replace_in(item, meanings)),
        Shape::Object(object) => {
            for member in &mut object.members {
                replace_in(&mut member.schema, meanings);
            }
            if let Extra::Kept(inner) = &mut object.extra {
                replace_in(inner, meanings);
            }
        }
        Shape::Union(branches) => {
            for branch in branches {
                replace_in(&mut branch.schema, meanings);
            }
        }
        shape => {
            if let Some(payload) = shape.payload_mut() {
                replace_in(payload, meanings);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::schema::trial::Trial;

    #[test]
    fn nullable_components_are_options_where_they_are_used() {
        let trial = Trial::new(json!({
            "MaybePet": { "oneOf": [{ "type": "null" }, { "type": "object", "properties": { "id": {} } }] },
            "Owner": { "properties": { "pet": { "$ref": "#/components/schemas/MaybePet" } } },
        }));
        let pet = &trial.definition("Owner")["properties"]["pet"];
        assert_eq!(
            pet["oneOf"],
            json!([{ "$ref": "#/definitions/MaybePet" }, { "type": "null" }])
        );
        assert_eq!(trial.definition("MaybePet")["type"], "object");
    }

    #[test]
    fn components_of_any_value_are_values() {
        let trial = Trial::new(
            json!({ "Json": {}, "T": { "items": { "$ref": "#/components/schemas/Json" } } }),
        );
        assert_eq!(trial.names(), ["T"]);
        assert_eq!(trial.definition("T")["items"], json!(true));
    }
}
