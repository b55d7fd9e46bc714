//! Takes a schema and warns of members that are keywords of no JSON Schema.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::suggest;

use super::place::Place;

/// Keywords of all drafts, of OpenAPI, and words for editors, in the order of the alphabet. Those with `$` are not listed;
/// `name` is, because a schema in the place of a content descriptor has it, which is told there.
const KNOWN: [&str; 62] = [
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "divisibleBy",
    "else",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "extends",
    "externalDocs",
    "format",
    "id",
    "if",
    "items",
    "markdownDescription",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "name",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "summary",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
    "xml",
];

/// Members of one's own begin with `x-`.
pub(super) fn check(place: &Place<'_>, found: &mut Diagnostics) {
    let keys = place.raw.as_object().into_iter().flat_map(|it| it.keys());
    for key in keys {
        let word = key.as_str();
        if word.starts_with("x-") || word.starts_with('$') || KNOWN.binary_search(&word).is_ok() {
            continue;
        }
        let message = format!("`{word}` is no keyword of JSON Schema");
        let fault = Diagnostic::at(Code::UnknownKeyword, &place.at.join(word), message);
        found.push(match suggest::nearest(word, KNOWN) {
            Some(nearest) => fault.hint(format!("did you mean `{nearest}`?")),
            None => fault.hint("it is ignored; a member of your own begins with `x-`"),
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::KNOWN;
    use crate::diagnostic::Code;
    use crate::schema::trial::Trial;

    #[test]
    fn the_list_can_be_searched() {
        assert!(KNOWN.is_sorted());
    }

    #[test]
    fn a_word_that_is_no_keyword_is_told() {
        let trial =
            Trial::one(json!({ "type": "string", "x-y": 1, "$comment": "", "maxLenght": 3 }));
        assert_eq!(trial.codes(), [Code::UnknownKeyword]);
    }
}
