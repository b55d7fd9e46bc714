//! `#[derive(RpcError)]`: what clients get of an error, and what is declared of it.
use callwright::{RpcError, ServerError};
use serde_json::{Value, json};

const CLOSED: i64 = 43;

#[derive(RpcError)]
enum ShopError {
    /// No pet has this number.
    #[rpc(code = 42, message = "Pet not found")]
    #[serde(rename_all = "camelCase")]
    PetNotFound {
        pet_id: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    #[rpc(code = CLOSED)]
    ShopClosed,
    #[rpc(code = -32001, message = "Too many {of}")]
    TooMany(u32),
    #[rpc(code = 44)]
    Between(i32, String),
    #[rpc(code = -32603, message = "Internal error")]
    Storage(#[rpc(skip)] std::io::Error),
    #[rpc(transparent)]
    Till(TillError),
    #[rpc(transparent, from)]
    Other(ServerError),
}

#[derive(RpcError)]
enum TillError {
    #[rpc(code = 50)]
    Empty,
    /// The other enum says what 42 is.
    #[rpc(code = 42, message = "Stuck")]
    Stuck(bool),
}

fn answered(error: ShopError) -> (i64, String, Value) {
    let error = error.into_server_error();
    let data = error.data::<Value>().unwrap().unwrap_or_default();
    (error.code(), error.message().to_owned(), data)
}

#[test]
fn errors_are_answered_with_their_data() {
    let secret = || std::io::Error::other("the password is wrong");
    let missing = |name: Option<&str>| ShopError::PetNotFound {
        pet_id: 7,
        name: name.map(str::to_owned),
    };
    let other = ServerError::new(9, "passed on").with_data(&[1]);
    for (error, code, message, data) in [
        (missing(None), 42, "Pet not found", json!({"petId": 7})),
        (
            missing(Some("Rex")),
            42,
            "Pet not found",
            json!({"petId": 7, "name": "Rex"}),
        ),
        (ShopError::ShopClosed, 43, "Shop closed", Value::Null),
        (ShopError::TooMany(3), -32001, "Too many {of}", json!(3)),
        (
            ShopError::Between(1, "2".into()),
            44,
            "Between",
            json!([1, "2"]),
        ),
        (
            ShopError::Storage(secret()),
            -32603,
            "Internal error",
            Value::Null,
        ),
        (ShopError::Till(TillError::Empty), 50, "Empty", Value::Null),
        (
            ShopError::Till(TillError::Stuck(true)),
            42,
            "Stuck",
            json!(true),
        ),
        (other.into(), 9, "passed on", json!([1])),
    ] {
        assert_eq!(answered(error), (code, message.to_owned(), data));
    }
}

#[test]
fn errors_are_declared_once_with_the_schema_of_their_data() {
    let mut generator = callwright::schemars::generate::SchemaSettings::draft07().into_generator();
    let declared: Vec<(i64, &str, Value)> = ShopError::declared()
        .into_iter()
        .map(|case| {
            let schema = case.data.map(|schema| schema(&mut generator));
            (case.code, case.message, json!(schema))
        })
        .collect();
    assert_eq!(
        declared,
        [
            (
                42,
                "Pet not found",
                json!({"$ref": "#/definitions/ShopErrorPetNotFound"})
            ),
            (43, "Shop closed", Value::Null),
            (
                -32001,
                "Too many {of}",
                json!({"type": "integer", "format": "uint32", "minimum": 0})
            ),
            (
                44,
                "Between",
                json!({"$ref": "#/definitions/ShopErrorBetween"})
            ),
            (-32603, "Internal error", Value::Null),
            (50, "Empty", Value::Null),
        ]
    );
    let missing = &generator.definitions()["ShopErrorPetNotFound"];
    assert_eq!(missing["description"], "No pet has this number.");
    assert_eq!(missing["required"], json!(["petId"]));
}
