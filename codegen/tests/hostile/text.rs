//! Long and odd texts: names, descriptions, numbers, patterns.

use serde_json::json;

use crate::document::{method, of_methods};
use crate::trial::{Format, generated};

#[test]
fn names_of_a_megabyte_are_shortened() {
    let long = "n".repeat(1_000_000);
    let schema =
        json!({ "title": long, "properties": { &long: { "enum": [long, "a_".repeat(500_000)] } } });
    let document = of_methods([
        method(&long, schema),
        method(&"a_".repeat(500_000), json!({})),
    ]);
    let outcome = generated(Format::Json, document.to_string());
    outcome.assert_generated();
    outcome.assert_bounded(60, 500);
}

#[test]
fn descriptions_of_megabytes_stay_descriptions() {
    let odd = "\u{202e}🦀e\u{301}\u{0}\u{2028} *a* `b` <c> [d](e) */ /* \\ \" ```\n".repeat(50_000);
    let texts = [
        odd,
        "[".repeat(500_000),
        "`".repeat(500_000),
        "<".repeat(500_000),
        "*".repeat(200_000) + &"](x)".repeat(50_000),
        "```\n".repeat(100_000),
        "\n".repeat(500_000),
        "http://a".repeat(50_000),
    ];
    let methods = texts.iter().enumerate().map(|(i, text)| {
        json!({ "name": format!("m{i}"), "description": text, "summary": text, "params": [] })
    });
    let outcome = generated(Format::Json, of_methods(methods).to_string());
    outcome.assert_generated();
    outcome.assert_bounded(120, 1_000);
}

#[test]
fn numbers_of_a_million_digits_are_read_or_refused() {
    let digits = "9".repeat(1_000_000);
    let schema = |number: &str| {
        let schema = json!({ "type": "integer", "minimum": "NUMBER" });
        let document = of_methods([method("get", schema)]).to_string();
        document.replace("\"NUMBER\"", number)
    };
    let outcome = generated(Format::Json, schema(&format!("-{digits}")));
    outcome.assert_bounded(20, 200);
    let outcome = generated(Format::Json, schema(&format!("0.{digits}")));
    outcome.assert_generated();
    outcome.assert_bounded(20, 200);
    let outcome = generated(Format::Json, schema(&format!("1e{digits}")));
    outcome.assert_refused("syntax", "number out of range");
}

#[test]
fn patterns_that_explode_are_not_run() {
    let patterns = ["^(a+)+$", "(x{1000}){1000}{1000}", "(", "[", "\\"];
    let patterns = patterns
        .map(str::to_owned)
        .into_iter()
        .chain(["(".repeat(100_000)]);
    let members = patterns.enumerate().map(|(i, pattern)| {
        let example = "a".repeat(100) + "b";
        let schema = json!({ "type": "string", "pattern": pattern, "default": example, "examples": [example] });
        (format!("m{i}"), schema)
    });
    let schema = json!({ "properties": members.collect::<serde_json::Map<_, _>>() });
    let outcome = generated(
        Format::Json,
        of_methods([method("get", schema)]).to_string(),
    );
    outcome.assert_generated();
    outcome.assert_bounded(20, 200);
}

#[test]
fn long_pointers_and_addresses_are_followed_once() {
    let mut document = of_methods([
        method(
            "a",
            json!({ "$ref": format!("#{}", "/~1".repeat(300_000)) }),
        ),
        method(
            "b",
            json!({ "$ref": format!("#{}", "%25".repeat(300_000)) }),
        ),
    ]);
    document["servers"] =
        json!([{ "name": "s", "url": format!("http://{}", "{a}".repeat(100_000)) }]);
    let outcome = generated(Format::Json, document.to_string());
    outcome.assert_generated();
    outcome.assert_bounded(60, 500);
}
