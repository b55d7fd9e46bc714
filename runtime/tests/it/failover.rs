//! Several servers as one, while they are killed and started again.
mod load;
mod streams;
mod wellness;

use std::{sync::Arc, time::Duration};

use callwright::{ConnectOptions, Connection, Endpoints, Error, Reconnect, connect_with};

use crate::mortal::{Server, Wire, call, in_time, request, until};

async fn servers<const N: usize>(wires: [Wire; N]) -> Vec<Server> {
    let mut servers = Vec::new();
    for wire in wires {
        servers.push(Server::start(wire).await);
    }
    servers
}

/// All of them, each made again soon when it ends.
async fn endpoints(servers: &[Server]) -> Endpoints {
    let reconnect = Reconnect::new()
        .with_first_delay(Duration::from_millis(2))
        .with_max_delay(Duration::from_millis(20));
    let options = ConnectOptions::new().with_reconnect(reconnect);
    let urls = servers.iter().map(|server| &server.url);
    Endpoints::connect(urls, options).await.unwrap()
}

fn counts(servers: &[Server], method: &str) -> Vec<usize> {
    let asked = servers.iter().map(|server| server.log.asked(method).len());
    asked.collect()
}

#[tokio::test]
async fn the_first_that_is_well_is_asked() {
    for wire in [Wire::Http, Wire::Unix, Wire::WebSocket] {
        in_time(async {
            let mut servers = servers([wire; 3]).await;
            let node = endpoints(&servers).await;
            let node = node.with_cool_down(Duration::from_millis(50));
            // Those that connect behind the first calls are not there for the very first.
            while counts(&servers, "echo")[0] == 0 {
                let _ = call(&node, "echo", 1).await;
            }
            let before = counts(&servers, "echo");
            for number in 0..5 {
                assert_eq!(call(&node, "echo", number).await.unwrap(), number);
            }
            assert_eq!(counts(&servers, "echo")[0], before[0] + 5);
            servers[0].kill().await;
            // One may have been under way to it; none of the others fails.
            let _ = call(&node, "echo", 5).await;
            for number in 6..20 {
                assert_eq!(call(&node, "echo", number).await.unwrap(), number);
            }
            let after = counts(&servers, "echo");
            assert_eq!(after[0], before[0] + 5);
            assert!(after[1] + after[2] >= before[1] + before[2] + 14);
            servers[0].restart().await;
            let count = counts(&servers, "echo")[0];
            while counts(&servers, "echo")[0] == count {
                assert_eq!(call(&node, "echo", 21).await.unwrap(), 21);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn what_may_have_been_received_goes_on_only_if_it_may_be_repeated() {
    in_time(async {
        let mut servers = servers([Wire::Http; 2]).await;
        let node = endpoints(&servers).await;
        for is_idempotent in [false, true] {
            let mut request = request("never", 7);
            request.options_mut().idempotent = Some(is_idempotent);
            let before = counts(&servers, "never");
            let kill = async {
                until(|| counts(&servers[..1], "never")[0] > before[0]).await;
            };
            let mut outcome = Box::pin(node.call(request));
            tokio::select! {
                biased;
                outcome = &mut outcome => panic!("{outcome:?}"),
                () = kill => {}
            }
            // HTTP itself asks the same server again, if it is there.
            servers[0].kill().await;
            match is_idempotent {
                false => {
                    let error = outcome.await.unwrap_err();
                    assert!(error.may_have_been_received(), "{error:?}");
                    assert_eq!(error.endpoint(), Some(&*servers[0].url));
                    assert_eq!(counts(&servers, "never")[1], 0);
                }
                // It waits at the second one.
                true => tokio::select! {
                    outcome = outcome => panic!("{outcome:?}"),
                    () = until(|| counts(&servers, "never")[1] == 1) => {}
                },
            }
            servers[0].restart().await;
        }
    })
    .await;
}

#[tokio::test]
async fn errors_of_the_call_stay_where_they_are() {
    in_time(async {
        let servers = servers([Wire::Unix; 2]).await;
        let connections = servers.iter().map(|server| async {
            let connected = connect_with(&server.url, ConnectOptions::new()).await;
            connected.unwrap()
        });
        let connections = futures_util::future::join_all(connections).await;
        let node = Endpoints::new(["one", "two"].into_iter().zip(connections));
        let refuses = &servers[0].log.refuses_subscriptions;
        refuses.store(true, std::sync::atomic::Ordering::SeqCst);
        let error = call(&node, "subscribe", 1).await.unwrap_err();
        assert!(matches!(error, Error::Server(_)), "{error:?}");
        assert_eq!(
            (error.endpoint(), error.server().unwrap().endpoint()),
            (Some("one"), Some("one"))
        );
        assert_eq!(counts(&servers, "subscribe"), [1, 0]);
    })
    .await;
}

#[tokio::test]
async fn parts_of_a_batch_go_on() {
    in_time(async {
        let mut servers = servers([Wire::Http; 2]).await;
        let node = endpoints(&servers).await;
        let outcomes = node
            .batch((0..5).map(|number| request("echo", number)).collect())
            .await;
        assert!(outcomes.iter().all(Result::is_ok));
        servers[0].kill().await;
        // Nothing listens there: all of it goes to the second.
        let node = endpoints(&servers).await;
        let outcomes = node
            .batch((0..5).map(|number| request("echo", number)).collect())
            .await;
        for (outcome, number) in outcomes.into_iter().zip(0_u64..) {
            assert_eq!(outcome.unwrap().decode::<u64>().unwrap(), number);
        }
        assert_eq!(counts(&servers, "echo"), [5, 5]);
        servers[0].restart().await;
        // A batch that was received: those that may be repeated go on, the others do not.
        let mut requests: Vec<_> = (0..6).map(|number| request("never", number)).collect();
        for request in requests.iter_mut().step_by(2) {
            request.options_mut().idempotent = Some(true);
        }
        let node = endpoints(&servers).await;
        let node = node.with_attempt_timeout(Duration::from_secs(5));
        let outcomes = node.batch(requests).await;
        let seconds = servers[1].log.asked("never");
        assert_eq!(seconds, [0, 2, 4].map(|number| serde_json::json!([number])));
        assert_eq!(servers[0].log.asked("never").len(), 6);
        for (outcome, place) in outcomes.into_iter().zip(0..) {
            let error = outcome.unwrap_err();
            assert!(error.may_have_been_received(), "{error:?}");
            assert_eq!(error.endpoint(), Some(&*servers[1 - place % 2].url));
        }
    })
    .await;
}

#[tokio::test]
async fn without_any_endpoint_every_call_says_so() {
    let node = Endpoints::new(Vec::<(&str, Arc<dyn Connection>)>::new());
    let error = call(&node, "echo", 1).await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)) && !error.is_retryable());
    assert!(node.batch(vec![request("echo", 1)]).await[0].is_err());
    node.close(Duration::ZERO).await;
}
