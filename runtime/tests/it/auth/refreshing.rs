//! Tokens that are asked for: when there is none, before they expire, and when they are refused.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{Auth, ConnectOptions, Error, Http, Token};
use futures_util::future::{join_all, poll_immediate};

use super::{guarded, http, ping};

/// Tokens by number, each after a while; and how many there were.
fn numbered(life: Option<Duration>) -> (Auth, Arc<AtomicUsize>) {
    let given = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&given);
    let auth = Auth::refreshing(move || {
        let count = Arc::clone(&count);
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let token = Token::new(format!("t-{}", count.fetch_add(1, Ordering::SeqCst)));
            Ok::<_, std::convert::Infallible>(match life {
                Some(life) => token.expires_in(life),
                None => token,
            })
        }
    });
    (auth, given)
}

#[tokio::test]
async fn many_calls_share_one_token_and_one_refresh() {
    let (url, shown) = guarded(|shown| shown == "Bearer t-1").await;
    let (auth, given) = numbered(None);
    let http = http(&url, auth);
    let calls = || join_all((0..100).map(|_| ping(&http)));
    for outcome in calls().await {
        outcome.unwrap();
    }
    for outcome in calls().await {
        outcome.unwrap();
    }
    assert_eq!(given.load(Ordering::SeqCst), 2);
    let shown = shown.lock().unwrap();
    let first = shown.iter().filter(|shown| *shown == "Bearer t-0").count();
    assert!((1..=100).contains(&first) && shown.len() == 200 + first);
}

#[tokio::test]
async fn a_call_is_made_again_once() {
    let (url, shown) = guarded(|_| false).await;
    let (auth, given) = numbered(None);
    let http = http(&url, auth);
    for calls in 1..3 {
        let error = ping(&http).await.unwrap_err();
        assert_eq!(error.status(), Some(401));
        assert_eq!(shown.lock().unwrap().len(), calls * 2);
        assert_eq!(given.load(Ordering::SeqCst), calls + 1);
    }
}

#[tokio::test]
async fn the_same_token_is_not_shown_twice() {
    let (url, shown) = guarded(|_| false).await;
    let auth = Auth::refreshing(|| async { Ok::<_, Error>(Token::new("same")) });
    let error = ping(&http(&url, auth)).await.unwrap_err();
    assert_eq!(
        (error.status(), shown.lock().unwrap().len()),
        (Some(401), 1)
    );
}

#[tokio::test]
async fn a_token_is_replaced_before_it_expires() {
    let (url, shown) = guarded(|_| true).await;
    let (auth, given) = numbered(Some(Duration::from_secs(3600)));
    let lasting = http(&url, auth);
    ping(&lasting).await.unwrap();
    ping(&lasting).await.unwrap();
    assert_eq!(given.load(Ordering::SeqCst), 1);
    let (auth, given) = numbered(Some(Duration::ZERO));
    let passing = http(&url, auth);
    ping(&passing).await.unwrap();
    ping(&passing).await.unwrap();
    assert_eq!(given.load(Ordering::SeqCst), 2);
    let shown = shown.lock().unwrap();
    assert_eq!(
        *shown,
        ["Bearer t-0", "Bearer t-0", "Bearer t-0", "Bearer t-1"]
    );
}

#[tokio::test]
async fn a_failed_refresh_fails_those_who_wait_and_no_others() {
    let (url, shown) = guarded(|_| true).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let auth = Auth::refreshing(move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            match number {
                0 => Err("the token server sleeps"),
                _ => Ok(Token::new("t")),
            }
        }
    });
    let http = http(&url, auth);
    for outcome in join_all((0..100).map(|_| ping(&http))).await {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Connect(_)) && error.is_retryable());
        assert!(
            error.to_string().contains("the token server sleeps"),
            "{error}"
        );
    }
    assert_eq!(
        (asked.load(Ordering::SeqCst), shown.lock().unwrap().len()),
        (1, 0)
    );
    ping(&http).await.unwrap();
}

#[tokio::test]
async fn who_asks_may_go_away() {
    let (url, shown) = guarded(|_| true).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let auth = Auth::refreshing(move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            match number {
                0 => std::future::pending().await,
                _ => Ok::<_, Error>(Token::new("t")),
            }
        }
    });
    let http = http(&url, auth);
    {
        let (first, second) = (ping(&http), ping(&http));
        let mut first = Box::pin(first);
        let mut second = Box::pin(second);
        assert!(poll_immediate(&mut first).await.is_none());
        assert!(poll_immediate(&mut second).await.is_none());
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        // Who waits asks in the place of who has gone.
        drop(first);
        second.await.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert_eq!(*shown.lock().unwrap(), ["Bearer t"]);
}

#[tokio::test]
async fn a_token_that_never_comes_is_a_timeout_of_the_call() {
    let (url, _) = guarded(|_| true).await;
    let auth = Auth::refreshing(std::future::pending::<Result<Token, Error>>);
    let options = ConnectOptions::new()
        .with_timeout(Duration::from_millis(50))
        .with_auth(auth);
    let error = ping(&Http::new(&url, options).unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && !error.may_have_been_received());
    assert!(error.to_string().contains("no credentials came"), "{error}");
}
