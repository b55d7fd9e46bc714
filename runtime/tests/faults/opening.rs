//! No connection comes to be: no such name, nobody there, nobody who speaks, no room. The call fails, and nothing was sent.
use std::{net::SocketAddr, path::PathBuf, time::Duration};

use callwright::{ConnectOptions, Error, connect, connect_with};
use futures_util::future::{join, join_all};
use tokio::net::{TcpListener, TcpSocket, TcpStream, UnixListener, UnixSocket, UnixStream};

use crate::{
    alone::alone,
    door::socket_file,
    ground::{DEADLINE, Ground},
    visit::call,
};

/// How long clients wait.
const LIMIT: Duration = Duration::from_secs(1);

/// Every scheme of a TCP port.
const SCHEMES: [&str; 6] = ["http", "https", "ws", "wss", "tcp", "tls"];

#[test]
fn names_that_do_not_resolve() {
    alone("opening::names_that_do_not_resolve", async |ground| {
        // No label may be so long, so nobody is asked for it.
        let host = format!("{}.invalid", "x".repeat(64));
        let urls = SCHEMES.map(|scheme| format!("{scheme}://{host}:1"));
        all_fail(&ground, &urls, &["connect"]).await;
    });
}

#[test]
fn nobody_is_there() {
    alone("opening::nobody_is_there", async |ground| {
        // It keeps the port from others, and does not listen.
        let silent = TcpSocket::new_v4().unwrap();
        silent.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let port = silent.local_addr().unwrap();
        // The file of a socket outlives it.
        let left = socket_file();
        drop(UnixListener::bind(&left).unwrap());
        let missing = socket_file();
        let mut urls: Vec<_> = SCHEMES.map(|scheme| format!("{scheme}://{port}")).into();
        urls.extend([&left, &missing].map(|file| format!("unix:{}", file.display())));
        urls.extend([
            "unix:/dev/null".to_owned(),
            "stdio:no-such-program-of-callwright".to_owned(),
            "stdio:/dev/null".to_owned(),
            "stdio:/".to_owned(),
        ]);
        all_fail(&ground, &urls, &["connect"]).await;
        drop(silent);
        std::fs::remove_file(left).unwrap();
    });
}

#[test]
fn nobody_speaks() {
    alone("opening::nobody_speaks", async |ground| {
        // The system accepts for it.
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = silent.local_addr().unwrap();
        let file = socket_file();
        let listener = UnixListener::bind(&file).unwrap();
        let shaking = ["ws", "wss", "tls"].map(|scheme| format!("{scheme}://{port}"));
        all_fail(&ground, &shaking, &["connect"]).await;
        // Over HTTP connecting is a part of the call, and both have the same time here.
        let secure = [format!("https://{port}")];
        all_fail(&ground, &secure, &["connect", "timeout"]).await;
        let waiting = [
            format!("http://{port}"),
            format!("tcp://{port}"),
            format!("unix:{}", file.display()),
        ];
        // These have sent the call, and cannot know that nobody reads it.
        all_fail(&ground, &waiting, &["timeout", "sent"]).await;
        drop((silent, listener));
        std::fs::remove_file(file).unwrap();
    });
}

#[test]
fn there_is_no_room() {
    alone("opening::there_is_no_room", async |ground| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let tcp = socket.listen(1).unwrap();
        let port = tcp.local_addr().unwrap();
        let file = socket_file();
        let socket = UnixSocket::new_stream().unwrap();
        socket.bind(&file).unwrap();
        let unix = socket.listen(1).unwrap();
        let waiting = (fill_port(port).await, fill_file(&file).await);
        let mut urls: Vec<_> = SCHEMES.map(|scheme| format!("{scheme}://{port}")).into();
        urls.push(format!("unix:{}", file.display()));
        all_fail(&ground, &urls, &["connect", "timeout"]).await;
        // Who has time is met once there is room.
        let late = [format!("tcp://{port}"), format!("unix:{}", file.display())];
        let late = join_all(late.map(async |url| connect(&url).await.unwrap()));
        let making_room = async {
            tokio::time::sleep(LIMIT).await;
            for _ in 0..8 {
                let accepted = (tcp.accept(), unix.accept());
                let _ = tokio::time::timeout(LIMIT, join(accepted.0, accepted.1)).await;
            }
        };
        let met = tokio::time::timeout(DEADLINE, join(late, making_room));
        drop((met.await.unwrap(), waiting, tcp, unix));
        std::fs::remove_file(file).unwrap();
    });
}

/// Connects until there is no room.
async fn fill_port(port: SocketAddr) -> Vec<TcpStream> {
    let mut waiting = Vec::new();
    while let Ok(stream) = tokio::time::timeout(LIMIT, TcpStream::connect(port)).await {
        waiting.push(stream.unwrap());
    }
    waiting
}

async fn fill_file(file: &PathBuf) -> Vec<UnixStream> {
    let mut waiting = Vec::new();
    while let Ok(stream) = UnixStream::connect(file).await {
        waiting.push(stream);
    }
    waiting
}

/// Connects to all at once and calls them. `expected` has the kinds of errors, and `sent` when the call is.
async fn all_fail(ground: &Ground, urls: &[String], expected: &[&str]) {
    let attempt = |url: String| async move {
        let options = ConnectOptions::new()
            .with_timeout(LIMIT)
            .with_connect_timeout(LIMIT);
        let connection = connect_with(&url, options).await?;
        call(&connection, "first").await
    };
    let attempts = || join_all(urls.iter().cloned().map(attempt));
    // A first use opens something for good.
    attempts().await;
    let idle = ground.idle().await;
    let outcomes = tokio::time::timeout(DEADLINE, attempts()).await.unwrap();
    for (url, outcome) in urls.iter().zip(outcomes) {
        let error = outcome.unwrap_err();
        let kind = match &error {
            Error::Connect(_) => "connect",
            Error::Timeout(_) => "timeout",
            _ => panic!("{url}: {error:?}"),
        };
        assert!(expected.contains(&kind), "{url}: {error:?}");
        let is_sent = expected.contains(&"sent");
        assert_eq!(error.may_have_been_received(), is_sent, "{url}: {error:?}");
        assert!(error.is_retryable(), "{url}: {error:?}");
        assert!(error.to_string().contains(url.as_str()), "{url}: {error}");
    }
    ground.settle(&idle).await;
}
