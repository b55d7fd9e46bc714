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
