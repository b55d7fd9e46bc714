//! Takes the made-up API and gives it as an OpenRPC document.

use serde_json::{Value, json};

use crate::api::{Api, Entry, Verb};

const PLACE: &str = "#/components/schemas/";

pub(crate) fn document(api: &Api) -> Value {
    json!({
        "openrpc": "1.3.2",
        "info": { "title": "Warehouse", "version": "1.0.0" },
        "x-pagination": {
            "list_*": { "items": "items", "key_in": "page_key", "key_out": "next_page_key" }
        },
        "methods": api.entries().map(method).collect::<Vec<_>>(),
        "components": { "schemas": api.schemas(PLACE) }
    })
}

fn method(entry: Entry) -> Value {
    let schema = json!({ "$ref": format!("{PLACE}{}", entry.schema_name()) });
    let (params, result) = match entry.verb() {
        Verb::Get => (
            json!([
                { "name": "id", "summary": "Its number.", "required": true, "schema": { "type": "integer" } },
                { "name": "fresh", "summary": "Past the cache.", "schema": { "type": "boolean" } }
            ]),
            schema,
        ),
        Verb::Put => (
            json!([
                { "name": "record", "summary": "What to store.", "required": true, "schema": schema },
                { "name": "version", "summary": "The version known.", "schema": { "type": "integer" } }
            ]),
            schema,
        ),
        Verb::Remove => (
            json!([{ "name": "record", "summary": "What to take away.", "required": true, "schema": schema }]),
            json!({ "type": "boolean" }),
        ),
        Verb::List => (
            json!([
                { "name": "page_key", "summary": "Where the page starts.", "schema": { "type": "string" } },
                { "name": "limit", "summary": "Things on a page.", "schema": { "type": "integer" } }
            ]),
            json!({
                "type": "object",
                "required": ["items"],
                "properties": {
                    "items": { "type": "array", "items": schema },
                    "next_page_key": { "type": ["string", "null"] }
                }
            }),
        ),
    };
    json!({
        "name": entry.method_name(),
        "summary": entry.summary(),
        "paramStructure": "by-name",
        "params": params,
        "result": { "name": "result", "schema": result },
        "errors": [{ "code": 404, "message": "Not found" }, { "code": 409, "message": "Conflict" }]
    })
}
