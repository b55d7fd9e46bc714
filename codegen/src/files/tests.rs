//! Positions of what pointers lead to, in JSON and YAML.

use super::*;

fn position(text: &str, format: Format, pointer: &str) -> (u32, u32) {
    let file = File::new("t".to_owned(), Location::Stdin, text.to_owned(), format);
    let files = Files {
        files: vec![file],
        ..Files::default()
    };
    let at = At {
        file: FileId::ROOT,
        pointer: Pointer::new(pointer),
    };
    let position = files.position(&at).unwrap();
    (position.line, position.column)
}

#[test]
fn json_keys_and_elements_have_places() {
    let text = "{\n  \"é\": 1, \"a/b\": [\n    true, // c\n    {\"x\": null,},\n  ]\n}";
    let at = |pointer| position(text, Format::Json, pointer);
    assert_eq!(at(""), (1, 1));
    assert_eq!(at("/é"), (2, 3));
    assert_eq!(at("/a~1b"), (2, 11));
    assert_eq!(at("/a~1b/0"), (3, 5));
    assert_eq!(at("/a~1b/1/x"), (4, 6));
    assert_eq!(at("/a~1b/1/missing/deeper"), (4, 5));
}

#[test]
fn yaml_keys_elements_and_aliases_have_places() {
    let text = "é: &e\n  x: 1\nlist:\n  - {a: 2}\n  - *e\n";
    let at = |pointer| position(text, Format::Yaml, pointer);
    assert_eq!(at("/é/x"), (2, 3));
    assert_eq!(at("/list/0/a"), (4, 6));
    assert_eq!(at("/list/1/x"), (2, 3));
    assert_eq!(at("/list/7"), (3, 1));
}

#[test]
fn yaml_in_flow_style_merged_and_with_other_line_ends() {
    let text =
        "base: &b {x: 1, y: [é, {z: 2}]}\r\none: {<<: *b, w: 3}\r\ntwo:\r\n  <<: [{v: 4}, *b]\r\n";
    let at = |pointer| position(text, Format::Yaml, pointer);
    assert_eq!(at("/base/y/1/z"), (1, 25));
    assert_eq!(at("/one/w"), (2, 15));
    assert_eq!(at("/one/y/0"), (1, 21));
    assert_eq!(at("/two/v"), (4, 9));
    assert_eq!(at("/two/x"), (1, 11));
    assert_eq!(at("/two/nothing"), (3, 1));
    let crlf = "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}";
    assert_eq!(position(crlf, Format::Json, "/b"), (3, 3));
    let marked = "\u{feff}é: 1\nb: {é: 1, c: 2}\n";
    assert_eq!(position(marked, Format::Yaml, "/é"), (1, 1));
    assert_eq!(position(marked, Format::Yaml, "/b/c"), (2, 11));
}

#[test]
fn keys_that_stand_twice_have_places() {
    let repeated = |text: &str, format| {
        let outline = Outline::of(text, format);
        let shown = outline.repeated.iter();
        let shown = shown.map(|(pointer, at)| format!("{pointer} {}:{}", at.line, at.column));
        shown.collect::<Vec<_>>()
    };
    let text = "{\"a\": [0, {\"b\": 1,\n \"b\": 2}],\n\"a\": {\"b\": 3}}";
    assert_eq!(repeated(text, Format::Json), ["/a/1/b 2:2", "/a 3:1"]);
    let text = "a:\n  - b: 1\n    b: 2\nc: {<<: {}, <<: {}}\n";
    assert_eq!(repeated(text, Format::Yaml), ["/a/0/b 3:5"]);
}

#[test]
fn depth_and_garbage_are_survived() {
    for text in [
        "[".repeat(200_000),
        "{\"a\":".repeat(100_000),
        "]]}}".to_owned(),
    ] {
        let outline = Outline::of(&text, Format::Json);
        assert_eq!(
            outline.find(&Pointer::new("/x")).is_some(),
            text.starts_with(['[', '{'])
        );
    }
}
