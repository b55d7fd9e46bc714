//! Takes the ways in which schemas allow null and gives one: `Shape::Nullable` around the rest.

use serde_json::Value;

use super::place::Place;
use super::shape::Shape;

/// Whether OpenAPI's `nullable: true` stands in the schema, which JSON Schema does not know.
pub(super) fn is_marked(place: &Place<'_>) -> bool {
    place.flag("nullable")
}

/// What stands beside null, or alone, where schemas are combined.
pub(super) fn only_branch<'f>(place: &Place<'f>) -> Option<&'f Value> {
    if place.get("properties").is_some() {
        return None;
    }
    let combined = ["oneOf", "anyOf", "allOf"];
    let parts = combined.iter().find_map(|keyword| place.list(keyword))?;
    let mut others = parts.iter().filter(|part| part["type"] != "null");
    let only = others.next()?;
    others.next().is_none().then_some(only)
}

/// The shape, or null. Any value and null hold it already.
pub(super) fn wrapped(shape: Shape, nullable: bool) -> Shape {
    match shape {
        Shape::Any | Shape::Null | Shape::Nullable(_) => shape,
        other if nullable => Shape::Nullable(Box::new(other.bare())),
        other => other,
    }
}
