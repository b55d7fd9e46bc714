//! What a document says of a page: the schema that clients know as one of a list in pages.
use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::Paginated;

impl<T: JsonSchema, K: JsonSchema, E: JsonSchema> JsonSchema for Paginated<T, K, E> {
    /// The mark counts at the result itself.
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        let (item, key) = (T::schema_name(), K::schema_name());
        format!("Paginated_{item}_by_{key}").into()
    }

    fn schema_id() -> Cow<'static, str> {
        let (item, key, extra) = (T::schema_id(), K::schema_id(), E::schema_id());
        format!("callwright::Paginated<{item}, {key}, {extra}>").into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let extra = E::json_schema(generator);
        let items = generator.subschema_for::<T>();
        let key = generator.subschema_for::<K>();
        let own = [
            ("items", json!({"type": "array", "items": items})),
            ("next_page_key", json!(key)),
        ];
        page(extra, own)
    }
}

/// The schema of the extra members with those of every page before them.
fn page(mut schema: Schema, own: [(&str, Value); 2]) -> Schema {
    let object = schema.ensure_object();
    // Docs of the extra members are not docs of the page.
    object.remove("title");
    object.remove("description");
    let mut properties: Map<String, Value> = own
        .map(|(name, schema)| (name.to_owned(), schema))
        .into_iter()
        .collect();
    if let Some(Value::Object(extra)) = object.remove("properties") {
        properties.extend(extra);
    }
    let mut required = vec![Value::from("items")];
    if let Some(Value::Array(extra)) = object.remove("required") {
        required.extend(extra);
    }
    object.insert("type".to_owned(), "object".into());
    object.insert("properties".to_owned(), properties.into());
    object.insert("required".to_owned(), required.into());
    object.insert("x-paginated-list".to_owned(), true.into());
    schema
}

#[cfg(test)]
mod tests {
    use schemars::generate::SchemaSettings;
    use serde_json::{Value, json};

    use super::*;

    fn schema<P: JsonSchema>() -> Value {
        json!(
            SchemaSettings::draft07()
                .into_generator()
                .subschema_for::<P>()
        )
    }

    #[test]
    fn it_is_that_of_the_original() {
        assert_eq!(
            schema::<Paginated<bool, String, ()>>(),
            json!({
                "type": "object",
                "properties": {
                    "items": {"type": "array", "items": {"type": "boolean"}},
                    "next_page_key": {"type": "string"},
                },
                "required": ["items"],
                "x-paginated-list": true,
            })
        );
        let open = schema::<Paginated<bool, String>>();
        assert_eq!(open["additionalProperties"], true);
    }

    #[test]
    fn it_tells_of_extra_members() {
        /// Nobody reads this.
        #[derive(JsonSchema)]
        #[allow(dead_code)]
        struct Totals {
            total: u64,
            pages: Option<u64>,
        }
        let schema = schema::<Paginated<bool, (u64, String), Totals>>();
        let names: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
        assert_eq!(names.len(), 4);
        assert_eq!(schema["required"], json!(["items", "total"]));
        assert_eq!(schema["description"], Value::Null);
    }
}
