//! Closing a connection that calls share: who is refused, who goes on, and what all are told.
use std::{sync::Arc, time::Duration};

use callwright::{
    Call, ConnectOptions, Connection, Error, IntoConnection, Listen, Reply, ServerNotification,
    Streaming, Subscribe, Subscription, batch,
};
use futures_util::future::poll_immediate;
use tokio::sync::{mpsc, oneshot};

use super::{End, WIRES, connected, in_time, request};

const REASON: &str = "the client closed the connection";
const SOON: Duration = Duration::from_millis(20);
const LATE: Duration = Duration::from_secs(600);

/// A server that answers `subscribe` at once and other calls when it is told to; what it hears goes
/// out by name.
fn script(
    heard: mpsc::UnboundedSender<String>,
    go: oneshot::Receiver<()>,
) -> impl Fn(End) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> + Send + 'static {
    let go = std::sync::Mutex::new(Some(go));
    move |mut end: End| {
        let (heard, mut go) = (heard.clone(), go.lock().unwrap().take());
        Box::pin(async move {
            let mut waiting = Vec::new();
            loop {
                let told = async {
                    match &mut go {
                        Some(go) => drop(go.await),
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    came = end.json() => match came {
                        None => break,
                        Some(came) => {
                            let all = came.as_array().cloned().unwrap_or_else(|| vec![came]);
                            for call in all {
                                let name = call["method"].as_str().unwrap().to_owned();
                                match name.as_str() {
                                    "subscribe" => end.answer(&call, r#""result":5"#).await,
                                    _ => waiting.push(call),
                                }
                                let _ = heard.send(name);
                            }
                        }
                    },
                    () = told => {
                        go = None;
                        for call in waiting.drain(..) {
                            end.answer(&call, r#""result":7"#).await;
                        }
                    }
                }
            }
            let _ = heard.send("the end".to_owned());
        })
    }
}

fn is_refused<T: std::fmt::Debug>(outcome: Result<T, Error>, was_sent: bool) {
    let error = outcome.unwrap_err();
    assert!(matches!(error, Error::Closed(_)), "{error:?}");
    assert!(error.to_string().ends_with(REASON), "{error}");
    assert_eq!(error.may_have_been_received(), was_sent, "{error:?}");
}

#[tokio::test]
async fn what_runs_ends_and_nothing_begins() {
    for wire in WIRES {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let (go, goes) = oneshot::channel();
        let (connection, _file) = connected(wire, ConnectOptions::new(), script(heard, goes)).await;
        let running = tokio::spawn(connection.clone().call_owned("slow"));
        assert_eq!(in_time(hears.recv()).await.unwrap(), "slow");
        let mut closing = connection.close(LATE);
        assert!(poll_immediate(&mut closing).await.is_none(), "{wire:?}");
        is_refused(connection.call(request("new")).await, false);
        is_refused(connection.notify(request("new")).await, false);
        for refused in connection.batch(vec![request("a"), request("b")]).await {
            is_refused(refused, false);
        }
        let listen: Listen = Listen::new(connection.clone());
        is_refused(listen.await, false);
        let mut ended = connection.ended();
        assert!(poll_immediate(&mut ended).await.is_none());
        go.send(()).unwrap();
        in_time(closing).await;
        assert_eq!(in_time(running).await.unwrap().unwrap().result, "7");
        assert!(in_time(ended).await.to_string().ends_with(REASON));
        assert_eq!(in_time(hears.recv()).await.unwrap(), "the end");
        // It has ended, so it ends at once.
        in_time(connection.close(LATE)).await;
    }
}

/// A call that owns its connection.
trait CallOwned {
    fn call_owned(
        self,
        method: &'static str,
    ) -> impl Future<Output = Result<Reply, Error>> + Send + 'static;
}

impl CallOwned for Arc<dyn Connection> {
    async fn call_owned(self, method: &'static str) -> Result<Reply, Error> {
        self.call(request(method)).await
    }
}

#[tokio::test]
async fn at_the_deadline_all_are_told_the_same() {
    for wire in WIRES {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let (_go, goes) = oneshot::channel();
        let (connection, _file) = connected(wire, ConnectOptions::new(), script(heard, goes)).await;
        let rule = Streaming::by(&["tick"])
            .id(&["subscription"])
            .unsubscribe("leave");
        let subscribe: Subscribe<i64> =
            Subscribe::dynamic(connection.clone(), request("subscribe"), rule);
        let mut stream: Subscription<i64> = in_time(subscribe.into_future()).await.unwrap();
        let listen: Listen = Listen::new(connection.clone());
        let mut listening = listen.await.unwrap();
        let running = tokio::spawn(connection.clone().call_owned("slow"));
        let calls = ["a", "b"].map(|name| Call::<i64>::dynamic(connection.clone(), request(name)));
        let batched = tokio::spawn(batch(calls.to_vec()).into_future());
        for name in ["subscribe", "slow", "a", "b"] {
            let heard = in_time(hears.recv()).await.unwrap();
            assert!(
                ["subscribe", "slow", "a", "b"].contains(&heard.as_str()),
                "{name} {heard}"
            );
        }
        let waiting = tokio::spawn({
            let connection = connection.clone();
            async move { connection.ended().await }
        });
        in_time(connection.close(SOON)).await;
        is_refused(in_time(running).await.unwrap(), true);
        for outcome in in_time(batched).await.unwrap() {
            is_refused(outcome, true);
        }
        let end = in_time(stream.next()).await.unwrap();
        assert!(end.unwrap_err().to_string().ends_with(REASON));
        let end: Result<ServerNotification, Error> = in_time(listening.next()).await.unwrap();
        assert!(end.unwrap_err().to_string().ends_with(REASON));
        assert!(
            in_time(waiting)
                .await
                .unwrap()
                .to_string()
                .ends_with(REASON)
        );
        assert_eq!(in_time(hears.recv()).await.unwrap(), "the end", "{wire:?}");
    }
}

#[tokio::test]
async fn what_is_queued_goes_out() {
    for wire in WIRES {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let (_go, goes) = oneshot::channel();
        let (connection, _file) = connected(wire, ConnectOptions::new(), script(heard, goes)).await;
        for _ in 0..1000 {
            connection.notify(request("note")).await.unwrap();
        }
        in_time(connection.close(LATE)).await;
        for _ in 0..1000 {
            assert_eq!(in_time(hears.recv()).await.unwrap(), "note");
        }
        assert_eq!(in_time(hears.recv()).await.unwrap(), "the end");
    }
}

#[tokio::test]
async fn a_server_that_reads_nothing_does_not_hold_up_the_end() {
    for wire in WIRES {
        let options = ConnectOptions::new();
        let (connection, _file) = connected(wire, options, |end| async move {
            std::future::pending::<()>().await;
            drop(end);
        })
        .await;
        let much = "x".repeat(3 << 20);
        let note = |_| {
            let params = callwright::Params::by_position().with("", &much).unwrap();
            let (connection, note) = (connection.clone(), callwright::Request::new("note", params));
            tokio::spawn(async move { connection.notify(note).await })
        };
        let notes: Vec<_> = (0..5).map(note).collect();
        tokio::time::sleep(SOON).await;
        in_time(connection.close(SOON)).await;
        for note in notes {
            if let Err(error) = in_time(note).await.unwrap() {
                assert!(error.to_string().ends_with(REASON), "{wire:?} {error}");
            }
        }
    }
}

#[tokio::test]
async fn closing_goes_on_when_nobody_waits_for_it() {
    for wire in WIRES {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let (_go, goes) = oneshot::channel();
        let (connection, _file) = connected(wire, ConnectOptions::new(), script(heard, goes)).await;
        let running = tokio::spawn(connection.clone().call_owned("slow"));
        assert_eq!(in_time(hears.recv()).await.unwrap(), "slow");
        assert!(poll_immediate(connection.close(LATE)).await.is_none());
        // The earlier one of two deadlines holds.
        assert!(poll_immediate(connection.close(SOON)).await.is_none());
        is_refused(in_time(running).await.unwrap(), true);
        assert!(
            in_time(connection.ended())
                .await
                .to_string()
                .ends_with(REASON)
        );
    }
}

#[tokio::test]
async fn the_end_tells_why_the_server_went() {
    for wire in WIRES {
        let (connection, _file) =
            connected(wire, ConnectOptions::new(), |end| async move { drop(end) }).await;
        let error = in_time(connection.clone().into_connection().ended()).await;
        assert!(matches!(error, Error::Closed(_)), "{wire:?}");
        assert!(!error.to_string().ends_with(REASON), "{error}");
        let refused = connection.call(request("new")).await.unwrap_err();
        assert_eq!(refused.to_string(), error.to_string());
        in_time(connection.close(LATE)).await;
    }
}

#[tokio::test]
async fn a_child_has_its_chance_to_end_by_itself() {
    let file = crate::peer::socket_file();
    let mut command = tokio::process::Command::new("sh");
    let script = "cat > /dev/null; echo done > \"$0\"";
    command.arg("-c").arg(script).arg(&file);
    let options = ConnectOptions::new();
    let child = callwright::ChildProcess::new(command)
        .start(options)
        .unwrap();
    child.notify(request("note")).await.unwrap();
    in_time(child.close(LATE)).await;
    // What it does behind the end of its input is done when closing is.
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "done\n");
    std::fs::remove_file(&file).unwrap();
}
