//! Ten thousand WebSockets that say nothing, or next to nothing: what they cost, and that others are served beside them.
use std::{process::Stdio, time::Duration};

use futures_util::{StreamExt, stream};
use tokio::process::Command;

use crate::{
    in_time,
    line::{Heard, Line},
    place::Place,
    polite::Polite,
    served::{Served, Setting},
};

const CLIENTS: usize = 10_000;

/// What each of them takes at most, in bytes: about twice what was measured, the head of its handshake included.
const EACH: usize = 20 << 10;

/// Set in the child that has them, since there may be more than a process may have files.
const CHILD: &str = "CALLWRIGHT_TEST_CROWD";

/// Runs the test below in a process that may have as many files as the system lets it.
#[tokio::test]
async fn ten_thousand_idle_websockets_cost_little() {
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"ulimit -n "$(ulimit -Hn)"; exec "$0" "$@""#])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "crowd::crowd", "--nocapture"])
        .env(CHILD, "")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = tokio::time::timeout(Duration::from_secs(300), command.output());
    let output = output.await.expect("it hangs").unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    print!("{said}");
}

/// Nothing, unless this is the child.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn crowd() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let served = Served::start(Setting::Patient).await;
    let polite = Polite::begin(&served).await;
    let files = served.files() + 10;
    let before = served.memory();
    let opening = stream::iter(0..CLIENTS).map(|_| Line::open(&served, Place::WebSocket));
    let mut clients: Vec<_> = opening.buffer_unordered(100).collect().await;
    let each = served.memory().saturating_sub(before) / CLIENTS;
    println!("{each} bytes for each of {CLIENTS}");
    assert!(each < EACH, "{each} bytes for each");
    // All of them are there still, and each is heard.
    for client in clients.iter_mut().step_by(97) {
        client
            .message(br#"{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]}"#)
            .await;
        let heard = in_time(client.hear()).await;
        assert!(matches!(heard, Heard::Message { .. }), "{heard}");
    }
    // Each declares a message of 60 MB, and sends nothing of it.
    for client in &mut clients {
        client
            .send(b"\x81\xff\0\0\0\0\x03\x93\x87\0\x01\x02\x03\x04{")
            .await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let each = served.memory().saturating_sub(before) / CLIENTS;
    println!("{each} bytes for each, in a long message");
    assert!(each < EACH, "{each} bytes for each in a long message");
    drop(clients);
    served.has_closed_down_to(files).await;
    polite.were_served().await;
}
