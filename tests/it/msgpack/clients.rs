//! Libraries as clients of our server, of closures and of a typed service: what they print of their visit, each in the style
//! of errors that it knows.

use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callwright::{
    ConnectOptions, Connection, Context, ErrorStyle, Handlers, ServeOptions, Server, ServerError,
};
use callwright_tests::deadline::within;
use callwright_tests::desk::Desk;
use callwright_tests::peer::{Library, Socket};
use serde_json::Value;

use super::Visitor;

#[tokio::test]
async fn msgpack_rpc_python() {
    let printed = [
        "add 9",
        "echo ['ü', 1.5, None, {'a': [1]}]",
        "nothing None",
        "fail error no such line",
        "missing error 'missing' method not found",
        "noted ['one', 'two']",
        "slow early late",
        "many 125250",
    ];
    visit(Library::Classic, ErrorStyle::Text, &printed).await;
}

#[tokio::test]
async fn msgpack_rpc_lite() {
    let printed = [
        r#"add {"result":9}"#,
        r#"echo {"result":["ü",1.5,null,{"a":[1]}]}"#,
        r#"nothing {"result":null}"#,
        r#"fail {"error":"no such line"}"#,
        r#"missing {"error":"'missing' method not found"}"#,
        r#"noted {"result":["one","two"]}"#,
        "slow [0,200]",
        "many 125250",
    ];
    visit(Library::Lite, ErrorStyle::Text, &printed).await;
}

#[tokio::test]
async fn msgpack_rpc_node() {
    let printed = [
        r#"add {"result":9}"#,
        r#"echo {"result":["ü",1.5,null,{"a":[1]}]}"#,
        r#"nothing {"result":null}"#,
        r#"fail {"error":{"code":1,"message":"no such line"}}"#,
        r#"missing {"error":{"code":-32601,"message":"Method not found"}}"#,
        r#"noted {"result":["one"]}"#,
    ];
    visit(Library::Node, ErrorStyle::Object, &printed).await;
}

#[tokio::test]
async fn pynvim() {
    let printed = [
        "add 9",
        r"echo ['ü', 1.5, None, {'a': [1]}, b'\xff\x00']",
        "nothing None",
        "fail error [1, 'no such line']",
        "missing error [-32601, 'Invalid method: missing']",
        "noted ['one', 'two']",
        "double 42",
        "refused error [1, 'triple is unknown']",
        "descend 12",
        "ticks 3 [('tick', 0), ('tick', 1), ('tick', 2)]",
    ];
    visit(Library::Pynvim, ErrorStyle::CodeMessage, &printed).await;
}

/// Has the client of a library visit our servers, by TCP and by a Unix socket.
async fn visit(library: Library, style: ErrorStyle, wanted: &[&str]) {
    for socket in [Socket::Tcp, Socket::Unix] {
        for handlers in [handlers(), Desk::default().into()] {
            let printed = visited(handlers, library, socket, style).await;
            let printed: Vec<_> = printed.lines().collect();
            assert_eq!(printed, wanted, "{library:?} by {socket:?}");
        }
    }
}

/// What the client of a library prints of its visit to a server of these.
async fn visited(
    handlers: Handlers,
    library: Library,
    socket: Socket,
    style: ErrorStyle,
) -> String {
    let connection = ConnectOptions::new().with_error_style(style);
    let options = ServeOptions::new().with_connection(connection);
    let server = Server::with_options(handlers, options);
    let url = match socket {
        Socket::Unix => {
            let name = format!("callwright-served-{}-{library:?}.sock", std::process::id());
            format!("msgpack+unix:{}", std::env::temp_dir().join(name).display())
        }
        _ => "msgpack+tcp://127.0.0.1:0".to_owned(),
    };
    server.listen(&url).await.expect("it listens");
    let url = server.url().expect("it listens");
    let place = url.rsplit(':').next().expect("a place stands last");
    let client = library
        .client(socket, place)
        .expect("the library is installed");
    let printed = within("the client", printed(client)).await.unwrap();
    server.close(Duration::from_secs(1)).await;
    printed
}

/// What a command prints until it ends.
async fn printed(command: Command) -> String {
    let mut command = tokio::process::Command::from(command);
    let output = command
        .kill_on_drop(true)
        .output()
        .await
        .expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    said
}

/// What the clients call, and what calls them back.
fn handlers() -> Handlers {
    let handlers = Handlers::new();
    let notes: Arc<Mutex<Vec<Value>>> = Arc::default();
    let noted = Arc::clone(&notes);
    handlers.on("add", async |(a, b): (i64, i64)| Ok(a + b));
    // As it came, bytes too.
    handlers.on_both("echo", async |(value,): (callwright::Value,)| Ok(value));
    handlers.on("nothing", async |(): ()| Ok(()));
    handlers.on("fail", async |(text,): (String,)| {
        Err::<(), _>(ServerError::new(1, text))
    });
    handlers.on("slow", async |(milliseconds, value): (u64, Value)| {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        Ok(value)
    });
    handlers.on("note", move |(line,): (Value,)| {
        notes.lock().unwrap().push(line);
        async { Ok(()) }
    });
    handlers.on("noted", move |(): ()| {
        let lines = noted.lock().unwrap().clone();
        async { Ok(lines) }
    });
    handlers.on_with_context(
        "call_back",
        |(method, params): (String, Value), context| async move {
            let request = callwright::Request::new(method, super::params(params));
            let reply = context.peer().call(request).await.map_err(refused)?;
            reply.decode::<Value>().map_err(refused)
        },
    );
    handlers.on_with_context("descend", async |(depth,): (u64,), context| match depth {
        0 => Ok(0),
        _ => Ok(1 + below(&context, depth - 1).await?),
    });
    handlers.on_with_context("tick", async |(count,): (u64,), context| {
        for number in 0..count {
            let tick = Visitor::request("tick", [number]);
            context.peer().notify(tick).await.map_err(refused)?;
        }
        Ok(count)
    });
    handlers
}

async fn below(context: &Context, depth: u64) -> Result<u64, ServerError> {
    let reply = context
        .peer()
        .call(Visitor::request("descend", [depth]))
        .await;
    reply.and_then(|reply| reply.decode()).map_err(refused)
}

/// What a call back gave, as the answer to the call.
fn refused(error: callwright::Error) -> ServerError {
    match error {
        callwright::Error::Server(error) => ServerError::new(error.code().max(1), error.message()),
        error => ServerError::new(2, error.to_string()),
    }
}
