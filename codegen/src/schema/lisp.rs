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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::schema::trial::Trial;

    #[test]
    fn t_is_any_value_and_classes_are_types() {
        let trial = Trial::one(json!({ "properties": {
            "extra": { "type": "object", "properties": {}, "required": [], "x-cl-class": "T", "x-cl-package": "COMMON-LISP" },
            "first": { "properties": { "id": {} }, "x-cl-class": "LIST-ITEM" },
            "second": { "properties": { "id": {} }, "x-cl-class": "LIST-ITEM" },
        } }));
        assert_eq!(trial.names(), ["ListItem", "T"]);
        assert_eq!(trial.only()["properties"]["extra"], json!(true));
    }
}
