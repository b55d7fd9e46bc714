//! Takes what was asked for and lets go of every definition that it does not lead to.

use crate::schema::catalogue::{Catalogue, State};
use crate::schema::shape::{DefinitionId, Extra, Schema, Shape};

/// Types that nobody uses would only cost compile time.
pub(super) fn prune(catalogue: &mut Catalogue, uses: &[Schema]) {
    let reached = from(catalogue, uses);
    for (entry, reached) in catalogue.entries.iter_mut().zip(reached) {
        if !reached {
            entry.state = State::Waiting;
        }
    }
}

/// By definition, whether it is reached from these.
pub(super) fn from<'s>(
    catalogue: &Catalogue,
    uses: impl IntoIterator<Item = &'s Schema>,
) -> Vec<bool> {
    let mut reached = vec![false; catalogue.entries.len()];
    let mut waiting = Vec::new();
    for schema in uses {
        references(schema, &mut waiting);
    }
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut reached[id.0], true)
            && let Some(schema) = catalogue.schema(id)
        {
            references(schema, &mut waiting);
        }
    }
    reached
}

fn references(schema: &Schema, found: &mut Vec<DefinitionId>) {
    match &schema.shape {
        Shape::Ref(id) => found.push(*id),
        Shape::Nullable(inner) | Shape::List(inner) | Shape::Map(inner) => {
            references(inner, found);
        }
        Shape::Tuple(items) => items.iter().for_each(|item| references(item, found)),
        Shape::Object(object) => {
            for member in &object.members {
                references(&member.schema, found);
            }
            if let Extra::Kept(inner) = &object.extra {
                references(inner, found);
            }
        }
        Shape::Union(branches) => branches.iter().for_each(|b| references(&b.schema, found)),
        shape => {
            if let Some(payload) = shape.payload() {
                references(payload, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::options::Options;
    use crate::schema::trial::Trial;

    #[test]
    fn only_what_is_asked_for_is_kept() {
        let document = json!({
            "x": { "$ref": "#/components/schemas/B" },
            "components": { "schemas": {
                "A": { "type": "string" },
                "B": { "properties": { "c": { "$ref": "#/components/schemas/C" } } },
                "C": { "enum": ["x"] },
            } },
        });
        let trial = Trial::of(
            document,
            [("/x".to_owned(), "X".to_owned())],
            &Options::default(),
        );
        assert_eq!(trial.names(), ["B", "C"]);
    }
}
