//! Our server on the official library: tools in pages, many requests to the client at once, and its end.

use callwright::{Connection as _, Error, Handlers};
use callwright_tests::deadline::within;
use callwright_tests::peer::child::pager;
use callwright_tests::written::mcp::types::Tool;
use serde_json::json;

use super::{start, use_tool};

#[tokio::test]
async fn its_tools_come_in_pages() {
    within("the visit", pages()).await.unwrap();
}

async fn pages() {
    let server = start(pager(), Handlers::new()).await;
    let first = server.tools_list().await.unwrap();
    assert_eq!(names(&first.items), ["add", "fail"]);
    let next = first.next.expect("there is a second page");
    let second = next().await.unwrap();
    assert_eq!(names(&second.items), ["idle", "ping"]);
    let last = (second.next.expect("there is a third page"))()
        .await
        .unwrap();
    assert_eq!(names(&last.items), ["sum"]);
    assert!(last.next.is_none());
    let all = server.tools_list().items().try_collect::<Vec<_>>().await;
    assert_eq!(names(&all.unwrap()), ["add", "fail", "idle", "ping", "sum"]);
}

fn names(tools: &[Tool]) -> Vec<&str> {
    tools.iter().map(|tool| tool.name.as_str()).collect()
}

#[tokio::test]
async fn it_asks_many_times_at_once() {
    within("the visit", asked()).await.unwrap();
}

async fn asked() {
    let handlers = Handlers::new();
    handlers.on("ping", async |(): ()| Ok(json!({})));
    let server = start(pager(), handlers).await;
    // Calls go on meanwhile, and the last is answered first.
    let rest = use_tool(&server, "idle", json!({ "milliseconds": 500 }));
    let pings = use_tool(&server, "ping", json!({ "times": 100 }));
    let (rested, pinged) = tokio::join!(rest, pings);
    assert_eq!(rested.0, ["rested"]);
    assert_eq!(pinged.0, ["100 pings, -32601"]);
    let error = server.tools_call("fail").await.unwrap_err();
    assert!(
        error.server().unwrap().message().contains("no tool fail"),
        "{error}"
    );

    let connection = server.connection();
    connection.close(std::time::Duration::from_secs(5)).await;
    let why = connection.ended().await;
    assert!(matches!(why, Error::Closed(_)), "{why:?}");
    let late = server.tools_list().await.unwrap_err();
    assert!(matches!(late, Error::Closed(_)), "{late:?}");
}
