//! A server that is killed while hundreds of calls are under way.
use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use callwright::{ByteStream, ConnectOptions, Connection, Error, Params, Request};
use futures_util::future::join_all;
use tokio::net::UnixListener;

use super::{connected, quick};
use crate::mortal::{Server, WIRES, call, in_time, until};
use crate::peer::socket_file;

/// What became of a call, and its number.
type Outcome = (u64, Result<serde_json::Value, Error>);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_call_ends_and_says_truly_whether_it_was_received() {
    for wire in WIRES {
        in_time(async {
            let mut server = Server::start(wire).await;
            let connection = connected(&server, quick()).await;
            let next = Arc::new(AtomicU64::new(0));
            let is_over = Arc::new(AtomicBool::new(false));
            let callers: Vec<_> = (0..300)
                .map(|_| {
                    let connection = Arc::clone(&connection);
                    let (next, is_over) = (Arc::clone(&next), Arc::clone(&is_over));
                    tokio::spawn(async move {
                        let mut outcomes: Vec<Outcome> = Vec::new();
                        while !is_over.load(Ordering::SeqCst) {
                            let number = next.fetch_add(1, Ordering::SeqCst);
                            outcomes.push((number, call(&*connection, "late", number).await));
                        }
                        outcomes
                    })
                })
                .collect();
            for round in 1..6 {
                until(|| server.log.asked("late").len() > round * 1000).await;
                server.kill().await;
                tokio::time::sleep(Duration::from_millis(20)).await;
                server.restart().await;
            }
            until(|| server.log.asked("late").len() > 6000).await;
            is_over.store(true, Ordering::SeqCst);
            let mut outcomes = Vec::new();
            for caller in callers {
                outcomes.extend(caller.await.unwrap());
            }
            judge(&server, outcomes);
        })
        .await;
    }
}

fn judge(server: &Server, outcomes: Vec<Outcome>) {
    let asked = server.log.asked("late");
    let received: HashSet<u64> = asked
        .iter()
        .map(|params| params[0].as_u64().unwrap())
        .collect();
    // None was sent twice.
    assert_eq!(asked.len(), received.len());
    let mut failed = 0;
    for (number, outcome) in &outcomes {
        match outcome {
            Ok(answer) => {
                assert_eq!(answer, number);
                assert!(received.contains(number));
            }
            Err(error) => {
                failed += 1;
                assert!(matches!(error, Error::Closed(_)), "{error:?}");
                let may_have_been = error.may_have_been_received();
                assert!(
                    may_have_been || !received.contains(number),
                    "{number}: {error:?}"
                );
            }
        }
    }
    assert!(
        failed > 0 && failed < outcomes.len() / 2,
        "{failed} of {}",
        outcomes.len()
    );
}

#[tokio::test]
async fn a_call_that_was_never_written_says_so() {
    in_time(async {
        let file = socket_file();
        let listener = UnixListener::bind(&file).unwrap();
        let url = format!("unix:{}", file.display());
        let stream = ByteStream::connect(&url, ConnectOptions::new())
            .await
            .unwrap();
        let (socket, _) = listener.accept().await.unwrap();
        let padding = "x".repeat(40_000);
        let calls = (0..200).map(|number: u64| {
            let params = Params::by_position().with("", &(number, &padding)).unwrap();
            stream.call(Request::new("late", params))
        });
        let calls = join_all(calls);
        let kill = async {
            // Until nothing more goes into the socket.
            tokio::time::sleep(Duration::from_millis(100)).await;
            let mut received = Vec::new();
            let mut part = vec![0; 1 << 16];
            // The client cannot write meanwhile: this does not wait.
            while let Ok(length @ 1..) = socket.try_read(&mut part) {
                received.extend_from_slice(&part[..length]);
            }
            drop((socket, listener));
            received.iter().filter(|byte| **byte == b'\n').count()
        };
        let (outcomes, received) = tokio::join!(calls, kill);
        let errors = outcomes.into_iter().map(Result::unwrap_err);
        let may_have_been: Vec<_> = errors.map(|error| error.may_have_been_received()).collect();
        assert!(received > 0 && received < 100, "{received}");
        // They went in order: those that were received, one that was begun, and the others.
        let begun = may_have_been.iter().take_while(|may| **may).count();
        assert!(
            (received..=received + 1).contains(&begun),
            "{begun} of {received}"
        );
        assert!(may_have_been[begun..].iter().all(|may| !may));
        std::fs::remove_file(file).unwrap();
    })
    .await;
}
