//! Takes the ways in which schemas allow null and gives one: `Shape::Nullable` around the rest.

use super::place::Place;
use super::shape::Shape;

/// Whether OpenAPI's `nullable: true` stands in the schema, which JSON Schema does not know.
pub(super) fn is_marked(place: &Place<'_>) -> bool {
    place.flag("nullable")
}

/// The shape, or null. Any value and null hold it already.
pub(super) fn wrapped(shape: Shape, nullable: bool) -> Shape {
    match shape {
        Shape::Any | Shape::Null | Shape::Nullable(_) => shape,
        other if nullable => Shape::Nullable(Box::new(other.bare())),
        other => other,
    }
}
