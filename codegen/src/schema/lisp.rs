//! What 40ants servers say of their types beside the schema: `x-cl-class` and `x-cl-package`.

use super::names;
use super::place::Place;

/// Whether the schema is the Lisp type `T`, which every value has: it is written as an empty object.
pub(super) fn is_anything(place: &Place<'_>) -> bool {
    place.text("x-cl-class") == Some("T")
        && place.text("x-cl-package") == Some("COMMON-LISP")
        && place
            .get("properties")
            .and_then(|p| p.as_object())
            .is_none_or(|p| p.is_empty())
}

/// The name of the Lisp class, as Rust writes names.
pub(super) fn class_name(place: &Place<'_>) -> Option<String> {
    place.text("x-cl-class").and_then(names::type_name)
}
