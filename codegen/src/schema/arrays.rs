//! Takes arrays and gives lists, or tuples where every element is described and no other may follow.

use serde_json::Value;

use super::place::Place;
use super::reading::Reader;
use super::shape::{Schema, Shape};

/// Elements that a tuple may have; the standard library's traits end there.
const TUPLE: usize = 12;

impl<'f> Reader<'f> {
    pub(super) fn array(&mut self, place: &Place<'f>) -> Shape {
        let (keyword, first, rest) = match (place.get("prefixItems"), place.get("items")) {
            (Some(Value::Array(first)), rest) => ("prefixItems", first, rest),
            (_, Some(Value::Array(first))) => ("items", first, place.get("additionalItems")),
            (_, Some(item)) => return self.list(place, item),
            (_, None) => return Shape::list(Schema::any()),
        };
        match first.as_slice() {
            [] => rest.map_or_else(|| Shape::list(Schema::any()), |item| self.list(place, item)),
            // What several generators write for a list with this item.
            [only] => {
                let item = self.child(&place.each(keyword, 0, only, "Item"));
                Shape::list(item)
            }
            many if is_closed(place, many.len(), rest) => self.tuple(place, keyword, many),
            _ => {
                self.relaxed(
                    &place.at,
                    "the list describes its first items one by one and may have more; all its items are any values",
                );
                Shape::list(Schema::any())
            }
        }
    }

    fn list(&mut self, place: &Place<'f>, item: &'f Value) -> Shape {
        let item = self.child(&place.under("items", item, "Item"));
        Shape::list(item)
    }

    fn tuple(&mut self, place: &Place<'f>, keyword: &str, items: &'f [Value]) -> Shape {
        let items = items.iter().enumerate().map(|(index, raw)| {
            let part = format!("Item{index}");
            self.child(&place.each(keyword, index, raw, &part))
        });
        Shape::Tuple(items.collect())
    }
}

/// Whether an array has exactly the elements that are described one by one.
fn is_closed(place: &Place<'_>, count: usize, rest: Option<&Value>) -> bool {
    let exactly = place.get("maxItems").and_then(Value::as_u64) == u64::try_from(count).ok();
    count <= TUPLE && (exactly || rest == Some(&Value::Bool(false)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::schema::trial::Trial;

    #[test]
    fn closed_lists_of_elements_are_tuples() {
        let pair = json!({ "type": "array", "items": [{ "type": "string" }, { "type": "boolean" }], "minItems": 2, "maxItems": 2 });
        for schema in [
            json!({ "prefixItems": [{ "type": "string" }, { "type": "boolean" }], "items": false }),
            json!({ "items": [{ "type": "string" }, { "type": "boolean" }], "additionalItems": false }),
            pair.clone(),
        ] {
            assert_eq!(Trial::one(schema).only(), pair);
        }
    }

    #[test]
    fn other_arrays_are_lists() {
        let strings = json!({ "type": "array", "items": { "type": "string" } });
        assert_eq!(
            Trial::one(json!({ "type": "array", "items": [{ "type": "string" }] })).only(),
            strings
        );
        assert_eq!(
            Trial::one(json!({ "items": { "type": "string" }, "minItems": 40, "maxItems": 40 }))
                .only(),
            strings
        );
        assert_eq!(
            Trial::one(json!({ "prefixItems": [{ "type": "string" }, {}] })).only(),
            json!({ "type": "array", "items": true })
        );
    }
}
