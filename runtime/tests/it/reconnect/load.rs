//! A server that is killed while hundreds of calls are under way.
use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use callwright::Error;

use super::{
    call, connected, in_time, quick,
    server::{Server, WIRES},
    until,
};

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
