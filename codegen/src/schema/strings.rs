//! Takes strings and gives what they are checked for: nothing unless decoding is exact.

use serde_json::Value;

use super::place::Place;
use super::reading::Reader;
use super::shape::{Limits, Shape};

impl<'f> Reader<'f> {
    /// A string. Servers send what the patterns of their own documents forbid.
    pub(super) fn string(&mut self, place: &Place<'f>) -> Shape {
        if let Some(own) = self.own_types.converted(place) {
            return self.foreign(own);
        }
        if !self.exact {
            return Shape::text();
        }
        if place.text("pattern").is_some() {
            // A regular expression engine would be one more dependency of every user.
            self.relaxed(&place.at, "the pattern is not checked");
        }
        let length = |keyword| {
            let value = place.get(keyword).and_then(Value::as_u64)?;
            u32::try_from(value).ok()
        };
        Shape::Text(Limits {
            min: length("minLength").filter(|min| *min > 0),
            max: length("maxLength"),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::options::{Decode, Options};
    use crate::schema::trial::Trial;

    #[test]
    fn strings_are_checked_only_when_exact() {
        let schema =
            json!({ "T": { "type": "string", "pattern": "^a", "minLength": 1, "format": "uuid" } });
        assert_eq!(
            Trial::new(schema.clone()).definition("T"),
            json!({ "type": "string" })
        );
        let mut options = Options::default();
        options.decode = Decode::Exact;
        assert_eq!(
            Trial::with(schema, &options).definition("T"),
            json!({ "type": "string", "minLength": 1 })
        );
    }
}
