//! What a server counts, over all its transports, as Prometheus would read it.
use std::{sync::Arc, time::Duration};

use callwright::{Connection, Handlers, ServeOptions, Server, ServerError};

use super::{Place, ask, in_time, request, visitor};

fn handlers() -> Handlers {
    let handlers = Handlers::new();
    handlers.on("sum", async |all: Vec<i64>| Ok(all.iter().sum::<i64>()));
    handlers.on("refuse", async |(): ()| -> Result<(), _> {
        Err(ServerError::new(7, "no"))
    });
    handlers.on("panic", async |(): ()| -> Result<(), _> {
        panic!("on purpose")
    });
    handlers.on("never", async |(): ()| {
        std::future::pending::<()>().await;
        Ok(())
    });
    handlers.on("tick", async |(): ()| Ok(()));
    handlers
}

/// The value behind a name with its labels.
fn value(text: &str, name: &str) -> u64 {
    let found = text.lines().find_map(|line| line.strip_prefix(name));
    let found = found.unwrap_or_else(|| panic!("no {name} in {text}"));
    found.trim().parse().unwrap()
}

/// Until a condition holds of what is counted.
async fn until(server: &Server, holds: impl Fn(&str) -> bool) {
    in_time(async {
        while !holds(&server.metrics().unwrap()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn calls_and_connections_are_counted_over_all_transports() {
    let options = ServeOptions::new().with_metrics("/what/is/counted");
    let server = Server::with_options(handlers(), options);
    let place = Place::new();
    let mut urls = vec![place.url(), "tcp://127.0.0.1:0".to_owned()];
    if cfg!(feature = "msgpack") {
        urls.push("msgpack+tcp://127.0.0.1:0".to_owned());
    }
    if cfg!(feature = "serve-http") {
        urls.push("http://127.0.0.1:0".to_owned());
        urls.push("ws://127.0.0.1:0".to_owned());
    }
    let count = urls.len() as u64;
    let mut clients: Vec<Arc<dyn Connection>> = Vec::new();
    for url in &urls {
        let url = server.listen(url).await.unwrap().url().to_owned();
        let client = visitor(&url).await;
        for _ in 0..3 {
            assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
        }
        assert!(ask::<_, i64>(&client, "sum", &["x"]).await.is_err());
        for method in ["refuse", "panic", "no such", "nor this"] {
            assert!(ask::<i64, ()>(&client, method, &[]).await.is_err());
        }
        client.notify(request::<()>("tick", &[])).await.unwrap();
        clients.push(client);
    }
    until(&server, |text| {
        text.contains(&format!("notifications_total{{method=\"tick\"}} {count}"))
    })
    .await;
    let text = server.metrics().unwrap();
    let calls = |method: &str, outcome: &str| {
        let labels = format!("method=\"{method}\",outcome=\"{outcome}\"");
        value(&text, &format!("rpc_server_calls_total{{{labels}}}"))
    };
    assert_eq!(calls("sum", "ok"), 3 * count);
    assert_eq!(calls("sum", "invalid_params"), count);
    assert_eq!(calls("refuse", "error"), count);
    assert_eq!(calls("panic", "panic"), count);
    assert_eq!(calls("(unknown)", "method_not_found"), 2 * count);
    assert!(!text.contains("no such"), "{text}");
    let timed = "rpc_server_call_duration_seconds_count{method=\"sum\"}";
    assert_eq!(value(&text, timed), 4 * count);
    assert_eq!(value(&text, "rpc_server_calls_in_progress"), 0);
    let tcp = if cfg!(feature = "msgpack") { 2 } else { 1 };
    assert_eq!(
        value(&text, "rpc_server_connections{transport=\"tcp\"}"),
        tcp
    );
    assert_eq!(
        value(&text, "rpc_server_connections{transport=\"unix\"}"),
        1
    );
    if cfg!(feature = "serve-http") {
        assert_eq!(value(&text, "rpc_server_connections{transport=\"ws\"}"), 1);
        assert!(
            value(
                &text,
                "rpc_server_connections_opened_total{transport=\"http\"}"
            ) >= 1
        );
    }
    drop(clients);
    let none = "rpc_server_connections{transport=\"tcp\"} 0\n";
    until(&server, |text| text.contains(none)).await;
    let opened = "rpc_server_connections_opened_total{transport=\"tcp\"}";
    assert_eq!(value(&server.metrics().unwrap(), opened), tcp);
}

#[tokio::test]
async fn a_call_whose_client_goes_was_cancelled() {
    let options = ServeOptions::new().with_metrics("/metrics");
    let server = Server::with_options(handlers(), options);
    let listening = server.listen("tcp://127.0.0.1:0").await.unwrap();
    let client = visitor(listening.url()).await;
    let asking = tokio::spawn(ask::<(), ()>(&client, "never", &[]));
    until(&server, |text| {
        text.contains("rpc_server_calls_in_progress 1")
    })
    .await;
    asking.abort();
    client.close(Duration::ZERO).await;
    let cancelled = r#"rpc_server_calls_total{method="never",outcome="cancelled"} 1"#;
    until(&server, |text| text.contains(cancelled)).await;
    assert!(Server::new(handlers()).metrics().is_none());
}

#[cfg(feature = "serve-http")]
#[tokio::test]
async fn they_are_served_at_a_path_of_choice() {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    let options = ServeOptions::new().with_metrics("/what/is/counted");
    let server = Server::with_options(handlers(), options);
    let listening = server.listen("http://127.0.0.1:0").await.unwrap();
    let client = visitor(listening.url()).await;
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
    let get = async |path: &str| {
        let address = listening.url().strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        in_time(stream.read_to_string(&mut answer)).await.unwrap();
        answer
    };
    let answer = get("/what/is/counted").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("content-type: application/openmetrics-text; version=1.0.0"));
    assert!(answer.contains(r#"rpc_server_calls_total{method="sum",outcome="ok"} 1"#));
    assert!(answer.ends_with("# EOF\n"));
    assert!(get("/metrics").await.starts_with("HTTP/1.1 404"));
}
