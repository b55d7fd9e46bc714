//! Servers of the Model Context Protocol that are our children: lists, calls, and what they ask the client meanwhile.

mod everything;
mod pager;

use std::process::Command;

use callwright::{ChildProcess, ConnectOptions, Handlers};
use callwright_tests::fault::Fault;
use callwright_tests::written::mcp::Mcp;
use callwright_tests::written::mcp::types::{Called, Content, Implementation};
use serde_json::{Value, json};

/// Starts a server and shakes hands with it.
async fn start(command: Result<Command, Fault>, handlers: Handlers) -> Mcp {
    let command = command.expect("it is installed").into();
    let options = ConnectOptions::new().with_handlers(handlers);
    let server = ChildProcess::new(command).start(options).unwrap();
    let server = Mcp::with_connection(server);
    let Value::Object(able) = json!({ "sampling": {}, "roots": {}, "elicitation": {} }) else {
        unreachable!("it is an object")
    };
    let own = Implementation {
        name: "callwright".to_owned(),
        version: "0".to_owned(),
        title: None,
    };
    let greeted = server.initialize(Mcp::VERSION, able, own).await.unwrap();
    assert_eq!(greeted.protocol_version, Mcp::VERSION);
    assert!(greeted.capabilities.contains_key("tools"));
    server.notifications_initialized().await.unwrap();
    server
}

/// Calls a tool and gives what it says.
async fn use_tool(server: &Mcp, tool: &str, arguments: Value) -> (Vec<String>, bool) {
    let Value::Object(arguments) = arguments else {
        unreachable!("arguments are an object")
    };
    let called: Called = server.tools_call(tool).arguments(arguments).await.unwrap();
    let said = called
        .content
        .into_iter()
        .filter_map(|content| match content {
            Content::Text(text) => Some(text.text),
            Content::Image(_) => None,
        });
    (said.collect(), called.is_error.unwrap_or(false))
}
