//! Servers on standard input and output: children of ours, and us as the child.
use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use callwright::{
    ByteStream, ChildProcess, ConnectOptions, Connection, Error, Framing, Params, Request, connect,
};
use futures_util::future::join_all;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::Command,
};

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/server.py");

/// Tells the child that it is one.
const CHILD: &str = "CALLWRIGHT_TEST_OWN_STDIO";

fn framings() -> [(&'static str, ConnectOptions); 2] {
    let options = ConnectOptions::new();
    [
        ("lines", options.clone()),
        (
            "content-length",
            options.with_framing(Framing::ContentLength),
        ),
    ]
}

fn command(framing: &str) -> Command {
    let mut command = Command::new("python3");
    command.arg(SERVER).arg(framing);
    command
}

fn with(method: &'static str, number: u64) -> Request {
    Request::new(method, Params::by_name().with("n", &number).unwrap())
}

async fn echo(connection: &dyn Connection, number: u64) -> u64 {
    let reply = connection.call(with("echo", number)).await.unwrap();
    let params: serde_json::Value = reply.decode().unwrap();
    params["n"].as_u64().unwrap()
}

#[tokio::test]
async fn a_child_is_called_in_both_framings() {
    for (framing, options) in framings() {
        let child = ChildProcess::new(command(framing)).start(options).unwrap();
        let calls = (0..100).map(|number| echo(&child, number));
        assert_eq!(
            join_all(calls).await,
            (0..100).collect::<Vec<_>>(),
            "{framing}"
        );
        assert_eq!(
            (child.in_flight(), child.stray_frames()),
            (0, 100),
            "its notifications"
        );
    }
}

#[tokio::test]
async fn a_child_is_named_by_url() {
    let server = SERVER.replace(' ', "%20");
    let url = format!("stdio:python3?arg={server}&arg=content-length&framing=content-length");
    let connection = connect(&url).await.unwrap();
    assert_eq!(echo(&connection, 7).await, 7);
    let shown = format!("{connection:?}");
    assert!(
        shown.contains("stdio:python3") && !shown.contains("server.py"),
        "{shown}"
    );
}

#[tokio::test]
async fn what_the_child_prints_is_passed_on() {
    let (ours, theirs) = tokio::io::duplex(1000);
    let mut command = command("lines");
    command.arg("well");
    let child = ChildProcess::new(command).with_stderr(theirs);
    let child = child.start(ConnectOptions::new()).unwrap();
    assert_eq!(echo(&child, 7).await, 7);
    drop(child);
    let mut printed = String::new();
    let mut ours = BufReader::new(ours);
    ours.read_to_string(&mut printed).await.unwrap();
    assert_eq!(printed, "the server has started well\n");
}

#[tokio::test]
async fn the_end_of_a_child_is_told_with_its_status() {
    for (framing, options) in framings() {
        let child = ChildProcess::new(command(framing)).start(options).unwrap();
        let error = child.call(with("exit", 3)).await.unwrap_err();
        assert!(matches!(error, Error::Closed(_)) && error.may_have_been_received());
        let text = error.to_string();
        assert!(
            text.ends_with("stdio:python3 has ended (exit status: 3)"),
            "{text}"
        );
        assert!(child.is_closed() && child.in_flight() == 0);
        let later = child.notify(with("echo", 1)).await.unwrap_err();
        assert!(later.to_string().contains("exit status: 3"), "{later}");
    }
}

/// Whether there is such a process, a zombie included.
fn is_there(process: u32) -> bool {
    std::path::Path::new(&format!("/proc/{process}")).exists()
}

/// Starts a child that says which process it is.
async fn started() -> (ByteStream, u32) {
    let mut command = Command::new("sh");
    let script = format!("echo $$ >&2; exec python3 '{SERVER}' lines");
    command.args(["-c", &script]);
    let (ours, theirs) = tokio::io::duplex(1000);
    let child = ChildProcess::new(command).with_stderr(theirs);
    let child = child.start(ConnectOptions::new()).unwrap();
    let mut line = String::new();
    BufReader::new(ours).read_line(&mut line).await.unwrap();
    (child, line.trim().parse().unwrap())
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_child_ends_with_its_owner() {
    for method in ["echo", "stay"] {
        let (child, process) = started().await;
        assert!(is_there(process));
        child.notify(with(method, 1)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let start = Instant::now();
        drop(child);
        while is_there(process) {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "{method}: it is still there"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_child_ends_with_the_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (child, process) = runtime.block_on(started());
    drop(runtime);
    let start = Instant::now();
    // A zombie is left at most: it has no memory of its own.
    let runs = || {
        std::fs::read_to_string(format!("/proc/{process}/statm"))
            .is_ok_and(|it| !it.starts_with("0 "))
    };
    while runs() {
        assert!(start.elapsed() < Duration::from_secs(60), "it still runs");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.is_closed() || child.in_flight() == 0);
}

#[tokio::test]
async fn our_own_input_and_output_are_a_connection() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "byte_stream::stdio::as_a_child", "--nocapture"])
        .env(CHILD, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut answered = 0;
    while let Some(line) = lines.next_line().await.unwrap() {
        // The test harness prints there too.
        let Some(start) = line.find('{') else {
            continue;
        };
        let request: serde_json::Value = serde_json::from_str(&line[start..]).unwrap();
        let answer = crate::peer::answer(&request, &format!(r#""result":{}"#, request["params"]));
        input
            .write_all(format!("{answer}\n").as_bytes())
            .await
            .unwrap();
        answered += 1;
    }
    assert_eq!(answered, 3);
    assert!(child.wait().await.unwrap().success());
}

#[tokio::test]
async fn as_a_child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let own = ByteStream::own_stdio(ConnectOptions::new()).unwrap();
    for number in 0..3 {
        assert_eq!(echo(&own, number).await, number);
    }
}
