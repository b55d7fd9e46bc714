//! Takes a schema and warns of members that are keywords of no JSON Schema, and of keywords that hold no such thing.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::suggest;

use super::place::Place;

/// Keywords of all drafts, of OpenAPI, and words for editors, in the order of the alphabet. Those with `$` are not listed;
/// `name` is, because a schema in the place of a content descriptor has it, which is told there.
const KNOWN: [(&str, Holds); 62] = [
    ("additionalItems", Holds::Schema),
    ("additionalProperties", Holds::Schema),
    ("allOf", Holds::List),
    ("anyOf", Holds::List),
    ("const", Holds::Any),
    ("contains", Holds::Schema),
    ("contentEncoding", Holds::Text),
    ("contentMediaType", Holds::Text),
    ("contentSchema", Holds::Schema),
    ("default", Holds::Any),
    ("definitions", Holds::Object),
    ("dependencies", Holds::Object),
    ("dependentRequired", Holds::Object),
    ("dependentSchemas", Holds::Object),
    ("deprecated", Holds::Flag),
    ("description", Holds::Text),
    ("discriminator", Holds::Any),
    ("divisibleBy", Holds::Number),
    ("else", Holds::Schema),
    ("enum", Holds::List),
    ("example", Holds::Any),
    ("examples", Holds::Any),
    ("exclusiveMaximum", Holds::Limit),
    ("exclusiveMinimum", Holds::Limit),
    ("extends", Holds::Any),
    ("externalDocs", Holds::Object),
    ("format", Holds::Text),
    ("id", Holds::Text),
    ("if", Holds::Schema),
    ("items", Holds::Items),
    ("markdownDescription", Holds::Text),
    ("maxContains", Holds::Number),
    ("maxItems", Holds::Number),
    ("maxLength", Holds::Number),
    ("maxProperties", Holds::Number),
    ("maximum", Holds::Number),
    ("minContains", Holds::Number),
    ("minItems", Holds::Number),
    ("minLength", Holds::Number),
    ("minProperties", Holds::Number),
    ("minimum", Holds::Number),
    ("multipleOf", Holds::Number),
    ("name", Holds::Any),
    ("not", Holds::Schema),
    ("nullable", Holds::Flag),
    ("oneOf", Holds::List),
    ("pattern", Holds::Text),
    ("patternProperties", Holds::Object),
    ("prefixItems", Holds::List),
    ("properties", Holds::Object),
    ("propertyNames", Holds::Schema),
    ("readOnly", Holds::Flag),
    ("required", Holds::Names),
    ("summary", Holds::Text),
    ("then", Holds::Schema),
    ("title", Holds::Text),
    ("type", Holds::Types),
    ("unevaluatedItems", Holds::Schema),
    ("unevaluatedProperties", Holds::Schema),
    ("uniqueItems", Holds::Flag),
    ("writeOnly", Holds::Flag),
    ("xml", Holds::Object),
];

/// What a keyword holds, in any draft.
#[derive(Clone, Copy, Debug)]
enum Holds {
    Any,
    Flag,
    /// A bound, or whether another keyword's bound is left out.
    Limit,
    List,
    /// Up to draft 3 a flag.
    Names,
    Number,
    Object,
    Schema,
    /// A schema, or one for each element.
    Items,
    Text,
    /// A type, or several.
    Types,
}

impl Holds {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Flag => value.is_boolean(),
            Self::Limit => value.is_number() || value.is_boolean(),
            Self::List => value.is_array(),
            Self::Names => value.is_array() || value.is_boolean(),
            Self::Number => value.is_number(),
            Self::Object => value.is_object(),
            Self::Schema => value.is_object() || value.is_boolean(),
            Self::Items => value.is_object() || value.is_boolean() || value.is_array(),
            Self::Text => value.is_string(),
            Self::Types => value.is_string() || value.is_array(),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Any => "anything",
            Self::Flag => "a boolean",
            Self::List => "an array",
            Self::Names => "an array of names",
            Self::Limit | Self::Number => "a number",
            Self::Object => "an object",
            Self::Schema | Self::Items => "a schema",
            Self::Text => "a string",
            Self::Types => "a type or an array of types",
        }
    }
}

/// Members of one's own begin with `x-`.
pub(super) fn check(place: &Place<'_>, found: &mut Diagnostics) {
    for (key, value) in place.raw.as_object().into_iter().flatten() {
        let at = || place.at.join(key);
        match KNOWN.binary_search_by_key(&key.as_str(), |(word, _)| word) {
            // Null is met in the place of a member that is not there.
            Ok(_) if value.is_null() => {}
            Ok(index) => {
                let holds = KNOWN[index].1;
                if !holds.fits(value) {
                    let wanted = format!("JSON Schema wants {}", holds.words());
                    found.push(Diagnostic::wrong_type(&at(), value, &wanted).hint("it is ignored"));
                }
            }
            Err(_) if key.starts_with("x-") || key.starts_with('$') => {}
            Err(_) => {
                let message = format!("`{key}` is no keyword of JSON Schema");
                let fault = Diagnostic::at(Code::UnknownKeyword, &at(), message);
                let words = KNOWN.iter().map(|(word, _)| word);
                found.push(match suggest::nearest(key, words) {
                    Some(nearest) => fault.hint(format!("did you mean `{nearest}`?")),
                    None if is_member(place, value) => fault.hint(
                        "it is ignored; the schemas of an object's members stand under `properties`",
                    ),
                    None => fault.hint("it is ignored; a member of your own begins with `x-`"),
                });
            }
        }
    }
}

/// Whether this may be the schema of a member that was written beside the keywords.
fn is_member(place: &Place<'_>, value: &Value) -> bool {
    let is_schema = value.get("type").is_some() || value.get("$ref").is_some();
    is_schema && place.get("properties").is_none()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::KNOWN;
    use crate::diagnostic::Code;
    use crate::schema::trial::Trial;

    #[test]
    fn the_list_can_be_searched() {
        assert!(KNOWN.is_sorted_by_key(|(word, _)| word));
    }

    #[test]
    fn a_word_that_is_no_keyword_is_told() {
        let trial =
            Trial::one(json!({ "type": "string", "x-y": 1, "$comment": "", "maxLenght": 3 }));
        assert_eq!(trial.codes(), [Code::UnknownKeyword]);
    }

    #[test]
    fn members_without_their_shelf_are_told() {
        let trial = Trial::one(json!({ "type": "object", "RollupID": { "type": "integer" } }));
        let hint = trial.found.iter().find_map(|fault| fault.hint.clone());
        assert!(
            hint.clone().unwrap_or_default().contains("`properties`"),
            "{hint:?}"
        );
    }

    #[test]
    fn a_keyword_that_holds_something_else_is_told() {
        for schema in [
            json!({ "properties": [] }),
            json!({ "enum": 3 }),
            json!({ "type": "string", "pattern": 3 }),
            json!({ "type": 5 }),
            json!({ "type": "array", "items": "string" }),
            json!({ "type": "integer", "minimum": "0" }),
        ] {
            let codes = Trial::one(schema.clone()).codes();
            assert!(codes.contains(&Code::WrongType), "{schema}: {codes:?}");
        }
        let sound =
            json!({ "type": "integer", "minimum": 0, "exclusiveMinimum": true, "title": null });
        assert_eq!(Trial::one(sound).codes(), []);
    }
}
