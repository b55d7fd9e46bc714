//! HTTP through a proxy: told by the options, or by the environment, which is set for a child of its own.
use std::{
    process::Command,
    sync::{Arc, Mutex},
};

use callwright::{ConnectOptions, Connection, Error, Http, Params, Proxy, Reply, Request, Tls};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional},
    net::{TcpListener, TcpStream},
};

use crate::{
    rude_http::{response, serve},
    tls::{authority::Authority, servers::serve_all},
};

const ANSWER: &str = r#"{"jsonrpc":"2.0","id":0,"result":7}"#;

/// Names the proxy and a server to the child, and so tells it that it is one.
const CHILD: &str = "CALLWRIGHT_TEST_PROXY";

async fn call(url: &str, options: ConnectOptions) -> Result<Reply, Error> {
    let request = Request::new("answer", Params::by_position());
    Http::new(url, options)?.call(request).await
}

/// A server that answers all, and what it is sent.
async fn recording() -> (String, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let url = serve(move |request| {
        sink.lock().unwrap().push(request.to_owned());
        response("200 OK", "application/json", ANSWER)
    })
    .await;
    (url, seen)
}

#[tokio::test]
async fn the_proxy_is_told_the_whole_address() {
    let (proxy, seen) = recording().await;
    let proxy = proxy.replace("http://", "http://me:pw@");
    let options = ConnectOptions::new().with_proxy(Proxy::through(proxy));
    call("http://nowhere.invalid/path?key=1", options)
        .await
        .unwrap();
    let seen = seen.lock().unwrap();
    assert!(
        seen[0].starts_with("POST http://nowhere.invalid/path?key=1 HTTP/1.1\r\n"),
        "{seen:?}"
    );
    assert!(
        seen[0].contains("proxy-authorization: Basic bWU6cHc="),
        "{seen:?}"
    );
}

/// Lets bytes through to where it is told, and keeps the heads of the requests.
async fn tunnel(answer: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://me:pw@{}", listener.local_addr().unwrap());
    let heads = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&heads);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let sink = Arc::clone(&sink);
            tokio::spawn(async move {
                let mut client = BufReader::new(socket);
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") {
                    client.read_line(&mut head).await.unwrap();
                }
                let place = head.split(' ').nth(1).unwrap().to_owned();
                sink.lock().unwrap().push(head);
                client.write_all(answer.as_bytes()).await.unwrap();
                if let Ok(mut server) = TcpStream::connect(place).await {
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                }
            });
        }
    });
    (url, heads)
}

#[tokio::test]
async fn encrypted_calls_go_through_a_tunnel() {
    let authority = Authority::new();
    let [url, ..] = serve_all(&authority.sign("localhost")).await;
    let tls = Tls::new().with_roots(authority.pem());
    let (proxy, heads) = tunnel("HTTP/1.1 200 Go on\r\n\r\n").await;
    let options = ConnectOptions::new()
        .with_tls(tls)
        .with_proxy(Proxy::through(proxy));
    let answer = call(&url, options.clone()).await.unwrap();
    assert_eq!(answer.decode::<u8>().unwrap(), 42);
    let place = url.strip_prefix("https://").unwrap();
    {
        let heads = heads.lock().unwrap();
        assert!(
            heads[0].starts_with(&format!("CONNECT {place} HTTP/1.1\r\n")),
            "{heads:?}"
        );
        assert!(
            heads[0].contains("Proxy-Authorization: Basic bWU6cHc="),
            "{heads:?}"
        );
        assert!(!heads[0].contains("answer"), "{heads:?}");
    }
    let (refusing, _) = tunnel("HTTP/1.1 407 Who are you\r\n\r\n").await;
    let shown = refusing.strip_prefix("http://me:pw@").unwrap().to_owned();
    let error = call(&url, options.with_proxy(Proxy::through(refusing)))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    let words = format!("through the proxy {shown}: tunnel error: proxy authorization required");
    assert!(error.to_string().contains(&words), "{error}");
}

#[tokio::test]
async fn a_proxy_that_is_none_is_told() {
    for odd in ["socks5://h:1", "https://h:1", "secret", ""] {
        let options = ConnectOptions::new().with_proxy(Proxy::through(odd));
        let error = call("http://nowhere.invalid", options).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{odd}: {error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_names_a_proxy() {
    let (proxy, through) = recording().await;
    let (near, direct) = recording().await;
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "proxies::calls_of_the_child"])
        .env_clear()
        .env("http_proxy", proxy)
        .env("no_proxy", "elsewhere.invalid")
        .env(CHILD, near);
    let run = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = run.await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{output:?}"
    );
    let through = through.lock().unwrap();
    assert_eq!(through.len(), 1, "{through:?}");
    assert!(
        through[0].starts_with("POST http://nowhere.invalid/ "),
        "{through:?}"
    );
    assert_eq!(direct.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn calls_of_the_child() {
    // Nothing, unless this is the child.
    let Ok(near) = std::env::var(CHILD) else {
        return;
    };
    let usual = ConnectOptions::new();
    call("http://nowhere.invalid", usual.clone()).await.unwrap();
    for (url, options) in [
        ("http://elsewhere.invalid", usual.clone()),
        (
            "http://nowhere.invalid",
            usual.clone().with_proxy(Proxy::off()),
        ),
    ] {
        let error = call(url, options).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{url}: {error:?}");
    }
    // The own machine is near.
    call(&near, usual.clone()).await.unwrap();
    call(&near.replace("127.0.0.1", "localhost"), usual)
        .await
        .unwrap();
}
