//! Params by name and by position, absent and null ones, and what is answered to wrong ones.
use std::sync::Mutex;

use callwright::Handlers;
use serde_json::json;

use super::definitions::{Keeper, Pets};
use super::{answer, answer_packed, answer_to};

#[tokio::test]
async fn absent_null_and_given_are_told_apart() {
    let pets = Handlers::from(Pets::new());
    for (params, expected) in [
        (json!(null), "None None"),
        (json!({}), "None None"),
        (json!([]), "None None"),
        (json!({ "limit": null, "tag": null }), "None Some(None)"),
        (json!([null, null]), "None Some(None)"),
        (
            json!({ "tag": "a", "limit": 1 }),
            r#"Some(1) Some(Some("a"))"#,
        ),
        (json!([1, "a"]), r#"Some(1) Some(Some("a"))"#),
        (json!([1, "a", "b"]), r#"Some(1) Some(Some("a"))"#),
        (json!({ "limit": 1.0, "other": [] }), "Some(1) None"),
    ] {
        assert_eq!(answer(&pets, "absent", &params).await, expected, "{params}");
    }
}

#[tokio::test]
async fn defaults_stand_for_what_is_absent() {
    let pets = Handlers::from(Pets::new());
    for (params, expected) in [
        (json!({}), json!([10, [], 1])),
        (json!([]), json!([10, [], 1])),
        (json!([null, ["a"]]), json!([10, ["a"], 1])),
        (json!({ "limit": 2, "null": null }), json!([2, [], null])),
        (json!([3, null, null]), json!([3, [], null])),
    ] {
        let given = answer(&pets, "defaults", &params).await;
        assert_eq!(given, expected, "{params}");
    }
    let error = answer(&pets, "defaults", &json!({ "limit": null })).await;
    assert_eq!(error["error"], -32602);
    assert_eq!(error["data"]["param"], "limit");
}

#[tokio::test]
async fn params_are_lent_and_renamed() {
    let pets = Handlers::from(Pets::new());
    let pet = json!({ "id": 7, "name": "Muska" });
    let params = json!({ "pet": pet, "numbers": [1, 2], "text": "a\n", "tag": "t", "other": pet });
    let lent = answer(&pets, "lent", &params).await;
    assert_eq!(lent, "a\n 3 Muska here Some(\"t\") Some(7)");
    let renamed = answer(&pets, "shop.rename", &json!({ "type": "dog" })).await;
    assert_eq!(renamed, "dog");
    let found = answer(&pets, "find", &json!({ "petId": 1 })).await;
    assert_eq!(found["name"], "Bobik");
    let lost = answer(&pets, "find", &json!([3])).await;
    assert_eq!(lost["error"], 42);
    assert_eq!(answer(&pets, "found", &json!([1])).await["error"], -32601);
}

#[tokio::test]
async fn a_notification_is_taken_either_way() {
    let pets = Handlers::from(Pets::new());
    let null = answer(&pets, "log", &json!(["one"])).await;
    assert_eq!(null, json!(null));
    let context = callwright::Context::new("here");
    let told = callwright::Incoming::new("log", br#"{"line":"two"}"#, &context);
    pets.notify(told).unwrap().await;
    let logged = answer(&pets, "logged", &json!(null)).await;
    assert_eq!(logged, json!(["one", "two"]));
}

#[tokio::test]
async fn a_wrong_param_is_named() {
    let pets = Handlers::from(Pets::new());
    let pet = json!({ "pet": { "id": 1, "name": [] }, "numbers": [], "text": "" });
    for (method, params, message, data) in [
        (
            "get_pet",
            json!({ "id": "x" }),
            "`get_pet`: param `id` is wrong at `$.id`: invalid type: string \"x\", expected i64",
            json!({ "param": "id", "path": "$.id", "expected": "i64" }),
        ),
        (
            "find",
            json!({ "id": 1 }),
            "`find`: param `petId` is missing, expected i64",
            json!({ "param": "petId", "path": "$.petId", "expected": "i64" }),
        ),
        (
            "find",
            json!([]),
            "`find`: param `petId` is missing, expected i64",
            json!({ "param": "petId", "path": "$[0]", "expected": "i64" }),
        ),
        (
            "lent",
            pet,
            "`lent`: param `pet` is wrong at `$.pet.name`: invalid type: sequence, expected a string",
            json!({ "param": "pet", "path": "$.pet.name", "expected": "a string" }),
        ),
        (
            "lent",
            json!(["a", [1, "b"]]),
            "`lent`: param `numbers` is wrong at `$[1][1]`: invalid type: string \"b\", expected i64",
            json!({ "param": "numbers", "path": "$[1][1]", "expected": "i64" }),
        ),
        (
            "log",
            json!(7),
            "`log`: the params cannot be read: invalid type: integer `7`, expected an object or an array",
            json!({ "path": "$", "expected": "an object or an array" }),
        ),
    ] {
        let expected = json!({ "error": -32602, "message": message, "data": data });
        assert_eq!(answer(&pets, method, &params).await, expected);
    }
}

#[tokio::test]
async fn unknown_params_are_refused_where_that_is_said() {
    let keeper = Handlers::from(Keeper::<u8>(Mutex::default()));
    for (params, message, path) in [
        (
            json!({ "thing": 1, "time": 2 }),
            "`things.keep`: there is no param `time`, expected `thing`, `times`",
            "$.time",
        ),
        (
            json!([1, 2, 3]),
            "`things.keep`: 3 params are too many, expected `thing`, `times`",
            "$[2]",
        ),
    ] {
        let error = answer(&keeper, "things.keep", &params).await;
        assert_eq!(error["message"], message);
        assert_eq!(error["data"]["path"], path);
    }
    let none = answer(&keeper, "things.all", &json!([1])).await;
    assert_eq!(none["data"]["expected"], "no params");
}

#[tokio::test]
async fn a_hostile_param_is_not_sent_back() {
    let pets = Handlers::from(Pets::new());
    let long = "é".repeat(100_000);
    for params in [json!({ "id": long }), json!([long])] {
        let error = answer(&pets, "get_pet", &params).await;
        assert_eq!(error["error"], -32602);
        assert!(error["message"].as_str().unwrap().chars().count() < 500);
    }
    let closures = Handlers::new();
    closures.on("sum", async |(a, b): (i64, i64)| Ok(a + b));
    let error = answer(&closures, "sum", &json!([long, 1])).await;
    assert!(error.to_string().chars().count() < 1000);
    let keeper = Handlers::from(Keeper::<u8>(Mutex::default()));
    let error = answer(&keeper, "things.all", &json!({ long: 1 })).await;
    assert!(error.to_string().len() < 3000);
    let deep = "[".repeat(100_000);
    for odd in ["{", "[1", "[1]]", "\u{1}", "{\"id\":}", &deep] {
        let error = answer_to(&pets, "get_pet", odd).await;
        assert_eq!(error["error"], -32602, "{odd:.20}");
    }
}

#[tokio::test]
async fn a_generic_service_names_the_types_that_it_was_made_with() {
    let keeper = Handlers::from(Keeper::<Vec<(String, u8)>>(Mutex::default()));
    for (params, expected) in [
        (json!({}), "Vec<(String, u8)>"),
        (json!([["a"]]), "a tuple of size 2"),
        (json!([[], -1]), "usize"),
    ] {
        let error = answer(&keeper, "things.keep", &params).await;
        assert_eq!(error["data"]["expected"], expected, "{error}");
    }
    let error = answer(&keeper, "things.keep", &json!([])).await;
    let message = "`things.keep`: param `thing` is missing, expected Vec<(String, u8)>";
    assert_eq!(error["message"], message);
}

#[tokio::test]
async fn both_wires_are_spoken() {
    let keeper = Handlers::from(Keeper::<String>(Mutex::default()));
    let kept = answer_packed(&keeper, "things.keep", &json!(["a", 2])).await;
    assert_eq!(kept, 2);
    let kept = answer_packed(&keeper, "things.keep", &json!({ "thing": "b" })).await;
    assert_eq!(kept, 3);
    let kept = answer(&keeper, "things.keep", &json!({ "thing": "c" })).await;
    assert_eq!(kept, 4);
    let all = answer_packed(&keeper, "things.all", &json!([])).await;
    assert_eq!(all, json!(["a", "a", "b", "c"]));
    // A service of JSON alone has what it is asked transcoded.
    let pets = Handlers::from(Pets::new());
    let pet = answer_packed(&pets, "get_pet", &json!([1])).await;
    assert_eq!(pet["name"], "Bobik");
}
