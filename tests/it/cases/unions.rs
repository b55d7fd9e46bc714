//! Which variant takes a reply, what is encoded again, and what is said of a reply that no variant takes.

use callwright::{DecodeFault, Error};
use callwright_tests::cases::unions::Unions;
use callwright_tests::cases::unions::types::{
    Animal, Catching, DogKind, Lists, Nested, Overlap, Pet, Scalar, Tree,
};
use serde_json::{Value, json};

use super::Scripted;

/// What a method makes of a result: it, and that it encodes to the result again.
macro_rules! read {
    ($method:ident, $result:expr) => {{
        let result: Value = $result;
        let script = Scripted::new([result.clone()]);
        let read = Unions::with_connection(script).$method().await;
        if let Ok(value) = &read {
            assert_eq!(serde_json::to_value(value).unwrap(), result);
        }
        read
    }};
}

fn fault<T: std::fmt::Debug>(read: Result<T, Error>) -> DecodeFault {
    match read {
        Err(Error::Decode(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_tag_decides() {
    let cat = read!(pet, json!({ "kind": "cat", "lives": 9, "new": [1] }));
    assert!(matches!(cat, Ok(Pet::Cat(_))));
    let wolf = read!(pet, json!({ "kind": "wolf" }));
    assert!(matches!(wolf, Ok(Pet::Dog(dog)) if dog.kind == DogKind::Wolf));
    let owl = read!(animal, json!({ "species": "owl", "fins": 2 }));
    assert!(matches!(owl, Ok(Animal::Bird(_))));
    let fish = read!(animal, json!({ "species": "Fish" }));
    assert!(matches!(fish, Ok(Animal::Fish(_))));
}

#[tokio::test]
async fn an_unknown_tag_is_named() {
    let found = fault(read!(pet, json!({ "kind": "fish", "fins": 2 })));
    let said = r#"unknown variant: `kind` is "fish"; expected "cat", "dog" or "wolf""#;
    assert!(found.to_string().contains(said), "{found}");
    assert_eq!(found.path(), "$.kind");
    let found = fault(read!(animal, json!({ "wings": 2 })));
    let said = r#"missing tag `species`; expected "crow", "owl" or "Fish""#;
    assert!(found.to_string().contains(said), "{found}");
    let other = read!(catching, json!({ "kind": "fish", "fins": 2 }));
    assert!(matches!(other, Ok(Catching::AnythingElse(_))));
}

#[tokio::test]
async fn of_objects_that_overlap_the_one_with_more_of_the_members_is_meant() {
    let first = read!(overlap, json!({ "a": 1 }));
    assert!(matches!(first, Ok(Overlap::A(_))));
    let first = read!(overlap, json!({ "a": 1, "b": 2 }));
    assert!(matches!(first, Ok(Overlap::A(_))));
    let second = read!(overlap, json!({ "a": 1, "c": 2, "z": null }));
    assert!(matches!(second, Ok(Overlap::Object(_))));
}

#[tokio::test]
async fn scalars_are_what_says_most() {
    assert!(matches!(read!(scalar, json!(3)), Ok(Scalar::Integer(3))));
    assert!(
        matches!(read!(scalar, json!(0.30000000000000004)), Ok(Scalar::Number(n)) if n == 0.1 + 0.2)
    );
    assert!(matches!(
        read!(scalar, json!("latest")),
        Ok(Scalar::Name(_))
    ));
    assert!(matches!(
        read!(scalar, json!("newest")),
        Ok(Scalar::String(_))
    ));
    assert!(matches!(
        read!(scalar, json!(true)),
        Ok(Scalar::Boolean(true))
    ));
    let found = fault(read!(scalar, json!({ "a": 1 })));
    assert!(
        found
            .to_string()
            .contains("invalid type: map, expected `Scalar`: "),
        "{found}"
    );
}

#[tokio::test]
async fn unions_may_be_in_unions() {
    let nested = read!(nested, json!({ "kind": "cat", "lives": 1 }));
    assert!(matches!(nested, Ok(Nested::Pet(Pet::Cat(_)))));
    assert!(matches!(
        read!(nested, json!(1)),
        Ok(Nested::Scalar(Scalar::Integer(1)))
    ));
    assert!(matches!(read!(nested, json!([])), Ok(Nested::List(_))));
    let found = fault(read!(
        nested,
        json!([{ "kind": "dog" }, { "kind": "cat", "lives": "many" }])
    ));
    assert_eq!(found.path(), "$[1].lives");
    let tree =
        json!({ "left": [[], { "end": "x" }], "right": { "end": { "left": "", "right": [] } } });
    assert!(matches!(read!(tree, tree), Ok(Tree::Fork(_))));
    let found = fault(read!(
        tree,
        json!({ "left": { "end": ["a", { "end": 7 }] }, "right": "b" })
    ));
    assert_eq!(found.path(), "$.left.end[1].end");
    assert!(found.snippet().contains("\"end\":7"), "{found}");
}

#[tokio::test]
async fn unions_are_found_wherever_they_are() {
    let whole = json!({
        "one": { "kind": "dog", "tricks": ["sit"] }, "maybe": null, "many": [1, { "kind": "cat", "lives": 7 }],
        "named": { "x": { "a": 1 }, "y": { "a": 2, "c": 3 } }, "version": { "v": 2, "data": 5 }, "more": 1,
    });
    assert!(read!(holder, whole).is_ok());
    for (member, value, path) in [
        ("maybe", json!({ "kind": 3 }), "$.maybe.kind"),
        (
            "many",
            json!([1, { "kind": "cat", "lives": 1.5 }]),
            "$.many[1].lives",
        ),
        (
            "named",
            json!({ "odd key": { "a": "x" } }),
            "$.named[\"odd key\"].a",
        ),
        ("version", json!({ "v": 2, "data": "x" }), "$.version.data"),
        ("version", json!({ "v": 3 }), "$.version.v"),
    ] {
        let mut whole = json!({ "one": { "kind": "dog" } });
        whole[member] = value;
        assert_eq!(fault(read!(holder, whole)).path(), path, "{member}");
    }
}

#[tokio::test]
async fn of_lists_the_one_is_meant_that_the_first_item_fits() {
    let bs = read!(lists, json!([{ "b": 1 }, { "a": 2 }]));
    assert!(matches!(bs, Ok(Lists::Bs(_))), "{bs:?}");
    let pets = read!(
        lists,
        json!([{ "kind": "wolf", "tricks": [] }, { "kind": "cat", "lives": 9 }])
    );
    assert!(matches!(pets, Ok(Lists::Pets(_))), "{pets:?}");
    let words = read!(lists, json!(["a"]));
    assert!(matches!(words, Ok(Lists::Words(_))), "{words:?}");
    let empty = read!(lists, json!([]));
    assert!(matches!(empty, Ok(Lists::As(_))), "{empty:?}");
    // Later items may still speak against it.
    let mixed = read!(lists, json!([{ "kind": "wolf" }, { "a": 1 }]));
    assert!(matches!(mixed, Ok(Lists::As(_))), "{mixed:?}");
    fault(read!(lists, json!([true])));
}
