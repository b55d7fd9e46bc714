//! Descriptions that we wrote: what becomes of each kind of type, of functions and of events.

// Test code throughout.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::{Imported, api_info, import};
use crate::{Options, Source, generate};

fn description(functions: Value) -> Value {
    json!({
        "version": { "major": 0, "minor": 11, "patch": 2, "api_level": 13, "api_compatible": 0, "prerelease": false, "build": null },
        "functions": functions,
        "ui_events": [{ "name": "grid_clear", "parameters": [["Integer", "grid"]], "since": 5 }],
        "types": { "Window": { "id": 1, "prefix": "nvim_win_" }, "Buffer": { "id": 0, "prefix": "nvim_buf_" } },
        "error_types": { "Validation": { "id": 1 }, "Exception": { "id": 0 } },
    })
}

fn function(name: &str, parameters: Value, result: &str) -> Value {
    json!({ "name": name, "parameters": parameters, "return_type": result, "since": 3, "method": false })
}

fn imported(functions: Value) -> Imported {
    import(&rmp_serde::to_vec_named(&description(functions)).unwrap()).unwrap()
}

fn method<'d>(imported: &'d Imported, name: &str) -> &'d Value {
    let methods = imported.document["methods"].as_array().unwrap();
    methods
        .iter()
        .find(|method| method["name"] == name)
        .unwrap()
}

/// What a type becomes as a result.
fn schema(kind: &str) -> Value {
    let imported = imported(json!([function("nvim_get", json!([]), kind)]));
    method(&imported, "nvim_get")["result"]["schema"].clone()
}

#[test]
fn every_type_has_a_schema() {
    let string = json!({ "type": "string", "x-msgpack-lossy-utf8": true });
    let integer = json!({ "type": "integer", "format": "int64" });
    let buffer = json!({ "$ref": "#/components/schemas/Buffer" });
    let table = [
        ("Boolean", json!({ "type": "boolean" })),
        ("Integer", integer.clone()),
        ("Float", json!({ "type": "number", "format": "double" })),
        ("String", string.clone()),
        ("Object", json!({})),
        ("void", json!({ "type": "null" })),
        ("Buffer", buffer.clone()),
        ("Array", json!({ "type": "array", "items": {} })),
        (
            "Dictionary",
            json!({ "type": "object", "additionalProperties": true }),
        ),
        (
            "Dict(highlight)",
            json!({ "type": "object", "additionalProperties": true }),
        ),
        (
            "DictOf(Integer)",
            json!({ "type": "object", "additionalProperties": integer.clone() }),
        ),
        (
            "ArrayOf(Buffer)",
            json!({ "type": "array", "items": buffer }),
        ),
        (
            "ArrayOf(Integer, 2)",
            json!({ "type": "array", "items": integer.clone(), "minItems": 2, "maxItems": 2 }),
        ),
        (
            "ArrayOf(Tuple(Integer, ArrayOf(String)))",
            json!({ "type": "array", "items": {
                "type": "array", "minItems": 2, "maxItems": 2,
                "items": [integer.clone(), { "type": "array", "items": string.clone() }],
            } }),
        ),
        (
            "Union(Integer, String)",
            json!({ "anyOf": [integer, string] }),
        ),
        (
            "Enum(\"win\", \"buf\")",
            json!({ "type": "string", "enum": ["win", "buf"] }),
        ),
    ];
    for (kind, wanted) in table {
        assert_eq!(schema(kind), wanted, "{kind}");
    }
}

#[test]
fn a_type_that_is_not_known_is_any_value_and_told_once() {
    let odd = [
        "Quux",
        "ArrayOf(Quux)",
        "ArrayOf()",
        "ArrayOf(Integer",
        "Integer)",
        "",
        "((((",
        "Tabpage",
    ];
    let functions = odd.iter().enumerate();
    let functions = functions.map(|(n, kind)| function(&format!("f{n}"), json!([]), kind));
    let imported = imported(functions.collect());
    assert_eq!(
        method(&imported, "f1")["result"]["schema"],
        json!({ "type": "array", "items": {} })
    );
    assert_eq!(method(&imported, "f3")["result"]["schema"], json!({}));
    let told: Vec<_> = imported
        .warnings
        .iter()
        .map(|warning| warning.message.clone())
        .collect();
    assert_eq!(
        told.iter().filter(|told| told.contains("`Quux`")).count(),
        1,
        "{told:?}"
    );
    let deep = format!("{}Integer{}", "ArrayOf(".repeat(50_000), ")".repeat(50_000));
    assert!(schema(&deep)["items"]["items"].is_object());
}

#[test]
fn what_takes_a_function_of_lua_is_left_out_and_named() {
    let imported = imported(json!([
        function(
            "nvim_call",
            json!([["Integer", "n"], ["LuaRef", "fun"]]),
            "Object"
        ),
        function("nvim_map", json!([["ArrayOf(LuaRef)", "all"]]), "Object"),
        function("nvim_get", json!([]), "Object"),
    ]));
    assert_eq!(imported.left_out, ["nvim_call", "nvim_map"]);
    assert_eq!(
        imported.document["x-nvim-left-out"],
        json!(["nvim_call", "nvim_map"])
    );
    assert!(!imported.text().contains("\"name\": \"nvim_call\""));
}

#[test]
fn a_function_keeps_its_age_and_says_what_it_is_about() {
    let mut old = function(
        "buffer_set",
        json!([["Buffer", "buffer"], ["String", "x"], ["String", "x"]]),
        "void",
    );
    old["method"] = true.into();
    old["since"] = 1.into();
    old["deprecated_since"] = 2.into();
    let imported = imported(json!([old, function("nvim_ui_attach", json!([]), "void")]));
    let method = |name| method(&imported, name);
    let old = method("buffer_set");
    assert_eq!(old["deprecated"], true);
    assert_eq!(
        old["description"],
        "Since API level 1, deprecated since API level 2."
    );
    assert_eq!(old["tags"], json!([{ "name": "Buffer" }]));
    let names: Vec<_> = old["params"]
        .as_array()
        .unwrap()
        .iter()
        .map(|param| &param["name"])
        .collect();
    assert_eq!(names, ["buffer", "x", "x_2"]);
    assert_eq!(method("nvim_ui_attach")["tags"], json!([{ "name": "Ui" }]));
    assert_eq!(
        old["errors"][0],
        json!({ "$ref": "#/components/errors/Exception" })
    );
    let components = &imported.document["components"];
    assert_eq!(
        components["errors"]["Validation"],
        json!({ "code": 1, "message": "Validation" })
    );
    assert_eq!(components["schemas"]["Window"]["x-msgpack-ext"], 1);
}

#[test]
fn events_are_methods_of_the_server() {
    let imported = imported(json!([function(
        "nvim_buf_attach",
        json!([["Buffer", "buffer"]]),
        "Boolean"
    )]));
    let lines = method(&imported, "nvim_buf_lines_event");
    assert_eq!(lines["x-notification"], true);
    assert_eq!(lines["params"].as_array().unwrap().len(), 6);
    let clear = method(&imported, "grid_clear");
    assert_eq!(clear["x-batched-in"], "redraw");
    assert_eq!(clear["params"][0]["schema"]["type"], "integer");
    assert!(imported.warnings.is_empty(), "{}", imported.warnings);
}

#[test]
fn the_order_and_the_encoding_of_a_description_change_nothing() {
    let functions = [
        function("b", json!([]), "void"),
        function("a", json!([]), "void"),
        function("a", json!([]), "void"),
    ];
    let one = imported(json!(functions));
    let mut turned = functions;
    turned.reverse();
    let text = description(json!(turned)).to_string();
    assert_eq!(import(text.as_bytes()).unwrap().text(), one.text());
}

#[test]
fn a_client_is_generated_and_an_overlay_gives_back_the_types_that_a_newer_neovim_does_not_tell() {
    let functions = json!([
        function("nvim_list_bufs", json!([]), "Array"),
        function(
            "nvim_get_type",
            json!([["String", "fn"], ["String", "type"]]),
            "Object"
        ),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("neovim.json");
    crate::write(&path, imported(functions).text().as_bytes()).unwrap();
    let mut options = Options::default();
    let signatures = |options: &Options| {
        let (methods, notes) = crate::inspect(&Source::Path(path.clone()), options).unwrap();
        assert!(notes.warnings().is_empty(), "{notes}");
        methods
            .into_iter()
            .map(|method| method.signature)
            .collect::<Vec<_>>()
    };
    assert!(
        signatures(&options)
            .iter()
            .any(|it| it.contains("nvim_get_type(fn_: ")),
        "{:?}",
        signatures(&options)
    );
    options.overlay = serde_json::from_value(json!([{
        "overlay": "1.0.0",
        "actions": [{
            "target": "$.methods[?@.name == 'nvim_list_bufs'].result.schema.items",
            "update": { "$ref": "#/components/schemas/Buffer" },
        }],
    }]))
    .unwrap();
    let mended = signatures(&options);
    assert!(
        mended.contains(&"nvim_list_bufs() -> Vec<types::Buffer>".to_owned()),
        "{mended:?}"
    );
    generate(&Source::Path(path.clone()), &options)
        .unwrap()
        .code()
        .unwrap();
}

#[test]
fn what_is_no_description_is_a_fault_with_a_hint() {
    for bytes in [
        &b""[..],
        b"{",
        b"{}",
        b"\xc1",
        b"\x80",
        b"\x93\x01",
        b"\xdf\xff\xff\xff\xff",
        b"NVIM v0.7.2\n",
    ] {
        let fault = import(bytes).unwrap_err();
        assert!(fault.to_string().contains("--api-info"), "{fault}");
    }
    let fault = api_info("no-such-nvim").unwrap_err();
    assert!(fault.to_string().contains("install Neovim"), "{fault}");
}
