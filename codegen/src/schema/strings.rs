//! Takes strings and gives what they are like: their pattern, and where decoding is exact their length.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};

use super::patterns::{self, Class, Fault, Meaning};
use super::place::Place;
use super::reading::Reader;
use super::shape::{Limits, Shape};

/// Patterns that every string matches.
const ANYTHING: [&str; 4] = ["", ".*", "^.*$", "^"];

impl<'f> Reader<'f> {
    /// A string. What it is like gives it a type; whether that is checked is the types' business.
    pub(super) fn string(&mut self, place: &Place<'f>) -> Shape {
        if let Some(own) = self.own_types.converted(place) {
            return self.foreign(own);
        }
        if let Some(binary) = self.binary(place) {
            return binary;
        }
        let mut limits = Limits::default();
        match self.pattern(place) {
            Some(Meaning::Choice(values)) => return Shape::Choice(values),
            Some(Meaning::Pattern(pattern)) => limits.pattern = Some(pattern),
            None => {}
        }
        if self.exact {
            let length = |keyword| {
                let value = place.get(keyword).and_then(Value::as_u64)?;
                u32::try_from(value).ok()
            };
            limits.min = length("minLength").filter(|min| *min > 0);
            limits.max = length("maxLength");
        }
        Shape::Text(limits)
    }

    fn pattern(&mut self, place: &Place<'f>) -> Option<Meaning> {
        let source = place.text("pattern")?;
        let (meaning, fault) = patterns::read(source);
        match fault {
            Some(Fault::Size) => {
                let message = "the pattern takes too much memory and is never checked";
                self.found.push(Diagnostic::at(
                    Code::Pattern,
                    &place.at.join("pattern"),
                    message,
                ));
            }
            Some(Fault::Syntax(reason)) if self.exact => {
                self.relaxed(&place.at, &format!("the pattern is not checked: {reason}"));
            }
            Some(Fault::Syntax(_)) | None => {}
        }
        (!ANYTHING.contains(&source)).then_some(meaning)
    }
}

/// What a string is called whose schema has no name for it: all of one class are one type.
pub(super) fn name(shape: &Shape) -> Option<String> {
    let limits = match shape {
        Shape::Text(limits) => limits,
        Shape::Nullable(inner) => return name(&inner.shape),
        _ => return None,
    };
    match &limits.pattern.as_ref()?.class {
        Class::Hex(digits) if digits.is_number => Some("HexNumber".to_owned()),
        Class::Hex(digits) if digits.max == Some(digits.min) && digits.min % 2 == 0 => {
            Some(format!("Hex{}", digits.min / 2))
        }
        Class::Hex(_) => Some("Hex".to_owned()),
        Class::Decimal(_) => Some("DecimalInteger".to_owned()),
        Class::Fraction => Some("DecimalNumber".to_owned()),
        Class::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostic::Code;
    use crate::options::{Decode, Options};
    use crate::schema::trial::Trial;

    #[test]
    fn lengths_count_only_where_decoding_is_exact() {
        let schema = json!({ "T": { "type": "string", "minLength": 1, "format": "uuid" } });
        assert!(Trial::new(schema.clone()).schemas.texts.is_empty());
        let mut options = Options::default();
        options.decode = Decode::Exact;
        let trial = Trial::with(schema, &options);
        assert_eq!(trial.schemas.texts["T"].min, Some(1));
        assert_eq!(trial.definition("T"), json!({ "type": "string" }));
    }

    #[test]
    fn patterns_have_types_that_one_class_shares() {
        let hex = |pattern: &str| json!({ "type": "string", "pattern": pattern });
        let trial = Trial::one(json!({ "properties": {
            "a": hex("^0x[0-9a-fA-F]{40}$"),
            "b": { "items": hex("^0x[a-fA-F\\d]{40}$") },
            "c": hex("^0x[0-9a-f]{40}$"),
            "d": hex("^v[0-9]$"),
            "e": { "type": ["string", "null"], "title": "Block hash", "pattern": "^0x[0-9a-f]{64}$" },
            "f": hex("^only$"),
            "g": hex(".*"),
        } }));
        assert_eq!(trial.names(), ["BlockHash", "Hex20", "T", "Tc", "Td", "Tf"]);
        assert_eq!(trial.only()["properties"]["g"], json!({ "type": "string" }));
        assert_eq!(trial.definition("Tf")["enum"], json!(["Only"]));
    }

    #[test]
    fn a_pattern_that_explodes_is_a_warning() {
        let trial = Trial::one(json!({ "type": "string", "pattern": "(x{1000}){1000}" }));
        assert_eq!(trial.codes(), [Code::Pattern]);
    }
}
