//! What generated types look like, and that hostile or large documents are bounded.

// Test code throughout.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::*;
use crate::diagnostic::Code;
use crate::options::{Decode, Nil};
use crate::schema::trial::Trial;

/// The module of these components without blanks, and the first use.
fn code(components: Value, options: &Options) -> String {
    let trial = Trial::with(components, options);
    let (types, found) = Types::generate(&trial.schemas, options);
    assert_eq!(found.iter().count(), 0);
    let text = crate::format::formatted(&types.items).unwrap();
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("( ", "(")
        .replace(" )", ")")
}

fn options(nil: Nil) -> Options {
    let mut options = Options::default();
    options.nil = nil;
    options
}

#[test]
fn only_the_runtime_is_named() {
    let code = code(
        json!({ "T": { "properties": { "any": {}, "when": { "type": "string" } }, "required": ["any"] } }),
        &Options::default(),
    );
    assert!(
        code.contains("#[serde(crate = \"::callwright::__private::v1::serde\")]"),
        "{code}"
    );
    assert!(
        code.contains("pub any: ::callwright::__private::v1::serde_json::Value"),
        "{code}"
    );
    assert!(!code.contains(" ::serde"), "{code}");
}

#[test]
fn optional_lists_tell_absent_from_empty() {
    let code = code(
        json!({ "T": { "properties": { "tags": { "type": "array" } } } }),
        &Options::default(),
    );
    assert!(code.contains("#[serde(skip_serializing_if = \"::std::option::Option::is_none\")] pub tags: ::std::option::Option<"), "{code}");
}

#[test]
fn null_is_empty_where_the_server_knows_no_other_empty_value() {
    let schema = json!({ "T": { "properties": { "tags": { "type": "array" }, "ok": { "type": "boolean" }, "id": { "type": "integer" } }, "required": ["tags", "ok", "id"] } });
    let tolerant = "required null_as_default";
    assert_eq!(
        code(schema.clone(), &options(Nil::Null))
            .matches(tolerant)
            .count(),
        2
    );
    assert_eq!(
        code(schema, &options(Nil::Off)).matches(tolerant).count(),
        0
    );
}

#[test]
fn absent_is_not_null() {
    let schema =
        json!({ "T": { "properties": { "to": { "type": ["string", "null"] }, "any": {} } } });
    let code_off = code(schema.clone(), &options(Nil::Off));
    assert!(
        code_off.contains(
            "pub to: ::std::option::Option<::std::option::Option<::std::string::String>>"
        ),
        "{code_off}"
    );
    assert_eq!(
        code_off.matches("optional present").count(),
        2,
        "{code_off}"
    );
    let code_nil = code(schema, &options(Nil::Null));
    assert!(
        code_nil.contains("pub to: ::std::option::Option<::std::string::String>"),
        "{code_nil}"
    );
}

#[test]
fn everything_is_documented() {
    let schema = json!({ "T": { "description": "A [pet].\n\nSee https://x.org.", "properties": { "fullName": {} } }, "E": { "enum": ["a-b"] } });
    let code = code(schema, &Options::default());
    for line in [
        "/// A \\[pet\\]. /// /// See <https://x.org>.",
        "/// The member `fullName`.",
        "rename = \"fullName\"",
        "/// The value `a-b`.",
    ] {
        assert!(code.contains(line), "{line} in {code}");
    }
}

#[test]
fn strings_convert() {
    let schema = json!({ "Id": { "type": "string" }, "U": { "oneOf": [{ "$ref": "#/components/schemas/Id" }, { "type": "integer" }] } });
    let code = code(schema, &Options::default());
    assert!(
        code.contains("impl ::std::convert::From<&str> for Id"),
        "{code}"
    );
    assert!(
        code.contains("impl ::std::convert::From<&str> for U"),
        "{code}"
    );
    assert!(
        code.contains("impl ::std::convert::From<Id> for U"),
        "{code}"
    );
}

/// The body of a conversion in the code of these components.
fn body(code: &str, head: &str) -> String {
    let (_, rest) = code.split_once(head).unwrap();
    rest.split_once(" } impl")
        .map_or(rest, |(body, _)| body)
        .to_owned()
}

#[test]
fn text_becomes_what_decoding_makes_of_it() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let components = json!({
            "Hash": { "type": "string" }, "Name": { "type": "string" }, "Tag": { "enum": ["latest"] },
            "Block": { "oneOf": [reference("Hash"), reference("Tag"), reference("Name")] },
            "Outer": { "oneOf": [{ "type": "integer" }, reference("Block")] },
            "Part": { "oneOf": [{ "type": "integer" }, reference("Tag")] },
            "Neither": { "oneOf": [{ "type": "integer" }, { "type": "boolean" }] },
    });
    let mut exact = Options::default();
    exact.decode = Decode::Exact;
    let code_exact = code(components.clone(), &exact);
    let code = code(components, &Options::default());
    for taken in ["&str", "::std::string::String"] {
        let body = body(&code, &format!("From<{taken}> for Block {{"));
        let (tag, text) = (body.find("Self::Tag").unwrap(), body.find("Self::Hash"));
        assert!(text.is_some_and(|text| tag < text), "{body}");
        assert!(!body.contains("Self::Name"), "{body}");
    }
    assert!(body(&code, "From<&str> for Outer {").contains("Self::Block(value.into())"));
    let part = body(&code, "From<&str> for Part {");
    assert!(
        !part.contains("from_known") && part.contains("Self::Tag(value.into())"),
        "{part}"
    );
    assert!(body(&code_exact, "FromStr for Part {").contains("Self::Tag(value)"));
    assert!(
        !code_exact.contains("From<&str> for Part {"),
        "{code_exact}"
    );
    assert!(!code.contains("FromStr for Neither {"), "{code}");
}

#[test]
fn lists_are_aliases_unless_they_hold_themselves() {
    let schema = json!({ "Ids": { "items": { "type": "string" } }, "Tree": { "items": { "$ref": "#/components/schemas/Tree" } } });
    let code = code(schema, &Options::default());
    assert!(code.contains("pub type Ids ="), "{code}");
    assert!(code.contains("pub struct Tree("), "{code}");
}

#[test]
fn uses_say_how_arguments_are_taken() {
    let trial = Trial::new(json!({
        "A": { "properties": { "a": {} } }, "B": { "type": "string", "nullable": true }, "C": { "items": { "$ref": "#/components/schemas/A" } },
    }));
    let (types, _) = Types::generate(&trial.schemas, &Options::default());
    let uses: Vec<_> = types
        .uses
        .iter()
        .map(|u| (u.path.to_string(), u.text.as_str(), u.taken))
        .collect();
    assert_eq!(uses[0], ("types :: A".to_owned(), "types::A", Taken::Into));
    assert_eq!(
        uses[1],
        (
            "types :: B".to_owned(),
            "Option<types::B>",
            Taken::IntoOption
        )
    );
    assert_eq!(
        uses[2],
        ("types :: C".to_owned(), "types::C", Taken::ByValue)
    );
}

#[test]
fn exact_types_check_strings() {
    let mut options = Options::default();
    options.decode = Decode::Exact;
    let code = code(
        json!({ "T": { "type": "string", "minLength": 2 } }),
        &options,
    );
    let rule = "text!(T exact[] Rule::any().lengths(2, usize::MAX));";
    assert!(code.contains(rule), "{code}");
    assert!(
        code.contains("pub struct T(::std::string::String);"),
        "{code}"
    );
}

#[test]
fn what_typify_cannot_take_is_any_value_with_a_warning() {
    let mut schemas = Trial::new(json!({ "A": { "properties": { "b": { "$ref": "#/components/schemas/B" } } }, "B": { "type": "string" } })).schemas;
    schemas
        .definitions
        .insert("B".to_owned(), json!({ "not": { "type": "object" } }));
    let (types, found) = Types::generate(&schemas, &Options::default());
    let codes: Vec<_> = found.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::Untyped]);
    assert!(types.items.to_string().contains("struct A"));
}

#[test]
fn what_may_all_be_absent_has_a_default() {
    let default = |schema: Value| {
        let code = code(json!({ "T": schema }), &Options::default());
        code.matches("Default").count()
    };
    let members = json!({ "a": { "type": "string" }, "b": { "items": {} } });
    assert_eq!(default(json!({ "properties": members })), 1);
    let open = json!({ "properties": members, "additionalProperties": true });
    assert_eq!(default(open), 1);
    assert_eq!(
        default(json!({ "properties": members, "required": ["a"] })),
        0
    );
}

#[test]
fn structs_are_read_by_the_runtime() {
    let open = json!({ "T": { "properties": { "aB": { "type": "string" } }, "required": ["aB"], "additionalProperties": { "type": "integer" } } });
    let code_open = code(open.clone(), &Options::default());
    assert!(
        code_open.contains("record!(T { 0 a_b \"aB\" required plain } extra)"),
        "{code_open}"
    );
    assert!(!code_open.contains("Deserialize"), "{code_open}");
    let mut exact = Options::default();
    exact.decode = Decode::Exact;
    let closed = json!({ "T": { "properties": { "a": { "type": "string" } }, "additionalProperties": false } });
    let code_closed = code(closed, &exact);
    assert!(code_closed.contains("record!(closed T {"), "{code_closed}");
    assert!(
        !code_closed.contains("deny_unknown_fields"),
        "{code_closed}"
    );
}
