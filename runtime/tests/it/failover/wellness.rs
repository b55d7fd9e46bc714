//! Which endpoints are asked, by how they fare and how busy they are.
use std::time::{Duration, Instant};

use callwright::{Connection, Error};
use futures_util::future::join_all;

use super::{counts, endpoints, servers};
use crate::mortal::{Wire, call, in_time, request, until};

#[tokio::test]
async fn the_busy_one_is_spared() {
    in_time(async {
        let mut servers = servers([Wire::Http; 2]).await;
        let node = endpoints(&servers).await.balanced().with_max_failures(1000);
        let both = join_all((0..200).map(|number| call(&node, "echo", number))).await;
        assert!(both.iter().all(Result::is_ok));
        let before = counts(&servers, "echo");
        assert!(before.iter().all(|count| *count > 50), "{before:?}");
        // All that never ends is at the first.
        servers[1].kill().await;
        let mut never = request("never", 1);
        never.options_mut().idempotent = Some(true);
        let stuck = join_all((0..20).map(|_| node.call(never.clone())));
        let work = async {
            until(|| counts(&servers[..1], "never")[0] == 20).await;
            servers[1].restart().await;
            for number in 0..100 {
                assert_eq!(call(&node, "echo", number).await.unwrap(), number);
            }
        };
        tokio::select! {
            _ = stuck => panic!("they never end"),
            () = work => {}
        }
        assert_eq!(counts(&servers, "echo"), [before[0], before[1] + 100]);
    })
    .await;
}

#[tokio::test]
async fn one_that_rests_is_not_asked_and_one_call_finds_out() {
    in_time(async {
        let mut servers = servers([Wire::Http; 2]).await;
        let node = endpoints(&servers).await.balanced();
        let node = node
            .with_max_failures(2)
            .with_cool_down(Duration::from_millis(400));
        servers[0].kill().await;
        let start = Instant::now();
        for number in 0..50 {
            assert_eq!(call(&node, "echo", number).await.unwrap(), number);
        }
        servers[0].restart().await;
        // It takes calls again, and is asked when its rest is over and not before.
        while counts(&servers, "echo")[0] == 0 {
            let calls = join_all((0..10).map(|number| call(&node, "echo", number)));
            assert!(calls.await.iter().all(Result::is_ok));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(start.elapsed() >= Duration::from_millis(400));
    })
    .await;
}

#[tokio::test]
async fn where_all_rest_one_is_asked_all_the_same() {
    in_time(async {
        let mut servers = servers([Wire::Http; 2]).await;
        let node = endpoints(&servers).await.with_max_failures(1);
        for server in &mut servers {
            server.kill().await;
        }
        for _ in 0..3 {
            let error = call(&node, "echo", 1).await.unwrap_err();
            assert!(matches!(error, Error::Connect(_)) && !error.may_have_been_received());
            let names = servers.iter().map(|server| Some(&*server.url));
            assert!(
                names.into_iter().any(|name| name == error.endpoint()),
                "{error:?}"
            );
        }
        servers[1].restart().await;
        assert_eq!(call(&node, "echo", 2).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn one_that_is_silent_leaves_time_for_another() {
    in_time(async {
        let servers = servers([Wire::Http; 2]).await;
        let node = endpoints(&servers).await;
        let bounded = node.clone().with_attempt_timeout(Duration::from_secs(5));
        let mut never = request("never", 1);
        never.options_mut().idempotent = Some(true);
        let error = bounded.call(never.clone()).await.unwrap_err();
        assert!(matches!(error, Error::Timeout(_)) && error.may_have_been_received());
        assert_eq!(counts(&servers, "never"), [1, 1]);
        // The call's own timeout is for all of them.
        never.options_mut().timeout = Some(Duration::from_secs(5));
        let error = node.call(never).await.unwrap_err();
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        assert_eq!(counts(&servers, "never"), [2, 1]);
        // What is not known to be harmless is not sent twice.
        let error = bounded.call(request("never", 2)).await.unwrap_err();
        assert_eq!(error.endpoint(), Some(&*servers[0].url));
        assert_eq!(counts(&servers, "never"), [3, 1]);
    })
    .await;
}
