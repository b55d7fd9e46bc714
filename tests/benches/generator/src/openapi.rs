//! Takes the made-up API and gives it as an OpenAPI 3.0 document, the way a server would that progenitor is made for:
//! numbers in the path, flags in the query, records in the body, pages by its own extension.

use serde_json::{Map, Value, json};

use crate::api::{Api, Entry, Verb};

const PLACE: &str = "#/components/schemas/";

pub(crate) fn document(api: &Api) -> Value {
    let mut schemas = api.schemas(PLACE);
    schemas.insert("Failure".to_owned(), failure());
    for entry in api.entries().filter(|it| it.verb() == Verb::List) {
        schemas.insert(page_name(entry), page(entry));
    }
    let paths: Map<String, Value> = api.entries().map(path).collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Warehouse", "version": "1.0.0" },
        "paths": paths,
        "components": { "schemas": schemas }
    })
}

/// One schema for both declared errors: progenitor takes no more than one type of error for an operation.
fn failure() -> Value {
    json!({
        "description": "What went wrong.",
        "type": "object",
        "required": ["code", "message"],
        "properties": { "code": { "type": "integer" }, "message": { "type": "string" } }
    })
}

fn page_name(entry: Entry) -> String {
    format!("PageOf{}", entry.schema_name())
}

fn page(entry: Entry) -> Value {
    json!({
        "type": "object",
        "required": ["items"],
        "properties": {
            "items": { "type": "array", "items": refer(&entry.schema_name()) },
            "next_page": { "type": "string", "nullable": true }
        }
    })
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("{PLACE}{name}") })
}

fn path(entry: Entry) -> (String, Value) {
    let name = entry.method_name();
    let (path, verb) = match entry.verb() {
        Verb::Get => (format!("/{name}/{{id}}"), "get"),
        Verb::Put => (format!("/{name}"), "put"),
        Verb::Remove => (format!("/{name}"), "post"),
        Verb::List => (format!("/{name}"), "get"),
    };
    (path, json!({ verb: operation(entry) }))
}

fn operation(entry: Entry) -> Value {
    let schema = refer(&entry.schema_name());
    let error = json!({
        "description": "What went wrong.",
        "content": { "application/json": { "schema": refer("Failure") } }
    });
    let result = match entry.verb() {
        Verb::Get | Verb::Put => schema.clone(),
        Verb::Remove => json!({ "type": "boolean" }),
        Verb::List => refer(&page_name(entry)),
    };
    let mut operation = json!({
        "operationId": entry.method_name(),
        "summary": entry.summary(),
        "parameters": parameters(entry),
        "responses": {
            "200": { "description": "The result.", "content": { "application/json": { "schema": result } } },
            "404": error,
            "409": error
        }
    });
    if matches!(entry.verb(), Verb::Put | Verb::Remove) {
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    if entry.verb() == Verb::List {
        operation["x-dropshot-pagination"] = json!({ "required": [] });
    }
    operation
}

fn parameters(entry: Entry) -> Value {
    match entry.verb() {
        Verb::Get => json!([
            { "in": "path", "name": "id", "description": "Its number.", "required": true, "schema": { "type": "integer" } },
            { "in": "query", "name": "fresh", "description": "Past the cache.", "schema": { "type": "boolean" } }
        ]),
        Verb::Put => json!([
            { "in": "query", "name": "version", "description": "The version known.", "schema": { "type": "integer" } }
        ]),
        Verb::Remove => json!([]),
        Verb::List => json!([
            { "in": "query", "name": "page_token", "description": "Where the page starts.", "schema": { "type": "string" } },
            { "in": "query", "name": "limit", "description": "Things on a page.", "schema": { "type": "integer" } }
        ]),
    }
}
