//! Servers in a process of their own: one that runs out of file descriptors, and one at our standard input.
use std::{process::Stdio, sync::Arc, time::Duration};

#[cfg(feature = "msgpack")]
use callwright::{ByteStream, Wire};
use callwright::{
    ChildProcess, ConnectOptions, Connection, Framing, ServeOptions, Server, ServerEvent,
};
use futures_util::future::join_all;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStdout, Command},
};

use super::{ask, closing::can_be_closed, hung_up, in_time, visitor};

/// Set in the child, to what it listens at.
const CHILD: &str = "CALLWRIGHT_TEST_SERVE_AT";

/// What clients speak.
const SCHEMES: &[&str] = &[
    "tcp",
    #[cfg(feature = "msgpack")]
    "msgpack+tcp",
];

/// How many files the child may have open, and how many clients come.
const FILES: usize = 40;
const CLIENTS: usize = 60;

/// Nothing, unless this is the child.
#[tokio::test]
async fn serve() {
    let Ok(url) = std::env::var(CHILD) else {
        return;
    };
    let handlers = hung_up::handlers();
    handlers.on("sum", async |all: Vec<i64>| Ok(all.iter().sum::<i64>()));
    let options = ServeOptions::new().with_observer(|event| match event {
        ServerEvent::CannotAccept { why, .. } => println!("cannot accept: {why}"),
        ServerEvent::Ready(url) => println!("\nurl {url}"),
        _ => {}
    });
    let server = Server::with_options(handlers.clone(), options);
    can_be_closed(&server, &handlers);
    server.listen(&url).await.unwrap();
    server.ended().await;
    eprintln!("it has ended");
}

pub(super) fn child(shell: &str, url: &str) -> Command {
    let mut command = Command::new("sh");
    let script = format!("{shell} exec \"$0\" --exact serve::alone::serve --nocapture");
    command.args(["-c", &script]);
    command
        .arg(std::env::current_exe().unwrap())
        .env(CHILD, url);
    command
}

/// The rest of the next line of the child that begins so.
async fn line(lines: &mut Lines<BufReader<ChildStdout>>, begin: &str) -> String {
    let found = async {
        loop {
            let line = lines.next_line().await.unwrap().expect("it goes on");
            if let Some(rest) = line.strip_prefix(begin) {
                return rest.to_owned();
            }
        }
    };
    in_time(found).await
}

/// How long the child has been computing.
fn busy(child: &Child) -> Duration {
    let id = child.id().unwrap();
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let fields = stat.rsplit(')').next().unwrap().split_whitespace();
    let ticks: u64 = fields
        .skip(11)
        .take(2)
        .map(|n| n.parse::<u64>().unwrap())
        .sum();
    // Linux counts in hundredths of a second towards programs.
    Duration::from_millis(ticks * 10)
}

#[tokio::test]
async fn a_server_without_files_serves_on_and_does_not_spin() {
    let mut command = child(&format!("ulimit -n {FILES};"), "tcp://127.0.0.1:0");
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = line(&mut lines, "url ").await;
    // The system takes all of them, the server as many as it can.
    let mut clients = join_all((0..CLIENTS).map(|_| visitor(&url))).await;
    let why = line(&mut lines, "cannot accept: ").await;
    assert!(why.contains("os error 24"), "{why}");
    let before = busy(&child);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let busy = busy(&child) - before;
    assert!(
        busy < Duration::from_millis(500),
        "it computed for {busy:?}"
    );
    // The first were accepted, and are answered still.
    assert_eq!(ask::<_, i64>(&clients[0], "sum", &[1, 2]).await.unwrap(), 3);
    let late = clients.split_off(FILES);
    clients.truncate(1);
    // Those that waited come in as others go.
    for client in &late {
        assert_eq!(ask::<_, i64>(client, "sum", &[2, 2]).await.unwrap(), 4);
    }
    child.kill().await.unwrap();
}

/// How much memory the child has.
fn memory(child: &Child) -> usize {
    let id = child.id().unwrap();
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.unwrap().split_whitespace().next().unwrap();
    kibibytes.parse::<usize>().unwrap() << 10
}

#[tokio::test]
async fn clients_that_say_nothing_cost_little() {
    const CLIENTS: usize = 4000;
    for scheme in SCHEMES {
        let mut command = child("", &format!("{scheme}://127.0.0.1:0"));
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = line(&mut lines, "url ").await;
        let client = visitor(&url).await;
        let sum = async || ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap();
        assert_eq!(sum().await, 3);
        let (_, address) = url.split_once("://").unwrap();
        let before = memory(&child);
        let mut idle = Vec::new();
        for _ in 0..CLIENTS {
            idle.push(TcpStream::connect(address).await.unwrap());
        }
        // They are accepted in their order.
        let last = visitor(&url).await;
        assert_eq!(ask::<_, i64>(&last, "sum", &[1, 2]).await.unwrap(), 3);
        let each = (memory(&child) - before) / CLIENTS;
        assert!(each <= 5 << 10, "{each} bytes for each client of {scheme}");
        child.kill().await.unwrap();
    }
}

/// What the child has printed on its standard error.
async fn printed(mut stderr: tokio::io::DuplexStream) -> String {
    let mut text = String::new();
    in_time(stderr.read_to_string(&mut text)).await.unwrap();
    text
}

#[tokio::test]
async fn our_own_standard_input_has_one_client() {
    let (log, stderr) = tokio::io::duplex(1 << 16);
    // What the harness prints around the server is noise.
    let options = ConnectOptions::new().with_framing(Framing::Lines);
    let child = ChildProcess::new(child("", "stdio:")).with_stderr(log);
    let client: Arc<dyn Connection> = Arc::new(child.start(options).unwrap());
    for n in 0..10 {
        assert_eq!(ask::<_, i64>(&client, "sum", &[n, 1]).await.unwrap(), n + 1);
    }
    drop(client);
    // With its only client the server ends by itself.
    assert!(printed(stderr).await.contains("it has ended"));
}

#[tokio::test]
async fn what_runs_over_our_own_standard_input_is_answered_before_the_end() {
    let (log, stderr) = tokio::io::duplex(1 << 16);
    let options = ConnectOptions::new().with_framing(Framing::Lines);
    let child = ChildProcess::new(child("", "stdio:")).with_stderr(log);
    let client: Arc<dyn Connection> = Arc::new(child.start(options).unwrap());
    let last = ask::<(), String>(&client, "close", &[]).await;
    assert_eq!(last.unwrap(), "closing");
    in_time(client.ended()).await;
    assert!(printed(stderr).await.contains("it has ended"));
}

/// What is read of a child up to the line that says where it listens: the noise of the harness.
#[cfg(feature = "msgpack")]
async fn skip_noise(stdout: &mut ChildStdout) {
    let mut seen = Vec::new();
    while !seen.ends_with(b"url msgpack+stdio:\n") {
        seen.push(in_time(stdout.read_u8()).await.unwrap());
    }
}

#[cfg(feature = "msgpack")]
#[tokio::test]
async fn messagepack_goes_over_our_own_standard_input_and_output() {
    let mut command = child("", "msgpack+stdio:");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    skip_noise(&mut stdout).await;
    let options = ConnectOptions::new().with_wire(Wire::MessagePack);
    let stdin = child.stdin.take().unwrap();
    let client = ByteStream::over_halves(stdout, stdin, options);
    let long = vec![1; 100_000];
    let sum = ask::<_, i64>(&client, "sum", &long).await.unwrap();
    assert_eq!(sum, 100_000);
    for n in 0..10 {
        assert_eq!(ask::<_, i64>(&client, "sum", &[n, 1]).await.unwrap(), n + 1);
    }
    let odd = ask::<_, i64>(&client, "sum", &["x"]).await.unwrap_err();
    assert_eq!(odd.server().unwrap().code(), -32602);
    drop(client);
    let mut said = String::new();
    let mut stderr = child.stderr.take().unwrap();
    in_time(stderr.read_to_string(&mut said)).await.unwrap();
    assert!(said.contains("it has ended"), "{said}");
    in_time(child.wait()).await.unwrap();
}
