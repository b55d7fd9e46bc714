//! Loose, broken and hostile texts.

use serde_json::json;

use super::*;

fn ok(name: &str, text: &str) -> Parsed {
    parse("t", name, text.as_bytes().to_vec()).unwrap()
}

fn error(name: &str, text: impl AsRef<[u8]>) -> (Diagnostic, (u32, u32)) {
    let error = parse("t", name, text.as_ref().to_vec()).unwrap_err();
    let place = error.position.map_or((0, 0), |p| (p.line, p.column));
    (error, place)
}

#[test]
fn comments_and_trailing_commas_are_forgiven_with_a_warning() {
    let parsed = ok(
        "a.json",
        "{\n  // pets\n  \"z\": [1, 2,],\n  \"a\": 1.5e3,\n}",
    );
    assert_eq!(parsed.tree, json!({"z": [1, 2], "a": 1500.0}));
    let warning = &parsed.warnings[0];
    assert_eq!(warning.code, Code::LooseSyntax);
    assert_eq!(warning.position.map(|p| (p.line, p.column)), Some((2, 3)));
    assert!(ok("a.json", "{}").warnings.is_empty());
}

#[test]
fn faults_in_json_have_their_place_in_characters() {
    let (diagnostic, place) = error("a.json", "{\n  \"é\": é\n}");
    assert_eq!(
        (diagnostic.code, place),
        (Code::Syntax, (2, 8)),
        "{diagnostic}"
    );
    let (diagnostic, place) = error("a.json", "// a comment\n{\"a\": x}");
    assert_eq!(place, (2, 7), "{diagnostic}");
    assert_eq!(error("a.json", "{\"a\":").1, (1, 5));
}

#[test]
fn what_is_no_document_is_said_to_be_none() {
    assert!(error("", "  \n").0.message.contains("empty"));
    assert!(
        error("doc.json", "<!DOCTYPE html>")
            .0
            .message
            .contains("HTML")
    );
    assert!(error("", b"{\"a\":\n\"\xff\"}").0.message.contains("UTF-8"));
    assert_eq!(error("", b"{\"a\":\n\"\xff\"}").1, (2, 2));
    assert_eq!(error("a.json", "openrpc").1, (1, 1));
}

#[test]
fn json5_is_forgiven_with_a_warning() {
    let text = "{openrpc: '1.2.6', 'a': [+1, .5, 0x1F], b: {max: 1,},}";
    let parsed = ok("a.json5", text);
    let tree = json!({"openrpc": "1.2.6", "a": [1, 0.5, 31], "b": {"max": 1}});
    assert_eq!(parsed.tree, tree);
    let warning = &parsed.warnings[0];
    assert_eq!(warning.code, Code::LooseSyntax);
    assert!(warning.message.contains("JSON5"), "{warning}");
    let (diagnostic, place) = error("a.json", "{'a':\n None}");
    assert_eq!(place, (2, 2), "{diagnostic}");
}

#[test]
fn yaml_that_is_called_json_is_forgiven_with_a_warning() {
    let parsed = ok("a.json", "openrpc: 1.2.6\nmethods: []\n");
    assert_eq!(parsed.format, Format::Yaml);
    assert_eq!(parsed.tree, json!({"openrpc": "1.2.6", "methods": []}));
    assert!(parsed.warnings[0].message.contains("YAML"));
}

#[test]
fn utf16_is_read_by_its_mark() {
    let text = "{\"é\": \"😀\"}";
    let bytes = |unit: fn(u16) -> [u8; 2]| {
        let marked = format!("\u{feff}{text}");
        marked.encode_utf16().flat_map(unit).collect::<Vec<u8>>()
    };
    for bytes in [bytes(u16::to_le_bytes), bytes(u16::to_be_bytes)] {
        let parsed = parse("t", "a.json", bytes).unwrap();
        assert_eq!(parsed.tree, json!({"é": "😀"}));
        assert_eq!(parsed.warnings[0].code, Code::LooseSyntax);
    }
    assert!(error("a.json", b"\xff\xfea").0.message.contains("UTF-8"));
}

#[test]
fn yaml_is_read_by_ending_or_by_content() {
    let tree = json!({"openrpc": "1.2.6", "n": [1, -2, 1.5, null, true, "yes", "007a"]});
    let text = "openrpc: '1.2.6'\nn: [1, -2, 1.5, ~, true, yes, 007a]\n";
    assert_eq!(ok("a.yaml", text).tree, tree);
    assert_eq!(ok("", text).tree, tree);
    assert_eq!(ok("a.yml", "{\"a\": 1}").format, Format::Json);
    assert_eq!(ok("a.yml", "{a: 1}").tree, json!({"a": 1}));
    let (diagnostic, place) = error("a.yaml", "a: 1\nb: [1\n");
    assert_eq!(
        (diagnostic.code, place.0),
        (Code::Syntax, 3),
        "{diagnostic}"
    );
}

#[test]
fn yaml_anchors_merges_and_keys() {
    let text = "base: &b {x: 1, y: 2}\nc: {<<: *b, y: 3}\n404: *b\n? &k key\n: 1\nother: *k\n";
    let tree = ok("a.yaml", text).tree;
    let base = json!({"x": 1, "y": 2});
    assert_eq!(
        tree,
        json!({"base": base, "c": {"y": 3, "x": 1}, "404": base, "key": 1, "other": "key"})
    );
    assert!(
        error("a.yaml", "? [a]\n: 1\n")
            .0
            .message
            .contains("key must be a string")
    );
    assert!(error("a.yaml", "a: &a [*a]\n").0.message.contains("alias"));
}

#[test]
fn bombs_and_depth_are_refused() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..12 {
        let p = i - 1;
        bomb += &format!("a{i}: &a{i} [*a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}]\n");
    }
    assert!(
        error("a.yaml", bomb)
            .0
            .message
            .contains("aliases stand for more than")
    );
    let mut chain = "a0: &a0 x\n".to_owned();
    for i in 1..200 {
        chain += &format!("a{i}: &a{i} [*a{}]\n", i - 1);
    }
    assert!(error("a.yaml", chain).0.message.contains("nested deeper"));
    for text in [
        "[".repeat(100_000),
        format!("// c\n{}1{}", "[".repeat(300), "]".repeat(300)),
    ] {
        assert!(
            error("a.json", &text).0.message.contains("nested deeper"),
            "{}",
            error("a.json", &text).0
        );
    }
    assert!(
        error("a.yaml", "[".repeat(100_000))
            .0
            .message
            .contains("this is not YAML")
    );
    assert!(
        error("a.yaml", "- ".repeat(100_000))
            .0
            .message
            .contains("nested deeper")
    );
}

#[test]
fn no_bytes_make_it_panic() {
    let seeds = [
        "{\"a\": [1, -2.5e3, \"x\\u00e9\", null], /* c */ \"b\": {\"$ref\": \"c.json#/d\"},}",
        "a: &x [1, *x]\n? b\n: |\n  text\n<<: *x\n--- !!str {c: 'd', \"e\": %f}\n",
    ];
    let mut state = 0x2545_f491_u32;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    for round in 0..20_000 {
        let mut bytes = seeds[round % 2].as_bytes().to_vec();
        for _ in 0..=random(4) {
            let (from, to) = (random(bytes.len()), random(bytes.len()));
            match random(3) {
                0 => bytes[from] = bytes[to],
                1 => bytes[from] = random(256) as u8,
                _ => bytes.truncate(from.max(1)),
            }
        }
        for name in ["a.json", "a.yaml"] {
            if let Ok(parsed) = parse("t", name, bytes.clone()) {
                let file = crate::files::File::new(
                    String::new(),
                    Default::default(),
                    parsed.text,
                    parsed.format,
                );
                let files = crate::files::Files {
                    files: vec![file],
                    ..Default::default()
                };
                files.position(&crate::files::At::root().join("a"));
            }
        }
    }
}

#[test]
fn what_json_has_not_is_told_where_it_stands() {
    for (text, tree, warning, place) in [
        (
            "a: 1\n---\nb: 2\n",
            json!({"a": 1}),
            "another YAML document",
            (2, 1),
        ),
        ("a: 1\n...\n%broken [", json!({"a": 1}), "", (0, 0)),
        ("a: !pet 1\n", json!({"a": "1"}), "the tag `!pet`", (1, 4)),
        (
            "a: !pet {b: 1}\n",
            json!({"a": {"b": 1}}),
            "the tag `!pet`",
            (1, 4),
        ),
        ("a: !!set {b: }\n", json!({"a": {"b": null}}), "set", (1, 4)),
        (
            "a: !!int '1'\nb: !!str 1\n",
            json!({"a": 1, "b": "1"}),
            "",
            (0, 0),
        ),
        (
            "é: 1\na: {<<: 3, b: 1}\n",
            json!({"é": 1, "a": {"b": 1}}),
            "`<<` takes a map",
            (2, 9),
        ),
    ] {
        let parsed = ok("a.yaml", text);
        assert_eq!(parsed.tree, tree, "{text}");
        let warnings = &parsed.warnings;
        assert_eq!(
            warnings.len(),
            usize::from(!warning.is_empty()),
            "{text}: {warnings:?}"
        );
        for found in warnings {
            assert!(found.message.contains(warning), "{found}");
            assert_eq!(
                found.position.map(|p| (p.line, p.column)),
                Some(place),
                "{text}"
            );
        }
    }
    let (diagnostic, place) = error("a.yaml", "a: 1\n? [b]\n: 2\n");
    assert!(diagnostic.message.contains("a key must be a string"));
    assert_eq!(place, (2, 3));
}

#[test]
fn keys_that_stand_twice_are_noticed() {
    for (name, text, repeats) in [
        ("a.json", "{\"a\": 1, \"a\": 2}", true),
        ("a.json", "{\"a\": 1}", false),
        ("a.yaml", "a: 1\na: 2\n", true),
        ("a.yaml", "x: &x {a: 1}\ny: {<<: *x, <<: *x, a: 2}\n", false),
    ] {
        assert_eq!(ok(name, text).repeats, repeats, "{text}");
    }
}
