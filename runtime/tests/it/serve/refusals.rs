//! What is answered to what is no request, to too much of it, and when a handler panics.
use callwright::{ConnectOptions, Handlers, ServeOptions, Server};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

use super::in_time;

/// A client that writes lines by itself.
struct Raw {
    lines: Lines<BufReader<OwnedReadHalf>>,
    writer: OwnedWriteHalf,
    _server: Server,
}

impl Raw {
    async fn of(options: ConnectOptions) -> Self {
        let handlers = Handlers::new();
        handlers.on("sum", async |all: Vec<i64>| Ok(all.iter().sum::<i64>()));
        handlers.on("panic", async |(): ()| -> Result<(), _> {
            panic!("the password is 1234")
        });
        let options = ServeOptions::new().with_connection(options);
        let server = Server::with_options(handlers, options);
        let listening = server
            .listen("tcp://127.0.0.1:0?framing=lines")
            .await
            .unwrap();
        let address = listening.url().strip_prefix("tcp://").unwrap();
        let (address, _) = address.split_once('?').unwrap();
        let (reader, writer) = TcpStream::connect(address).await.unwrap().into_split();
        Self {
            lines: BufReader::new(reader).lines(),
            writer,
            _server: server,
        }
    }

    /// What comes in answer to a line.
    async fn say(&mut self, line: &str) -> String {
        self.tell(line).await;
        in_time(self.lines.next_line()).await.unwrap().unwrap()
    }

    async fn tell(&mut self, line: &str) {
        self.writer
            .write_all(format!("{line}\n").as_bytes())
            .await
            .unwrap();
    }

    /// A call is answered, and nothing else came before.
    async fn is_well(&mut self) {
        let answer = self
            .say(r#"{"jsonrpc":"2.0","id":1,"method":"sum","params":[1,2]}"#)
            .await;
        assert_eq!(answer, r#"{"jsonrpc":"2.0","id":1,"result":3}"#);
    }
}

fn error(id: &str, code: i64, message: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":{code},"message":"{message}"}}}}"#)
}

#[tokio::test]
async fn what_is_no_request_is_answered_as_the_specification_says() {
    let mut raw = Raw::of(ConnectOptions::new()).await;
    let parse = error("null", -32700, "Parse error");
    let invalid = |id| error(id, -32600, "Invalid Request");
    for (line, answer) in [
        ("hello", parse.clone()),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"sum","params":[1"#,
            parse.clone(),
        ),
        (
            r#"[{"jsonrpc":"2.0","id":1,"method":"sum"},{"#,
            parse.clone(),
        ),
        ("[", parse.clone()),
        (r#"{"jsonrpc":"2.0","id":1,"meth"#, parse.clone()),
        (r#"{"jsonrpc":"2.0","id":1,"result":[1"#, parse.clone()),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\u{1}\"}", parse),
        ("[]", invalid("null")),
        ("7", invalid("null")),
        ("{}", invalid("null")),
        (r#"{"jsonrpc":"2.0","id":"x","method":7}"#, invalid("\"x\"")),
        (r#"{"jsonrpc":"2.0","id":3}"#, invalid("3")),
        (
            r#"[{"jsonrpc":"2.0","id":3}]"#,
            format!("[{}]", invalid("3")),
        ),
        ("[1]", format!("[{}]", invalid("null"))),
        (
            r#"[1,{"id":2,"method":3},[]]"#,
            format!("[{},{},{}]", invalid("null"), invalid("2"), invalid("null")),
        ),
    ] {
        assert_eq!(raw.say(line).await, answer, "{line}");
    }
    raw.is_well().await;
    let mixed = r#"[{"jsonrpc":"2.0","id":8,"method":"sum","params":[1]},"x",{"jsonrpc":"2.0","method":"sum"}]"#;
    let answer = format!(
        r#"[{},{{"jsonrpc":"2.0","id":8,"result":1}}]"#,
        invalid("null")
    );
    assert_eq!(raw.say(mixed).await, answer);
    // Answers to nobody are no requests, and are not answered: two sides would never end.
    for line in [
        r#"{"jsonrpc":"2.0","id":7,"result":1}"#,
        r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}"#,
        r#"[{"jsonrpc":"2.0","id":7,"result":1}]"#,
    ] {
        raw.tell(line).await;
        raw.is_well().await;
    }
}

#[tokio::test]
async fn too_much_at_once_is_answered_and_the_connection_lives() {
    let options = ConnectOptions::new()
        .with_max_incoming_batch(3)
        .with_max_reply_bytes(1000);
    let mut raw = Raw::of(options).await;
    let one = r#"{"jsonrpc":"2.0","id":1,"method":"sum"}"#;
    let three = format!("[{one},{one},{one}]");
    assert_eq!(raw.say(&three).await.matches("result").count(), 3);
    let four = format!("[{one},{one},{one},{one}]");
    let refusal = "Invalid Request: a batch has at most 3 requests";
    assert_eq!(raw.say(&four).await, error("null", -32600, refusal));
    // It is not read any further.
    let bomb = format!("[{}", "1,".repeat(400));
    assert_eq!(raw.say(&bomb).await, error("null", -32600, refusal));
    let long = format!(
        r#"{{"jsonrpc":"2.0","id":"me","method":"sum","params":[{}1]}}"#,
        "1,".repeat(1000)
    );
    let refusal = error("\"me\"", -32600, "Invalid Request: it is too long");
    assert_eq!(raw.say(&long).await, refusal);
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    assert_eq!(
        raw.say(&deep).await,
        format!("[{}]", error("null", -32600, "Invalid Request"))
    );
    raw.is_well().await;
}

#[tokio::test]
async fn a_batch_has_its_limit_by_itself() {
    let mut raw = Raw::of(ConnectOptions::new()).await;
    let one = r#"{"jsonrpc":"2.0","id":1,"method":"sum"}"#;
    let of = |requests| format!("[{}]", vec![one; requests].join(","));
    assert_eq!(raw.say(&of(1000)).await.matches("result").count(), 1000);
    let refusal = "Invalid Request: a batch has at most 1000 requests";
    assert_eq!(raw.say(&of(1001)).await, error("null", -32600, refusal));
    raw.is_well().await;
}

#[tokio::test]
async fn a_panic_is_an_internal_error_and_tells_nothing() {
    let mut raw = Raw::of(ConnectOptions::new()).await;
    let internal = error("5", -32603, "Internal error");
    let panics = r#"{"jsonrpc":"2.0","id":5,"method":"panic"}"#;
    assert_eq!(raw.say(panics).await, internal);
    let batch = format!("[{panics},{panics}]");
    assert_eq!(raw.say(&batch).await, format!("[{internal},{internal}]"));
    raw.tell(r#"{"jsonrpc":"2.0","method":"panic"}"#).await;
    raw.is_well().await;
}
