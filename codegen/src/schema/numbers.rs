//! Takes numbers and gives their width: as format and bounds say, never less than a value may need.

use serde_json::{Number, Value};

use super::foreign::Foreign;
use super::place::Place;
use super::reading::Reader;
use super::shape::{Bounds, Shape, Width};

/// The widths that typify knows by format, narrow before wide, with the values that they hold.
const WIDTHS: [(&str, i128, i128); 8] = [
    ("int8", i8::MIN as i128, i8::MAX as i128),
    ("uint8", 0, u8::MAX as i128),
    ("int16", i16::MIN as i128, i16::MAX as i128),
    ("uint16", 0, u16::MAX as i128),
    ("int32", i32::MIN as i128, i32::MAX as i128),
    ("uint32", 0, u32::MAX as i128),
    ("int64", i64::MIN as i128, i64::MAX as i128),
    ("uint64", 0, u64::MAX as i128),
];

/// Formats of integers that may not fit in 64 bits.
const WIDE: [&str; 10] = [
    "int128",
    "uint128",
    "int256",
    "uint256",
    "int512",
    "uint512",
    "bigint",
    "biginteger",
    "big-integer",
    "bignumber",
];

impl<'f> Reader<'f> {
    /// An integer. Its bounds are not typify's business, which would make `NonZero` of a minimum of 1.
    pub(super) fn integer(&mut self, place: &Place<'f>) -> Shape {
        if let Some(own) = self.own_types.converted(place) {
            return self.foreign(own);
        }
        let width = width(place);
        let bounds = bounds(place, width).filter(|_| self.exact);
        if width == Width::ANY {
            self.catalogue.add_foreign(&Foreign::Integer);
            if self.exact && (lowest(place).is_some() || highest(place).is_some()) {
                self.relaxed(
                    &place.at,
                    "the bounds of integers beyond 64 bits are not checked",
                );
            }
        }
        bounds.map_or(Shape::Integer(width), Shape::Bounded)
    }

    /// A number. Format `float` would lose digits, and integer formats mean integers.
    pub(super) fn number(&mut self, place: &Place<'f>) -> Shape {
        if let Some(own) = self.own_types.converted(place) {
            return self.foreign(own);
        }
        let format = place.text("format").map(width_name).unwrap_or_default();
        let whole = WIDTHS.iter().any(|(name, ..)| *name == format) || WIDE.contains(&&*format);
        match whole {
            true => self.integer(place),
            false => {
                if self.exact && (lowest(place).is_some() || highest(place).is_some()) {
                    self.relaxed(
                        &place.at,
                        "the bounds of numbers with fractions are not checked",
                    );
                }
                Shape::Number
            }
        }
    }
}

/// The narrowest width that is named or else 64 bits, unless a bound or the format lies beyond.
fn width(place: &Place<'_>) -> Width {
    let (min, max) = (lowest(place), highest(place));
    let format = place.text("format").map(width_name).unwrap_or_default();
    let holds = |(_, low, high): &&(&str, i128, i128)| {
        min.is_none_or(|min| *low <= min) && max.is_none_or(|max| max <= *high)
    };
    let named = WIDTHS.iter().find(|(name, ..)| *name == format);
    if let Some((name, ..)) = named.filter(holds) {
        return Width(name);
    }
    let unsigned = match min {
        Some(min) => min >= 0,
        // A bound that only unsigned integers reach means them.
        None => format.starts_with("uint") || max.is_some_and(|max| max > i128::from(i64::MAX)),
    };
    let usual = if unsigned { "uint64" } else { "int64" };
    let usual = WIDTHS.iter().find(|(name, ..)| *name == usual);
    match usual.filter(holds) {
        Some((name, ..)) if !WIDE.contains(&&*format) => Width(name),
        _ => Width::ANY,
    }
}

/// The bounds, where they say more than the width.
fn bounds(place: &Place<'_>, width: Width) -> Option<Bounds> {
    let (_, low, high) = WIDTHS.iter().find(|(name, ..)| *name == width.0)?;
    let min = lowest(place).map_or(*low, |min| min.max(*low));
    let max = highest(place).map_or(*high, |max| max.min(*high));
    let narrower = (min, max) != (*low, *high) && min <= max;
    narrower.then_some(Bounds { width, min, max })
}

/// `u64`, `i32` and `uint64` under one name.
fn width_name(format: &str) -> String {
    let format = format.to_ascii_lowercase();
    let (sign, rest) = match format.strip_prefix('u') {
        Some(rest) => ("u", rest),
        None => ("", &*format),
    };
    let bits = rest.strip_prefix("int").or_else(|| rest.strip_prefix('i'));
    let bits = bits.or((sign == "u").then_some(rest));
    match bits.filter(|bits| bits.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(bits) => format!("{sign}int{bits}"),
        None => format,
    }
}

fn lowest(place: &Place<'_>) -> Option<i128> {
    let exclusive = || bound(place, "exclusiveMinimum", f64::floor)?.checked_add(1);
    bound(place, "minimum", f64::ceil).or_else(exclusive)
}

fn highest(place: &Place<'_>) -> Option<i128> {
    let exclusive = || bound(place, "exclusiveMaximum", f64::ceil)?.checked_sub(1);
    bound(place, "maximum", f64::floor).or_else(exclusive)
}

/// A bound as an integer; what lies beyond 128 bits is their end.
fn bound(place: &Place<'_>, keyword: &str, whole: fn(f64) -> f64) -> Option<i128> {
    let number: &Number = place.get(keyword).and_then(Value::as_number)?;
    let integer = number.as_i64().map(i128::from);
    let integer = integer.or_else(|| number.as_u64().map(i128::from));
    #[allow(clippy::cast_possible_truncation)]
    integer.or_else(|| number.as_f64().map(|float| whole(float) as i128))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::options::{Decode, Options};
    use crate::schema::trial::Trial;

    fn width(schema: Value) -> Value {
        let trial = Trial::one(schema);
        let only = trial.only();
        match only.get("format") {
            Some(format) => format.clone(),
            None => json!(format!("{:?}", trial.schemas.foreign)),
        }
    }

    #[test]
    fn integers_are_as_wide_as_format_and_bounds_say() {
        for (schema, expected) in [
            (json!({}), "int64"),
            (json!({ "minimum": 1 }), "uint64"),
            (json!({ "format": "int32" }), "int32"),
            (json!({ "format": "u8" }), "uint8"),
            (json!({ "format": "uint" }), "uint64"),
            (json!({ "format": "uint32", "maximum": 1e12 }), "uint64"),
            (json!({ "maximum": u64::MAX }), "uint64"),
            (
                json!({ "exclusiveMinimum": -1, "exclusiveMaximum": 18_446_744_073_709_551_616.0 }),
                "uint64",
            ),
            (json!({ "type": "number", "format": "uint64" }), "uint64"),
        ] {
            let mut whole = json!({ "type": "integer" });
            whole
                .as_object_mut()
                .unwrap()
                .extend(schema.as_object().unwrap().clone());
            assert_eq!(width(whole.clone()), expected, "{whole}");
        }
    }

    #[test]
    fn integers_beyond_64_bits_have_any_size() {
        for schema in [
            json!({ "type": "integer", "format": "uint256" }),
            json!({ "type": "number", "format": "i128" }),
            json!({ "type": "integer", "format": "bigint" }),
            json!({ "type": "integer", "minimum": 0, "maximum": 1e30 }),
            json!({ "type": "integer", "minimum": -1, "maximum": u64::MAX }),
            json!({ "type": "integer", "minimum": -1e300 }),
        ] {
            assert_eq!(width(schema.clone()), r#"{"Foreign": Integer}"#, "{schema}");
        }
    }

    #[test]
    fn bounds_are_kept_only_where_decoding_is_exact() {
        let mut options = Options::default();
        let schema = json!({
            "Port": { "type": "integer", "format": "uint16", "minimum": 1 },
            "Byte": { "type": "integer", "format": "uint8", "minimum": 0, "maximum": 255 },
        });
        assert!(
            Trial::with(schema.clone(), &options)
                .schemas
                .bounds
                .is_empty()
        );
        options.decode = Decode::Exact;
        let bounds = Trial::with(schema, &options).schemas.bounds;
        assert_eq!(bounds.keys().collect::<Vec<_>>(), ["Port"]);
        assert_eq!((bounds["Port"].min, bounds["Port"].max), (1, 65535));
    }

    #[test]
    fn numbers_never_lose_digits_to_f32() {
        let trial = Trial::one(json!({ "type": "number", "format": "float" }));
        assert_eq!(trial.only(), json!({ "type": "number" }));
    }
}
