//! Takes numbers and gives their width: as format and bounds say, never less than a value may need.

use serde_json::Value;

use super::place::Place;
use super::reading::Reader;
use super::shape::{Shape, Width};

/// The widths that typify knows by format, narrow before wide, with the values that they hold.
const WIDTHS: [(&str, f64, f64); 8] = [
    ("int8", -128.0, 127.0),
    ("uint8", 0.0, 255.0),
    ("int16", -32768.0, 32767.0),
    ("uint16", 0.0, 65535.0),
    ("int32", -2_147_483_648.0, 2_147_483_647.0),
    ("uint32", 0.0, 4_294_967_295.0),
    (
        "int64",
        -9_223_372_036_854_775_808.0,
        9_223_372_036_854_775_807.0,
    ),
    ("uint64", 0.0, 18_446_744_073_709_551_615.0),
];

impl<'f> Reader<'f> {
    /// An integer. Its bounds are not checked: typify would make `NonZero` of a minimum of 1.
    pub(super) fn integer(&mut self, place: &Place<'f>) -> Shape {
        let (min, max) = (lowest(place), highest(place));
        let format = place.text("format").map(width_name);
        let named = WIDTHS
            .iter()
            .find(|(name, ..)| format.as_deref() == Some(*name));
        let holds = |(_, low, high): &&(&str, f64, f64)| {
            min.is_none_or(|min| *low <= min) && max.is_none_or(|max| max <= *high)
        };
        let name = match named.filter(holds) {
            Some((name, ..)) => *name,
            None if min.is_some_and(|min| min >= 0.0)
                || (min.is_none() && format.as_deref().is_some_and(|f| f.starts_with("uint"))) =>
            {
                "uint64"
            }
            None if max.is_some_and(|max| max > 9.3e18) => "uint64",
            None => "int64",
        };
        let wide = ["int128", "uint128", "int256", "uint256"];
        if max.is_some_and(|max| max > 18_446_744_073_709_551_615.0)
            || format.is_some_and(|format| wide.contains(&format.as_str()))
        {
            self.relaxed(&place.at, "the type holds integers up to 64 bits only");
        }
        Shape::Integer(Width(name))
    }

    /// A number. Format `float` would lose digits, and integer formats mean integers.
    pub(super) fn number(&mut self, place: &Place<'f>) -> Shape {
        match place.text("format") {
            Some(format) if format.starts_with("int") || format.starts_with("uint") => {
                self.integer(place)
            }
            _ => Shape::Number,
        }
    }
}

/// `u64`, `i32` and `uint64` under one name.
fn width_name(format: &str) -> String {
    let (sign, rest) = match format.strip_prefix('u') {
        Some(rest) => ("u", rest),
        None => ("", format),
    };
    let bits = rest.strip_prefix("int").or_else(|| rest.strip_prefix('i'));
    format!("{sign}int{}", bits.unwrap_or(rest))
}

fn lowest(place: &Place<'_>) -> Option<f64> {
    bound(place, "minimum").or_else(|| bound(place, "exclusiveMinimum"))
}

fn highest(place: &Place<'_>) -> Option<f64> {
    bound(place, "maximum").or_else(|| bound(place, "exclusiveMaximum"))
}

fn bound(place: &Place<'_>, keyword: &str) -> Option<f64> {
    place.get(keyword).and_then(Value::as_f64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::schema::trial::Trial;

    #[test]
    fn integers_are_as_wide_as_format_and_bounds_say() {
        let width = |schema| Trial::one(schema).only()["format"].clone();
        assert_eq!(width(json!({ "type": "integer" })), "int64");
        assert_eq!(width(json!({ "type": "integer", "minimum": 1 })), "uint64");
        assert_eq!(
            width(json!({ "type": "integer", "format": "int32" })),
            "int32"
        );
        assert_eq!(width(json!({ "type": "integer", "format": "u8" })), "uint8");
        assert_eq!(
            width(json!({ "type": "integer", "format": "uint32", "maximum": 1e12 })),
            "uint64"
        );
        assert_eq!(
            width(json!({ "type": "integer", "format": "uint256" })),
            "uint64"
        );
        assert_eq!(
            width(json!({ "type": "number", "format": "uint64" })),
            "uint64"
        );
    }

    #[test]
    fn numbers_never_lose_digits_to_f32() {
        let trial = Trial::one(json!({ "type": "number", "format": "float" }));
        assert_eq!(trial.only(), json!({ "type": "number" }));
    }
}
