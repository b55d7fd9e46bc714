//! Files of options, good and bad, and what is laid over them.

use serde_json::json;

use super::*;
use crate::options::Nil;

fn object(value: Value) -> Given {
    value.as_object().unwrap().clone()
}

fn configured(toml: &str, given: Value) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE_NAME), toml).unwrap();
    let source = Source::Path(folder.path().join("openrpc.json"));
    read(&source, None, &object(given), folder.path()).map_err(|error| error.to_string())
}

#[test]
fn what_is_given_wins_over_the_file() {
    let toml = "name = 'File'\nstrict = true\n[fetch]\ntimeout = 5\nheaders = {a = '1', b = '2'}\n[paging.'pets.list']\nkey_in = 'after'\n";
    let given = json!({"name": "Given", "strict": false, "fetch": {"headers": {"b": "3"}}, "paging": {"x": {"off": true}}});
    let config = configured(toml, given).unwrap();
    let options = config.options;
    assert_eq!(
        (options.name.as_deref(), options.strict),
        (Some("Given"), false)
    );
    assert_eq!(
        (options.fetch.timeout, options.fetch.max_size),
        (5, 64 << 20)
    );
    assert_eq!(json!(options.fetch.headers), json!({"a": "1", "b": "3"}));
    assert_eq!(options.paging["pets.list"].key_in, "after");
    assert!(options.paging["x"].off);
    assert!(config.file.is_some());
}

#[test]
fn faults_have_their_line_and_a_suggestion() {
    let error = |toml| configured(toml, json!({})).unwrap_err();
    let unknown = error("name = 'A'\nexlude = []\n");
    assert!(
        unknown.contains("no option `exlude`") && unknown.contains("callwright.toml:2:1"),
        "{unknown}"
    );
    assert!(unknown.contains("did you mean `exclude`?"), "{unknown}");
    let nested = error("[fetch]\ntime = 1\n");
    assert!(
        nested.contains("callwright.toml:2:1") && nested.contains("timeout"),
        "{nested}"
    );
    let variant = error("\nnil = 'nul'\n");
    assert!(
        variant.contains(":2:7") && variant.contains("did you mean `null`?"),
        "{variant}"
    );
    assert!(error("name = 1").contains(":1:8"));
    assert!(error("name = \n").contains("callwright.toml:1:"));
}

#[test]
fn without_a_file_only_what_is_given_counts() {
    let folder = tempfile::tempdir().unwrap();
    let source = Source::Url("https://h/openrpc.json".into());
    let config = read(&source, None, &object(json!({"nil": "off"})), folder.path()).unwrap();
    assert_eq!((config.options.nil, config.file), (Nil::Off, None));
    let missing = read(
        &source,
        Some(Path::new("no.toml")),
        &Map::new(),
        folder.path(),
    )
    .unwrap_err();
    assert!(missing.to_string().contains("cannot be read"));
}

#[test]
fn options_become_what_differs_from_the_defaults() {
    let mut options = Options {
        strict: true,
        ..Options::default()
    };
    options.fetch.timeout = 3;
    assert_eq!(
        Value::Object(given(&options)),
        json!({"strict": true, "fetch": {"timeout": 3}})
    );
    assert!(check("strict", &json!(1)).is_err());
    assert!(check("strict", &json!(true)).is_ok());
    assert!(check("decode", &json!("lenient")).is_ok());
    assert!(check("decode", &json!("loose")).is_err());
}
