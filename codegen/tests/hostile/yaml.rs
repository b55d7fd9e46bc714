//! Aliases that stand for more than is written, and anchors without number.

use crate::trial::{Format, generated};

const HEAD: &str = "openrpc: 1.3.2\ninfo: {title: Hostile, version: '1'}\nmethods: []\n";

/// Each line holds the one before several times.
#[test]
fn billions_of_laughs_are_refused() {
    let list = |i: usize| {
        format!(
            "b{}: &b{} [{}]\n",
            i + 1,
            i + 1,
            [&*format!("*b{i}"); 9].join(", ")
        )
    };
    let map = |i: usize| format!("b{}: &b{} {{x: *b{i}, y: *b{i}}}\n", i + 1, i + 1);
    let merged = |i: usize| format!("b{}: &b{} {{<<: [*b{i}, *b{i}], k{i}: 1}}\n", i + 1, i + 1);
    for text in [
        (0..30).map(list).collect::<String>(),
        (0..60).map(map).collect(),
        (0..2_000).map(merged).collect(),
    ] {
        let outcome = generated(Format::Yaml, format!("{HEAD}b0: &b0 {{k: v}}\n{text}"));
        outcome.assert_refused("syntax", "aliases stand for more than 1000000 values");
        outcome.assert_bounded(60, 500);
    }
}

#[test]
fn a_large_text_under_many_aliases_is_refused() {
    let text = format!(
        "{HEAD}a: &a {}\nx:\n{}",
        "x".repeat(100_000),
        "- *a\n".repeat(100_000)
    );
    let outcome = generated(Format::Yaml, text);
    outcome.assert_refused("syntax", "aliases stand for more than 1000000 values");
    outcome.assert_bounded(60, 500);
}

#[test]
fn aliases_that_nest_are_refused_where_they_get_too_deep() {
    let nested: String = (0..10_000)
        .map(|i| format!("b{}: &b{} [*b{i}]\n", i + 1, i + 1))
        .collect();
    let outcome = generated(Format::Yaml, format!("{HEAD}b0: &b0 [x]\n{nested}"));
    outcome.assert_refused("syntax", "nested deeper than 128 levels");
    outcome.assert_bounded(60, 300);
}

#[test]
fn hundreds_of_thousands_of_anchors_are_read() {
    let anchors: String = (0..300_000).map(|i| format!("- &a{i} x\n")).collect();
    let outcome = generated(Format::Yaml, format!("{HEAD}x:\n{anchors}"));
    outcome.assert_generated();
    outcome.assert_bounded(120, 1_000);
}

#[test]
fn aliases_without_anchors_are_told() {
    for text in [
        "x: *a\n",
        "x: &a [*a]\n",
        "? &a [b]\n: c\n",
        "x: &a\n  <<: *a\n",
    ] {
        generated(Format::Yaml, format!("{HEAD}{text}"))
            .assert_refused("syntax", "this is not YAML");
    }
}
