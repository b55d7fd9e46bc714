//! A client over a mock: closures, the document's examples, and what the server does by itself.
use std::time::Duration;

use callwright::{
    Call, Connection, Error, IntoConnection, Listen, Mock, Params, Request, ServerError,
    ServerNotification, Streaming, Subscribe, Subscription,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::petshop::{Petshop, errors::CreatePet};

fn call(mock: &Mock, method: &'static str, params: Params) -> Call<Value> {
    Call::dynamic(mock.clone().into_connection(), Request::new(method, params))
}

#[derive(serde::Deserialize)]
struct NewPet {
    name: String,
    tag: String,
}

#[tokio::test]
async fn closures_answer() {
    let mock = Mock::new()
        .on("sum", async |numbers: Vec<Option<i64>>| {
            Ok(numbers.into_iter().flatten().sum::<i64>())
        })
        .on("create_pet", async |pet: NewPet| match pet.name.as_str() {
            "Murka" => Err(ServerError::new(42, "Pet exists").with_data(&json!({"id": 3}))),
            name => Ok(json!({"name": name, "tags": [pet.tag]})),
        });
    let shop = Petshop::with_connection(mock.clone());
    assert_eq!(shop.sum(1).c(5).await.unwrap(), 6);
    assert_eq!(shop.create_pet("Bobik", "dog").await.unwrap().tags, ["dog"]);
    let exists = shop.create_pet("Murka", "cat").await.unwrap_err();
    assert!(matches!(exists, Error::Server(CreatePet::PetExists(_))));
    let unknown = shop.ping().await.unwrap_err();
    assert_eq!(unknown.server().unwrap().code(), -32601);
    assert!(
        unknown.to_string().contains("no answer for `ping`"),
        "{unknown}"
    );
    shop.log("hello").await.unwrap();
    let odd = call(
        &mock,
        "create_pet",
        Params::by_name().with("name", &7).unwrap(),
    );
    assert_eq!(odd.await.unwrap_err().server().unwrap().code(), -32602);
    mock.answers().on("ping", async |(): ()| Ok(7));
    let (seven, three) = callwright::batch((shop.ping(), shop.sum(3))).await;
    assert_eq!((seven.unwrap(), three.unwrap()), (7, 3));
    let asked = mock.requests();
    let asked: Vec<_> = asked.iter().map(Request::method).collect();
    let creations = ["create_pet", "create_pet"];
    let all = [
        &["sum"],
        &creations[..],
        &["ping", "log", "create_pet", "ping", "sum"],
    ]
    .concat();
    assert_eq!(asked, all);
}

const DOCUMENT: &str = r##"{
  "openrpc": "1.4.1",
  "methods": [
    {
      "name": "get_pet",
      "params": [{"name": "id"}, {"$ref": "#/components/contentDescriptors/Full"}],
      "examples": [
        {"name": "first", "params": [{"name": "id", "value": 1}], "result": {"name": "pet", "value": "Bobik"}},
        {"$ref": "#/components/examplePairings/Second"},
        {"name": "in the wrong order", "params": [{"name": "full", "value": true}, {"name": "id", "value": 3}], "result": {"value": "Rex"}}
      ]
    },
    {"name": "log", "params": [], "examples": [{"name": "nothing", "params": []}]},
    {"name": "bare", "params": []},
    {"$ref": "#/components/x-methods/Ring"},
    {"$ref": "#/components/x-methods/Circle"},
    7
  ],
  "components": {
    "contentDescriptors": {"Full": {"name": "full"}},
    "examplePairings": {
      "Second": {"name": "second", "params": [{"$ref": "#/components/examples/Two"}], "result": {"$ref": "#/components/examples/Murka"}}
    },
    "examples": {"Two": {"name": "id", "value": 2}, "Murka": {"name": "pet", "value": {"name": "Murka"}}},
    "x-methods": {
      "Ring": {"name": "ring", "examples": [{"result": {"value": "ding"}}]},
      "Circle": {"$ref": "#/components/x-methods/Circle"}
    }
  }
}"##;

#[tokio::test]
async fn examples_answer() {
    let mock = Mock::from_document(DOCUMENT).unwrap();
    let named = |id: i64| Params::by_name().with("id", &id).unwrap();
    let listed = |id: i64| Params::by_position().with("id", &id).unwrap();
    for (params, expected) in [
        (named(1), json!("Bobik")),
        (named(2), json!({"name": "Murka"})),
        (
            named(2).with("full", &()).unwrap(),
            json!({"name": "Murka"}),
        ),
        (named(3).with("full", &true).unwrap(), json!("Rex")),
        (named(9), json!("Bobik")),
        (Params::by_name(), json!("Bobik")),
        (listed(2), json!({"name": "Murka"})),
        (listed(2).with("", &()).unwrap(), json!({"name": "Murka"})),
        (listed(3).with("", &true).unwrap(), json!("Rex")),
        (listed(9), json!("Bobik")),
    ] {
        let printed = params.to_json();
        let answer = call(&mock, "get_pet", params).await.unwrap();
        assert_eq!(answer, expected, "{printed}");
    }
    assert_eq!(
        call(&mock, "ring", Params::by_name()).await.unwrap(),
        "ding"
    );
    assert_eq!(
        call(&mock, "log", Params::by_name()).await.unwrap(),
        Value::Null
    );
    let bare = call(&mock, "bare", Params::by_name()).await.unwrap_err();
    assert_eq!(bare.server().unwrap().code(), -32601);
    let document = call(&mock, "rpc.discover", Params::by_name())
        .await
        .unwrap();
    assert_eq!(document["methods"][0]["name"], "get_pet");
    let mock = mock.on("get_pet", async |_: Value| Ok("of the closure"));
    assert_eq!(
        call(&mock, "get_pet", named(1)).await.unwrap(),
        "of the closure"
    );
}

#[test]
fn what_is_no_document_is_told_or_empty() {
    assert!(matches!(
        Mock::from_document("openrpc: 1.4.1"),
        Err(Error::Connect(_))
    ));
    for odd in [
        "{}",
        "7",
        r#"{"methods":{}}"#,
        r#"{"methods":[{"name":7,"examples":[1]}]}"#,
    ] {
        assert!(Mock::from_document(odd).is_ok(), "{odd}");
    }
    let petshop = include_str!("../../../fixtures/cases/petshop/openrpc.json");
    let printed = format!("{:?}", Mock::from_document(petshop).unwrap());
    assert!(printed.contains(r#""create_pet": 1"#), "{printed}");
}

const TICKS: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["payload", "result"])
    .answer(&["id"])
    .unsubscribe("unsubscribe");

async fn subscribe<T: DeserializeOwned>(
    mock: &Mock,
    method: &'static str,
    streaming: Streaming,
) -> Subscription<T> {
    let request = Request::new(method, Params::by_position());
    let call: Subscribe<_> = Subscribe::dynamic(mock.clone().into_connection(), request, streaming);
    call.await.unwrap()
}

#[tokio::test]
async fn a_mock_sends_to_subscriptions_and_listeners() {
    let mock = Mock::new();
    let mut first = subscribe::<i64>(&mock, "ticks", TICKS).await;
    let mut second = subscribe::<i64>(&mock, "ticks", TICKS).await;
    let mut bells = subscribe::<Value>(&mock, "bells", Streaming::by(&["bell"])).await;
    let listen = Listen::<ServerNotification>::new(mock.clone().into_connection());
    let mut rest = listen.await.unwrap();
    assert_ne!(first.id().unwrap().get(), second.id().unwrap().get());

    assert_eq!(mock.push("ticks", &7).unwrap(), 2);
    assert_eq!(first.next().await.unwrap().unwrap(), 7);
    assert_eq!(second.next().await.unwrap().unwrap(), 7);
    let id: Value = serde_json::from_str(second.id().unwrap().get()).unwrap();
    let params = json!({"subscription": id, "payload": {"result": 8}});
    assert_eq!(mock.emit("tick", &params).unwrap(), 1);
    assert_eq!(second.next().await.unwrap().unwrap(), 8);
    assert_eq!(mock.push("bells", &json!(["ding"])).unwrap(), 1);
    assert_eq!(bells.next().await.unwrap().unwrap(), json!(["ding"]));
    assert_eq!(mock.push("nobody", &1).unwrap(), 0);

    let stray = json!({"subscription": "other"});
    assert_eq!(mock.emit("tick", &stray).unwrap(), 1);
    assert_eq!(rest.next().await.unwrap().unwrap().method(), "tick");

    drop(first);
    second.unsubscribe().await.unwrap();
    let asked = mock.requests();
    let left: Vec<_> = asked[3..]
        .iter()
        .map(|one| one.params().to_json().get().to_owned())
        .collect();
    assert_eq!(left, [r#"["mock-1"]"#, r#"["mock-2"]"#]);
    assert_eq!(mock.push("ticks", &9).unwrap(), 0);
}

#[tokio::test]
async fn a_mock_asks_and_ends() {
    let mock = Mock::new();
    let connection = mock.clone().into_connection();
    let handlers = connection.handlers().unwrap();
    handlers.on("double", async |(n,): (i64,)| Ok(2 * n));
    assert_eq!(mock.ask::<_, i64>("double", &[21]).await.unwrap(), 42);
    let unknown = mock.ask::<_, Value>("treble", &[1]).await.unwrap_err();
    assert_eq!(unknown.server().unwrap().code(), -32601);

    let mut stream = subscribe::<i64>(&mock, "ticks", TICKS).await;
    mock.push("ticks", &1).unwrap();
    mock.end("the server has gone");
    connection.close(Duration::ZERO).await;
    assert_eq!(connection.ended().await.to_string(), "the server has gone");
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let end = stream.next().await.unwrap().unwrap_err();
    assert_eq!(end.to_string(), "the server has gone");
    let late = call(&mock, "ping", Params::by_name()).await.unwrap_err();
    assert!(matches!(&late, Error::Closed(_)) && !late.may_have_been_received());
    assert!(Listen::<ServerNotification>::new(connection).await.is_err());
}
