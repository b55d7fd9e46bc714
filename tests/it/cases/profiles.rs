//! What a value means that is not as its schema says, in each profile.

use callwright::{Error, Failure};
use callwright_tests::cases::profiles::Profiles;
use callwright_tests::cases::profiles_exact::ProfilesExact;
use callwright_tests::cases::profiles_lenient::ProfilesLenient;
use serde_json::{Value, json};

use super::Scripted;

/// What each profile says of a result: nothing where it takes it.
async fn said(result: &Value) -> [String; 3] {
    let script = Scripted::new((0..3).map(|_| result.clone()));
    let exact = ProfilesExact::with_connection(script.clone()).get().await;
    let tolerant = Profiles::with_connection(script.clone()).get().await;
    let lenient = ProfilesLenient::with_connection(script).get().await;
    [
        fault(exact.map(drop)),
        fault(tolerant.map(drop)),
        fault(lenient.map(drop)),
    ]
}

fn fault<F: Failure>(read: Result<(), Error<F>>) -> String {
    match read {
        Ok(()) => String::new(),
        Err(Error::Decode(fault)) => format!("{} {fault}", fault.path()),
        Err(other) => panic!("{other}"),
    }
}

fn whole() -> Value {
    json!({
        "id": 1, "name": "n", "note": "", "names": ["x"], "tags": ["a"], "labels": {}, "parent": { "code": "abc" },
        "anything": null, "closed": { "code": "" }
    })
}

#[tokio::test]
async fn what_is_as_it_should_be_is_taken_by_all() {
    assert_eq!(said(&whole()).await, ["", "", ""]);
}

#[tokio::test]
async fn exact_refuses_what_the_document_does_not_know() {
    for (member, value, expected) in [
        (
            "closed",
            json!({ "code": "", "x": 1 }),
            "$.closed unknown field `x`",
        ),
        (
            "closed",
            json!({ "code": "abcd" }),
            "$.closed longer than 3",
        ),
        ("tags", json!(["a", "c"]), "$.tags[1] unknown variant `c`"),
    ] {
        let mut odd = whole();
        odd[member] = value;
        let [exact, tolerant, lenient] = said(&odd).await;
        let (path, message) = expected.split_once(' ').unwrap();
        assert!(
            exact.starts_with(path) && exact.contains(message),
            "{exact}"
        );
        assert_eq!((tolerant.as_str(), lenient.as_str()), ("", ""));
    }
    let mut more = whole();
    more["x"] = json!(1);
    assert_eq!(said(&more).await, ["", "", ""]);
}

#[tokio::test]
async fn lenient_takes_what_is_missing_or_null_as_empty() {
    for member in ["name", "note", "names", "tags", "labels"] {
        for value in [None, Some(Value::Null)] {
            let mut odd = whole();
            odd.as_object_mut().unwrap().remove(member);
            odd.as_object_mut()
                .unwrap()
                .extend(value.map(|value| (member.to_owned(), value)));
            let [exact, tolerant, lenient] = said(&odd).await;
            assert!(!exact.is_empty() && !tolerant.is_empty(), "{member}");
            assert_eq!(lenient, "", "{member}");
        }
    }
    let lenient =
        ProfilesLenient::with_connection(Scripted::new([json!({ "id": 7, "tags": null })]));
    let thing = lenient.get().await.unwrap();
    assert_eq!(
        (
            thing.name.to_string(),
            thing.tags.len(),
            thing.parent.is_none()
        ),
        (String::new(), 0, true)
    );
}

#[tokio::test]
async fn nothing_stands_for_a_number() {
    let mut odd = whole();
    odd.as_object_mut().unwrap().remove("id");
    for said in said(&odd).await {
        assert!(said.contains("missing field `id`"), "{said}");
    }
}

#[tokio::test]
async fn what_may_be_null_must_be_there_all_the_same_unless_lenient() {
    let mut odd = whole();
    odd.as_object_mut().unwrap().remove("parent");
    let [exact, tolerant, lenient] = said(&odd).await;
    for said in [exact, tolerant] {
        assert!(said.contains("missing field `parent`"), "{said}");
    }
    assert_eq!(lenient, "");
}
