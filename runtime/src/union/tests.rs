//! Which variant takes a value, what is said when none does, and that hostile values are bounded.
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::__private::v1::record;
#[cfg(not(feature = "msgpack"))]
use crate::__private::v1::union;
#[cfg(feature = "msgpack")]
use crate::__union_both as union;
use crate::DecodeFault;

#[derive(Debug, Serialize)]
struct Cat {
    kind: String,
    lives: u8,
}
record!(Cat { 0 kind "kind" required plain, 1 lives "lives" required plain });

#[derive(Debug, Serialize)]
struct Dog {
    kind: String,
    #[serde(flatten)]
    extra: Map<String, Value>,
}
record!(Dog { 0 kind "kind" required plain } extra);

#[derive(Debug)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
}
union!(Pet by "kind" {
    0 Cat [object(required "kind" is ["cat"], required "lives")],
    1 Dog [object(required "kind" is ["dog", "wolf"])]
});

#[derive(Debug, Serialize)]
struct Ab {
    a: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<bool>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}
record!(Ab { 0 a "a" required plain, 1 b "b" optional plain } extra);

#[derive(Debug, Serialize)]
struct Ac {
    a: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    c: Option<Box<Any>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}
record!(Ac { 0 a "a" required plain, 1 c "c" optional plain } extra);

/// One of every kind, and objects that overlap; it holds itself.
#[derive(Debug)]
enum Any {
    Flag(bool),
    Tag(String),
    Text(String),
    Count(u64),
    Offset(i64),
    Ratio(f64),
    Ab(Ab),
    Ac(Ac),
    Pet(Box<Pet>),
    List(Vec<Any>),
}
union!(Any {
    0 Flag [boolean()],
    1 Tag [string("latest", "a\"b")],
    2 Text [string()],
    3 Count [integer()],
    4 Offset [integer()],
    5 Ratio [number()],
    6 Ab [object(required "a", optional "b")],
    7 Ac [object(required "a", optional "c")],
    8 Pet [object(required "kind" is ["cat"], required "lives"), object(required "kind" is ["dog", "wolf"])],
    9 List [list()]
});

fn read<T: DeserializeOwned + 'static>(json: &str) -> Result<T, String> {
    let read = crate::json::decode(json.as_bytes())
        .map_err(|error| said(&DecodeFault::new("$", json.as_bytes(), error)));
    #[cfg(feature = "msgpack")]
    same_in_messagepack(json, &read);
    read
}

fn said(fault: &DecodeFault) -> String {
    let text = fault.to_string();
    let (place, rest) = text.split_once("`: ").unwrap_or_default();
    let place = place.rsplit('`').next().unwrap_or_default();
    let said = rest.split(" at line ").next().unwrap_or_default();
    match said == rest {
        // Without a line, the excerpt is what follows.
        true => format!(
            "{place} {}",
            said.trim_end_matches(&format!(": {}", fault.snippet()))
        ),
        false => format!("{place} {said}"),
    }
}

/// The same value in MessagePack is read alike, and what is wrong with it is said in the same words.
#[cfg(feature = "msgpack")]
fn same_in_messagepack<T: DeserializeOwned>(json: &str, expected: &Result<T, String>) {
    let message = crate::msgpack::transcode::from_json(json.as_bytes()).unwrap();
    let read = crate::msgpack::decode::decode::<T>(&message)
        .map_err(|error| said(&DecodeFault::of_msgpack("$", &message, error)));
    let (read, expected) = (read.err(), expected.as_ref().err().cloned());
    // serde_json places it at the first value inside.
    match expected.as_deref() {
        Some("$[0] recursion limit exceeded") => {
            assert_eq!(read.as_deref(), Some("$ recursion limit exceeded"));
        }
        _ => assert_eq!(read, expected),
    }
}

fn variant(json: &str) -> String {
    let value: Any = read(json).unwrap();
    let again = serde_json::to_value(&value).unwrap();
    assert_eq!(again, serde_json::from_str::<Value>(json).unwrap());
    #[cfg(feature = "msgpack")]
    {
        let message = crate::msgpack::transcode::from_json(json.as_bytes()).unwrap();
        let same: Any = crate::msgpack::decode::decode(&message).unwrap();
        assert_eq!(format!("{same:?}"), format!("{value:?}"));
        let written = crate::msgpack::encode::encode(&same).unwrap();
        let written: Value = crate::msgpack::decode::decode(&written).unwrap();
        assert_eq!(written, again);
    }
    let shown = format!("{value:?}");
    shown
        .split(['(', ' '])
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_most_specific_variant_takes_a_value() {
    for (json, expected) in [
        ("true", "Flag"),
        (r#""latest""#, "Tag"),
        (r#""a\u0022b""#, "Tag"),
        (r#""other""#, "Text"),
        ("18446744073709551615", "Count"),
        ("-1", "Offset"),
        ("0.30000000000000004", "Ratio"),
        ("1e3", "Ratio"),
        (r#"{"a":1}"#, "Ab"),
        (r#"{"a":1,"c":"latest"}"#, "Ac"),
        (r#"{"a":1,"z":2,"b":true}"#, "Ab"),
        (r#"{"c":[1,"x",{"a":null,"c":[{"a":[]}]}],"a":{}}"#, "Ac"),
        (r#"{"lives":9,"kind":"cat"}"#, "Pet"),
        (r#"{"kind":"wolf","a":"x"}"#, "Pet"),
        ("[]", "List"),
    ] {
        assert_eq!(variant(json), expected, "{json}");
    }
}

#[test]
fn values_of_other_formats_are_taken() {
    for value in [
        json!({ "a": [1.5], "c": -3 }),
        json!("x"),
        json!(true),
        json!([7]),
    ] {
        let read: Any = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), value);
        let forwarded = serde::de::value::MapDeserializer::<_, serde_json::Error>::new(
            [("a", value.clone())].into_iter(),
        );
        let read: Any = serde::Deserialize::deserialize(forwarded).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), json!({ "a": value }));
    }
}

#[test]
fn tags_that_are_not_known_are_named() {
    let said = |json: &str| read::<Vec<Pet>>(json).unwrap_err();
    assert_eq!(
        said(r#"[{"kind":"cat","lives":1},{"kind":"fish"}]"#),
        r#"$[1].kind unknown variant: `kind` is "fish"; expected "cat", "dog" or "wolf""#
    );
    assert_eq!(
        said(r#"[{"lives":1}]"#),
        r#"$[0] missing tag `kind`; expected "cat", "dog" or "wolf""#
    );
    assert!(said(&format!(r#"[{{"kind":"{}"}}]"#, "é".repeat(5000))).len() < 200);
}

#[test]
fn the_only_variant_left_says_what_is_wrong_and_where() {
    for (json, expected) in [
        (
            r#"{"kind":"cat","lives":"x"}"#,
            "$.lives invalid type: string \"x\", expected u8",
        ),
        (r#"{"kind":"cat"}"#, "$ missing field `lives`"),
    ] {
        assert_eq!(read::<Pet>(json).unwrap_err(), expected);
    }
    let nested = "[{\"a\": 1},\n [0, [\n  {\"kind\": \"cat\", \"lives\":\n -1}]]]";
    let error = read::<Any>(nested).unwrap_err();
    assert_eq!(
        error,
        "$[1][1][0].lives invalid value: integer `-1`, expected u8"
    );
    let error = read::<Vec<Pet>>("[3]").unwrap_err();
    assert_eq!(
        error,
        "$[0] invalid type: integer, expected `Pet`: an object"
    );
}

#[test]
fn several_variants_say_each_what_is_wrong() {
    let said = |json: &str| read::<Any>(json).unwrap_err();
    let error = said(r#"{"a":1,"b":"x","c":{},"kind":"cat","lives":[]}"#);
    assert!(
        error.starts_with("$ no variant of `Any` fits: `Pet`: "),
        "{error}"
    );
    assert!(
        error.contains("expected u8 at .lives; `Ab`: invalid type: string"),
        "{error}"
    );
    assert!(error.contains("a boolean at .b"), "{error}");
    let error = said(r#"{"x":1}"#);
    assert!(error.contains("`Ab`: `a` is missing"), "{error}");
    assert!(error.contains("`Pet`: `kind` is missing"), "{error}");
}

#[test]
fn a_union_outside_of_a_reply_says_its_path_itself() {
    let error = serde_json::from_str::<Any>(r#"[{"kind":"cat","lives":{}}]"#).unwrap_err();
    assert!(
        error.to_string().contains("expected u8 at `[0].lives`"),
        "{error}"
    );
}

/// Two variants that both take all but the innermost value, at every level.
#[derive(Debug, Serialize)]
struct Left {
    next: Option<Box<Both>>,
    end: Option<bool>,
}
record!(Left { 0 next "next" optional plain, 1 end "end" optional plain });
#[derive(Debug, Serialize)]
struct Right {
    next: Option<Box<Both>>,
    end: Option<u8>,
}
record!(Right { 0 next "next" optional plain, 1 end "end" optional plain });
#[derive(Debug)]
enum Both {
    Left(Left),
    Right(Right),
    List(Vec<Both>),
}
union!(Both {
    0 Left [object(optional "next", optional "end")],
    1 Right [object(optional "next", optional "end")],
    2 List [list()]
});

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    (what(), started.elapsed())
}

#[test]
fn alternatives_inside_each_other_do_not_multiply() {
    let tower = |levels: usize, inner: &str, end: &str| {
        let open = r#"{"next":"#.repeat(levels);
        format!(
            "{open}{inner}{}",
            format!(r#","end":{end}}}"#).repeat(levels)
        )
    };
    for (inner, end, fine) in [
        ("{}", "7", true),
        (r#"{"end":"x"}"#, "7", false),
        ("{}", "true", true),
    ] {
        let (result, time) = timed(|| read::<Both>(&tower(120, inner, end)));
        assert_eq!(result.is_ok(), fine, "{:?}", result.err());
        // A product of the alternatives would never end.
        assert!(time < Duration::from_secs(60), "{time:?}");
    }
}

#[derive(Debug)]
struct Outer {
    outer: Option<Box<Outer>>,
    both: Option<Both>,
}
record!(Outer { 0 outer "outer" optional plain, 1 both "both" optional plain });

#[test]
fn the_deepest_values_that_are_taken_fit_a_small_stack() {
    let inner = format!("{}{{}}{}", r#"{"next":"#.repeat(125), "}".repeat(125));
    let json = format!(
        r#"{}{{"both":{inner}}}{}"#,
        r#"{"outer":"#.repeat(125),
        "}".repeat(125)
    );
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    let read = thread.spawn(move || read::<Outer>(&json).map(|read| depth(&read)));
    assert_eq!(read.unwrap().join().unwrap(), Ok((126, true)));
}

fn depth(outer: &Outer) -> (usize, bool) {
    match &outer.outer {
        Some(inner) => {
            let (levels, ends) = depth(inner);
            (levels + 1, ends)
        }
        None => (1, outer.both.is_some()),
    }
}

#[test]
fn depth_and_width_are_bounded() {
    for deep in [
        format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("{}{{}}{}", r#"{"next":"#.repeat(10_000), "}".repeat(10_000)),
    ] {
        let (result, time) = timed(|| read::<Both>(&deep));
        assert!(result.unwrap_err().contains("recursion limit exceeded"));
        assert!(time < Duration::from_secs(60), "{time:?}");
    }
    let members: Vec<String> = (0..200_000).map(|i| format!(r#""m{i}":{i}"#)).collect();
    let wide = format!(
        r#"[{{"a":1,{}}},{}"a"]"#,
        members.join(","),
        "1,".repeat(200_000)
    );
    let (result, time) = timed(|| read::<Any>(&wide));
    result.unwrap();
    assert!(time < Duration::from_secs(60), "{time:?}");
}

#[test]
fn what_is_learned_of_one_value_does_not_stay_for_another() {
    for (json, fine) in [
        (r#"[{"a":1,"b":"x","c":3},{"a":1}]"#, true),
        (r#"[{"a":1,"b":"x","c":3},{}]"#, false),
    ] {
        for _ in 0..2 {
            assert_eq!(read::<Any>(json).is_ok(), fine, "{json}");
        }
    }
}
