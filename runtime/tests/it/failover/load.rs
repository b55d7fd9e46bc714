//! Servers that are killed under load, and what they did.
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use callwright::{Connection, Endpoints, Error};

use super::{counts, endpoints, servers};
use crate::mortal::{Server, Wire, in_time, request, until};

/// What became of a call: its number, whether it might be repeated, and its answer.
type Outcome = (u64, bool, Result<u64, Error>);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_done_twice_that_must_not_be() {
    let http = [Wire::Http; 3];
    let mixed = [Wire::Unix, Wire::Http, Wire::WebSocket];
    for (wires, is_balanced) in [(http, false), (http, true), (mixed, false), (mixed, true)] {
        in_time(async {
            let mut servers = servers(wires).await;
            let node = endpoints(&servers)
                .await
                .with_cool_down(Duration::from_millis(30));
            let node = if is_balanced { node.balanced() } else { node };
            let is_over = Arc::new(AtomicBool::new(false));
            let next = Arc::new(AtomicU64::new(0));
            let callers: Vec<_> = (0..100)
                .map(|_| tokio::spawn(calls(node.clone(), Arc::clone(&next), Arc::clone(&is_over))))
                .collect();
            for round in 0..6 {
                served_more(&servers).await;
                servers[round % 3].kill().await;
                served_more(&servers).await;
                servers[round % 3].restart().await;
            }
            is_over.store(true, Ordering::SeqCst);
            let mut outcomes = Vec::new();
            for caller in callers {
                outcomes.extend(caller.await.unwrap());
            }
            judge(&servers, &outcomes);
        })
        .await;
    }
}

/// Waits until each caller was served a few times by whoever is there.
async fn served_more(servers: &[Server]) {
    let served = || counts(servers, "late").iter().sum::<usize>();
    let before = served();
    until(|| served() >= before + 200).await;
}

/// Calls one after another; every third may be repeated.
async fn calls(node: Endpoints, next: Arc<AtomicU64>, is_over: Arc<AtomicBool>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    while !is_over.load(Ordering::SeqCst) {
        let number = next.fetch_add(1, Ordering::SeqCst);
        let is_idempotent = number.is_multiple_of(3);
        let mut request = request("late", number);
        request.options_mut().idempotent = Some(is_idempotent);
        let outcome = node.call(request).await.and_then(|reply| reply.decode());
        outcomes.push((number, is_idempotent, outcome));
    }
    outcomes
}

fn judge(servers: &[Server], outcomes: &[Outcome]) {
    let mut done = HashMap::<u64, usize>::new();
    for server in servers {
        for params in server.log.asked("late") {
            *done.entry(params[0].as_u64().unwrap()).or_default() += 1;
        }
    }
    let mut failed = [0, 0];
    for (number, is_idempotent, outcome) in outcomes {
        let times = done.get(number).copied().unwrap_or_default();
        assert!(
            times <= 1 || *is_idempotent,
            "{number} was done {times} times"
        );
        match outcome {
            Ok(answer) => assert!(answer == number && times > 0, "{number}: {times}"),
            Err(error) => {
                failed[usize::from(*is_idempotent)] += 1;
                assert!(error.endpoint().is_some(), "{error:?}");
                assert!(
                    times == 0 || error.may_have_been_received(),
                    "{number}: {error:?}"
                );
            }
        }
    }
    assert!(outcomes.len() > 500, "{}", outcomes.len());
    // What may be repeated finds another, but for very bad luck.
    assert!(
        failed[0] > 0 && failed[1] * 10 < failed[0],
        "{failed:?} of {}",
        outcomes.len()
    );
}
