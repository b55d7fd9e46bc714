//! Documents of several files, and of methods that are left out.

use serde_json::{Value, json};

use super::text;
use crate::diagnostic::Diagnostics;
use crate::options::Options;
use crate::source::Source;
use crate::{document, filter, load};

/// The document in one piece that the files in a folder are; the first is the document.
fn bundled(files: &[(&str, Value)], options: &Options) -> Value {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content.to_string()).unwrap();
    }
    let source = Source::Path(folder.path().join(files[0].0));
    let files = load::load(&source, options).unwrap();
    let mut notes = Diagnostics::default();
    let mut document = document::read(&files, &mut notes).unwrap();
    filter::select(&mut document, options, &mut notes);
    serde_json::from_str(&text(&files, &document)).unwrap()
}

#[test]
fn what_stands_in_other_files_becomes_components() {
    let root = json!({
        "openrpc": "1.3.2", "info": { "title": "a", "version": "1" },
        "methods": [
            { "name": "a", "params": [{ "$ref": "b.json#/id" }], "result": { "name": "r", "schema": { "$ref": "b.json#/Tree" } } },
            { "$ref": "b.json#/method" },
        ],
        "components": { "schemas": { "Tree": { "type": "string" } } },
    });
    let other = json!({
        "id": { "name": "id", "schema": { "$ref": "#/Id" } },
        "Id": { "type": "integer" },
        "Tree": { "properties": { "of": { "$ref": "#/Tree" }, "id": { "$ref": "a.json#/components/schemas/Tree" } } },
        "method": { "name": "b", "params": [], "result": { "name": "r", "schema": { "$ref": "#/Id" } } },
    });
    let bundled = bundled(&[("a.json", root), ("b.json", other)], &Options::default());
    let at = |pointer| bundled.pointer(pointer).unwrap();
    let id = json!({ "$ref": "#/components/schemas/Id" });
    assert_eq!(
        at("/methods/0/params/0/$ref"),
        "#/components/contentDescriptors/id"
    );
    assert_eq!(at("/components/contentDescriptors/id/schema"), &id);
    assert_eq!(at("/components/schemas/Id/type"), "integer");
    assert_eq!(at("/methods/1/name"), "b");
    assert_eq!(at("/methods/1/result/schema"), &id);
    let tree = at("/methods/0/result/schema/$ref");
    assert_eq!(tree, "#/components/schemas/Tree2");
    assert_eq!(at("/components/schemas/Tree2/properties/of/$ref"), tree);
    assert_eq!(
        at("/components/schemas/Tree2/properties/id/$ref"),
        "#/components/schemas/Tree"
    );
    assert!(!bundled.to_string().contains(".json"));
}

#[test]
fn methods_that_are_left_out_are_not_told_of() {
    let root = json!({
        "openrpc": "1.3.2", "info": { "title": "a", "version": "1" },
        "methods": [
            { "name": "a", "params": [], "result": { "name": "r", "schema": { "type": "integer" } } },
            { "name": "b", "params": [], "result": { "name": "r", "schema": { "$ref": "#/methods/0/result/schema" } } },
        ],
    });
    let options = Options {
        exclude: vec!["a".to_owned()],
        ..Options::default()
    };
    let bundled = bundled(&[("a.json", root)], &options);
    assert_eq!(bundled["methods"].as_array().unwrap().len(), 1);
    assert_eq!(
        bundled["methods"][0]["result"]["schema"]["$ref"],
        "#/components/schemas/schema"
    );
    assert_eq!(
        bundled["components"]["schemas"]["schema"]["type"],
        "integer"
    );
}
