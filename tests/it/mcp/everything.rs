//! The reference server, which nobody here wrote.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use callwright::{Handlers, ServerError};
use callwright_tests::deadline::within;
use callwright_tests::peer::child::everything;
use callwright_tests::written::mcp::notifications::Notification;
use callwright_tests::written::mcp::requests::Requests;
use callwright_tests::written::mcp::types::{
    Content, ElicitationCreateResult, ElicitationCreateResultAction, Root, RootsListResult,
    SamplingCreateMessageResult, Text, TextType, ToolsCallMeta,
};
use serde_json::{Value, json};

use super::{start, use_tool};

#[tokio::test]
async fn its_requests_are_answered_while_it_works() {
    within("the visit", visit()).await.unwrap();
}

async fn visit() {
    let (handlers, listed) = (Handlers::new(), Arc::<AtomicUsize>::default());
    let requests = Requests::of(&handlers);
    requests.sampling_create_message(async |asked| {
        let question = asked.messages.first().map(|message| &message.content.text);
        let text = format!("heard: {}", question.map_or("nothing", |text| text));
        Ok(SamplingCreateMessageResult {
            role: "assistant".to_owned(),
            model: "none".to_owned(),
            content: Text {
                text,
                type_: TextType::Text,
            },
        })
    });
    requests.elicitation_create(async |asked| {
        match asked.requested_schema.contains_key("properties") {
            true => Ok(ElicitationCreateResult {
                action: ElicitationCreateResultAction::Accept,
                content: Some([("name".to_owned(), "Ann".to_owned())].into()),
            }),
            false => Err(ServerError::new(-32602, "nothing is asked")),
        }
    });
    let counted = Arc::clone(&listed);
    requests.roots_list(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        let root = Root {
            uri: "file:///somewhere".to_owned(),
            name: Some("somewhere".to_owned()),
        };
        async { Ok(RootsListResult { roots: vec![root] }) }
    });

    let server = start(everything(), handlers).await;
    let mut heard = server.notifications().await.unwrap();
    server.ping().await.unwrap();
    // Some tools are there only for a client that can answer.
    let found = async || {
        let tools = server.tools_list().items().try_collect::<Vec<_>>().await;
        let names: Vec<_> = tools.unwrap().into_iter().map(|tool| tool.name).collect();
        let wanted = [
            "trigger-sampling-request",
            "trigger-elicitation-request",
            "get-roots-list",
        ];
        let all = wanted
            .iter()
            .all(|wanted| names.iter().any(|name| name == wanted));
        all.then_some(names)
    };
    callwright_tests::deadline::until("the tools", found)
        .await
        .unwrap();

    let (said, _) = use_tool(&server, "echo", json!({ "message": "hello" })).await;
    assert_eq!(said, ["Echo: hello"]);
    let (_, failed) = use_tool(&server, "get-sum", json!({ "a": 1 })).await;
    assert!(failed, "a tool's own failure is a result");
    let image = server.tools_call("get-tiny-image").await.unwrap();
    assert!(
        image
            .content
            .iter()
            .any(|it| matches!(it, Content::Image(it) if it.mime_type == "image/png"))
    );

    let asking = json!({ "prompt": "2 + 2?", "maxTokens": 9 });
    let (said, _) = use_tool(&server, "trigger-sampling-request", asking).await;
    assert!(
        said[0].contains("heard: ") && said[0].contains("2 + 2?"),
        "{said:?}"
    );
    let (said, _) = use_tool(&server, "trigger-elicitation-request", json!({})).await;
    assert!(said.iter().any(|line| line.contains("Ann")), "{said:?}");
    let (said, _) = use_tool(&server, "get-roots-list", json!({})).await;
    assert!(said[0].contains("file:///somewhere"), "{said:?}");
    assert!(listed.load(Ordering::Relaxed) > 0);

    let token = ToolsCallMeta {
        progress_token: Some("p".to_owned()),
    };
    let Value::Object(arguments) = json!({ "duration": 0.2, "steps": 2 }) else {
        unreachable!("it is an object")
    };
    let long = server.tools_call("trigger-long-running-operation");
    long.arguments(arguments).meta(token).await.unwrap();
    let mut steps = Vec::new();
    while steps.len() < 2 {
        match heard.next().await.expect("the server lives").unwrap() {
            Notification::NotificationsProgress(it) => steps.push((it.progress, it.total)),
            Notification::NotificationsMessage(it) => assert_eq!(it.level, "info"),
            other => assert!(
                matches!(other, Notification::NotificationsToolsListChanged(_)),
                "{other:?}"
            ),
        }
    }
    assert_eq!(steps, [(1.0, Some(2.0)), (2.0, Some(2.0))]);
}
