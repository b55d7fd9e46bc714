//! The server asks and tells by itself: its typed client answers and hears the same on either wire.
use callwright::{
    Call, ConnectOptions, Connection, Context, Error, Handlers, Params, Request, Server,
    ServerError, connect_with,
};
use serde_json::{Value, json};

use crate::serve::in_time;

callwright::generate_client! {
    name: Asked,
    spec: "../fixtures/cases/server-requests/openrpc.json",
    wire: ["json", "msgpack"],
}

use asked::{notifications::Notification, requests::Requests, types};

/// Asks the client back, and answers with what it said.
async fn work((on,): (String,), context: Context) -> Result<String, ServerError> {
    let mut said = Vec::new();
    let choices = |choices: Value| {
        Params::by_name()
            .with("message", &on)?
            .with("choices", &choices)
    };
    let questions = [
        ("elicitation/create", Params::by_name().with("message", &on)),
        ("elicitation/create", choices(json!([]))),
        ("elicitation/create", choices(json!(["yes", "no"]))),
        ("roots_list", Ok(Params::by_position())),
        (
            "workspace/configuration",
            Params::by_name().with("items", &["a"]),
        ),
        (
            "workspace/configuration",
            Params::by_name().with("items", &[1]),
        ),
    ];
    for (method, params) in questions {
        let request = Request::new(method, params.unwrap());
        let call: Call<Value> = Call::dynamic(context.peer().into(), request);
        said.push(match call.await {
            Ok(answer) => answer.to_string(),
            // The place of the fault is by name in JSON, and by position in MessagePack.
            Err(Error::Server(error)) if error.code() == -32602 => "invalid params".to_owned(),
            Err(Error::Server(error)) => {
                format!("{} {}", error.code(), error.raw_data().unwrap().get())
            }
            Err(other) => panic!("{other}"),
        });
    }
    let told = Request::new("told", Params::by_position().with("number", &7).unwrap());
    context.peer().notify(told).await.unwrap();
    Ok(said.join("; "))
}

async fn visit(url: &str) {
    let handlers = Handlers::new();
    handlers.on_both_with_context("work", work);
    let server = Server::bind(url, handlers).await.unwrap();
    let answering = Handlers::new();
    Requests::of(&answering).elicitation_create(async |asked| match asked.choices.as_deref() {
        None => Ok(types::Said {
            action: types::SaidAction::Decline,
            text: None,
        }),
        Some([]) => Err(ServerError::new(7, "The user is away").with_data(&[asked.message])),
        Some([first, ..]) => Ok(types::Said {
            action: types::SaidAction::Accept,
            text: Some(format!("{first} to {}", asked.message)),
        }),
    });
    let options = ConnectOptions::new().with_handlers(answering);
    let connection = connect_with(&server.url().unwrap(), options).await.unwrap();
    let client = Asked::with_connection(connection);
    let requests = client.requests().unwrap();
    requests.roots_list(async |_| Ok(vec!["/src".to_owned()]));
    requests.workspace_configuration(async |asked| Ok(Value::from(asked.items).into()));
    let mut heard = client.notifications().await.unwrap();
    let expected = [
        r#"{"action":"decline"}"#,
        r#"7 ["Sure?"]"#,
        r#"{"action":"accept","text":"yes to Sure?"}"#,
        r#"["/src"]"#,
        r#"["a"]"#,
        "invalid params",
    ];
    assert_eq!(
        client.work("Sure?").await.unwrap(),
        expected.join("; "),
        "{url}"
    );
    let told = heard.next().await.unwrap().unwrap();
    assert!(
        matches!(told, Notification::Told(told) if told.number == 7),
        "{url}"
    );
}

#[tokio::test]
async fn what_the_server_asks_and_tells_is_typed_on_either_wire() {
    in_time(visit("tcp://127.0.0.1:0")).await;
    in_time(visit("msgpack+tcp://127.0.0.1:0")).await;
}
