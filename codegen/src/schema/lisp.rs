//! What 40ants servers say of their types beside the schema: `x-cl-class` and `x-cl-package`.

use super::names;
use super::nullable;
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

/// The name of the Lisp class, as Rust writes names; where null is allowed too, that of the other branch.
pub(super) fn class_name(place: &Place<'_>) -> Option<String> {
    let of_branch = || nullable::only_branch(place)?["x-cl-class"].as_str();
    place
        .text("x-cl-class")
        .or_else(of_branch)
        .and_then(names::type_name)
}

/// The place called after its class: what stands inside is then called alike wherever the class is written out.
pub(super) fn called_after_class<'f>(place: &Place<'f>) -> Place<'f> {
    let class = place.text("x-cl-class").and_then(names::type_name);
    Place {
        hint: class.unwrap_or_else(|| place.hint.clone()),
        ..place.clone()
    }
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

    #[test]
    fn a_class_is_one_type_wherever_it_is_written_out() {
        let pet =
            json!({ "properties": { "kind": { "enum": ["CAT", "DOG"] } }, "x-cl-class": "PET" });
        let trial = Trial::one(json!({ "properties": {
            "first": pet,
            "maybe": { "oneOf": [{ "type": "null" }, pet] },
            "all": { "type": "array", "items": pet },
        } }));
        assert_eq!(trial.names(), ["Pet", "PetKind", "T"]);
    }
}
