//! A server that is our child fails in its own ways: it ends, closes one of its streams, or prints what it should not.
use std::time::Duration;

use callwright::{ChildProcess, ConnectOptions, Error, IntoConnection};
use futures_util::future::join_all;
use tokio::{io::AsyncWrite, process::Command};

use crate::{alone::alone, ground::DEADLINE, visit::call};

/// How long calls wait for children that never answer.
const LIMIT: Duration = Duration::from_millis(300);

/// Answers the first call.
const ANSWER: &str = r#"read -r call; echo '{"jsonrpc":"2.0","id":0,"result":7}'"#;

/// What becomes of the first call to a child.
#[derive(Clone, Copy, Debug)]
enum End {
    Answered,
    /// The connection ends, and says this.
    Closed(&'static str),
    Late,
    /// One or the other: the call may have been written before the child closed its input.
    Deaf,
}

use End::{Answered, Closed, Deaf, Late};

/// A script, and what becomes of the first call and of the second.
const CHILDREN: [(&str, End, End); 16] = [
    ("exit 3", Closed("exit status: 3"), Closed("exit status: 3")),
    ("kill -9 $$", Closed("signal: 9"), Closed("signal: 9")),
    (
        "read -r call; exit 4",
        Closed("exit status: 4"),
        Closed("exit status: 4"),
    ),
    (
        "read -r call; kill -9 $$",
        Closed("signal: 9"),
        Closed("signal: 9"),
    ),
    (
        "read -r call; printf '{'; exit 5",
        Closed("within a message"),
        Closed("exit status: 5"),
    ),
    ("ANSWER; exit 6", Answered, Closed("exit status: 6")),
    (
        "ANSWER; read -r call; kill -9 $$",
        Answered,
        Closed("signal: 9"),
    ),
    // It lives, and has nothing to say any more.
    (
        "exec >&-; exec sleep 600",
        Closed("closed its output"),
        Closed("closed its output"),
    ),
    (
        "ANSWER; exec >&-; exec sleep 600",
        Answered,
        Closed("closed its output"),
    ),
    // It lives, and hears nothing any more.
    ("exec <&-; exec sleep 600", Deaf, Deaf),
    ("ANSWER; exec <&-; exec sleep 600", Answered, Deaf),
    (
        "trap '' TERM PIPE; exec <&-; sleep 600 & wait; sleep 600",
        Deaf,
        Deaf,
    ),
    ("exec sleep 600", Late, Late),
    // What is no message costs no call.
    (
        "yes rubbish | head -n 100000; ANSWER; exec cat >&2",
        Answered,
        Late,
    ),
    (
        "head -c 1000000 /dev/zero; echo; ANSWER; exec sleep 600",
        Answered,
        Late,
    ),
    // Its log is read however much it prints.
    (
        "yes complaint | head -n 100000 >&2; ANSWER; exec sleep 600",
        Answered,
        Late,
    ),
];

#[test]
fn end_as_they_like() {
    alone("child::end_as_they_like", async |ground| {
        visit(CHILDREN[0], tokio::io::sink()).await;
        let idle = ground.idle().await;
        join_all(CHILDREN.map(|child| visit(child, tokio::io::sink()))).await;
        ground.settle(&idle).await;
    });
}

/// The child waits for who reads its log, and its calls wait for the child.
#[test]
fn print_to_nobody() {
    alone("child::print_to_nobody", async |ground| {
        visit(CHILDREN[0], tokio::io::sink()).await;
        let idle = ground.idle().await;
        let (log, nobody) = tokio::io::duplex(64);
        visit(("yes complaint >&2", Late, Late), log).await;
        drop(nobody);
        ground.settle(&idle).await;
    });
}

async fn visit(
    (script, first, second): (&'static str, End, End),
    log: impl AsyncWrite + Send + 'static,
) {
    let visited = tokio::time::timeout(DEADLINE, async {
        let mut command = Command::new("sh");
        command.args(["-c", &script.replace("ANSWER", ANSWER)]);
        let child = ChildProcess::new(command).with_stderr(log);
        let child = child.start(ConnectOptions::new()).unwrap();
        let connection = child.clone().into_connection();
        for (method, end) in [("first", first), ("second", second)] {
            let limit = if matches!(end, Late | Deaf) {
                LIMIT
            } else {
                DEADLINE
            };
            let outcome = call(&connection, method).with_timeout(limit).await;
            let error = match (outcome, end) {
                (Ok(7), Answered) => continue,
                (outcome, _) => outcome.expect_err(script),
            };
            let said = error.to_string();
            assert!(
                said.starts_with(&format!("`{method}`: ")) && said.contains("stdio:sh"),
                "{said}"
            );
            match end {
                Closed(words) => {
                    assert!(matches!(error, Error::Closed(_)), "{script}: {error:?}");
                    assert!(said.contains(words), "{script}: {said}");
                }
                Late => assert!(matches!(error, Error::Timeout(_)), "{script}: {error:?}"),
                Deaf => match error {
                    Error::Closed(_) => assert!(said.contains("Broken pipe"), "{said}"),
                    error => assert!(matches!(error, Error::Timeout(_)), "{script}: {error:?}"),
                },
                Answered => panic!("{script}: {error:?}"),
            }
        }
        assert_eq!(child.in_flight(), 0, "{script}");
    });
    visited.await.unwrap_or_else(|_| panic!("{script} hangs"));
}
