//! When sessions go, and what becomes of the calls.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{Connection, Error, PoolOptions};
use futures_util::future::{join, join_all};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpListener,
};

use super::{DEADLINE, Shop, ask, in_time, pool, until};

#[tokio::test]
async fn after_the_end_of_a_server_the_next_call_connects_anew() {
    let pool = pool(PoolOptions::new());
    let mut url = "tcp://127.0.0.1:0".to_owned();
    for _ in 0..5 {
        let shop = Shop::open(&url).await;
        url = shop.url.clone();
        let connection = pool.connection(&url);
        assert_eq!(ask::<_, i64>(&connection, "sum", &[1, 2]).await.unwrap(), 3);
        assert_eq!(pool.len(), 1);
        shop.server.close(Duration::ZERO).await;
        until(|| pool.is_empty()).await;
        let error = ask::<_, i64>(&connection, "sum", &[1, 2])
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{error:?}");
    }
}

#[tokio::test]
async fn what_may_have_been_received_is_not_sent_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("tcp://{}", listener.local_addr().unwrap());
    let received = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&received);
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let mut lines = BufReader::new(socket).lines();
            // It goes with the request and answers nothing.
            if let Ok(Some(_)) = lines.next_line().await {
                count.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    let pool = pool(PoolOptions::new());
    let connection = pool.connection(&url);
    for calls in 1..=20 {
        let error = ask::<_, i64>(&connection, "sum", &[1]).await.unwrap_err();
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
        assert!(error.may_have_been_received(), "{error:?}");
        assert_eq!(received.load(Ordering::SeqCst), calls);
    }
}

#[tokio::test]
async fn who_cannot_connect_is_told_and_so_are_all_who_wait() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("tcp://{}", taken.local_addr().unwrap());
    drop(taken);
    let pool = pool(PoolOptions::new());
    let got = join_all((0..100).map(|_| pool.get(&url))).await;
    for error in got {
        assert!(matches!(error, Err(Error::Connect(_))), "{error:?}");
    }
    assert!(pool.is_empty());
    let shop = Shop::open(&url).await;
    let connection = in_time(pool.get(&url)).await.unwrap();
    assert_eq!(ask::<_, i64>(&connection, "sum", &[1, 2]).await.unwrap(), 3);
    assert_eq!(shop.connected(), 1);
}

#[tokio::test]
async fn what_has_nothing_to_do_is_closed_and_what_has_is_not() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let idle = Duration::from_millis(30);
    let pool = pool(PoolOptions::new().with_idle_timeout(idle));
    let connection = pool.connection(&shop.url);
    let waiting = ask::<(), ()>(&connection, "wait", &[]);
    let letting = async {
        until(|| shop.begun() == 1).await;
        tokio::time::sleep(idle * 5).await;
        assert_eq!((shop.connected(), pool.len()), (1, 1));
        shop.go.add_permits(1);
    };
    let (answer, ()) = in_time(join(waiting, letting)).await;
    answer.unwrap();
    until(|| pool.is_empty()).await;
    shop.empty().await;
    assert_eq!(ask::<_, i64>(&connection, "sum", &[1, 2]).await.unwrap(), 3);
    assert_eq!(shop.connected(), 2);
}

#[tokio::test]
async fn calls_while_sessions_go_for_idleness_do_not_fail() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let pool = pool(PoolOptions::new().with_idle_timeout(Duration::from_millis(1)));
    let connection = pool.connection(&shop.url);
    for n in 0..300_u64 {
        let sum = ask::<_, u64>(&connection, "sum", &[n, 1]).await;
        assert_eq!(sum.unwrap(), n + 1);
        tokio::time::sleep(Duration::from_millis(n % 4)).await;
    }
    assert!(shop.connected() > 1);
}

#[tokio::test]
async fn closing_all_lets_calls_finish() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let pool = pool(PoolOptions::new());
    let connection = pool.connection(&shop.url);
    let waiting = join_all((0..10).map(|_| ask::<(), ()>(&connection, "wait", &[])));
    let closing = async {
        until(|| shop.connected() == 1).await;
        // What is called from now on connects anew.
        let closing = pool.close_all(DEADLINE);
        let calling = async {
            until(|| pool.is_empty()).await;
            let sum = ask::<_, i64>(&connection, "sum", &[1, 2]).await;
            assert_eq!(sum.unwrap(), 3);
            assert_eq!(shop.connected(), 2);
            shop.go.add_permits(10);
        };
        join(closing, calling).await;
    };
    let (answers, ()) = in_time(join(waiting, closing)).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(pool.len(), 1);
    pool.close_all(Duration::ZERO).await;
    assert!(pool.is_empty());
    shop.empty().await;
}

#[tokio::test]
async fn closing_all_cuts_off_what_takes_too_long() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let pool = pool(PoolOptions::new());
    let connection = pool.connection(&shop.url);
    let waiting = ask::<(), ()>(&connection, "wait", &[]);
    let closing = async {
        until(|| shop.connected() == 1).await;
        pool.close_all(Duration::from_millis(20)).await;
    };
    let (answer, ()) = in_time(join(waiting, closing)).await;
    let error = answer.unwrap_err();
    assert!(matches!(error, Error::Closed(_)), "{error:?}");
    shop.empty().await;
}

#[tokio::test]
async fn a_connection_closes_by_itself_and_leaves_the_session_to_others() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let pool = pool(PoolOptions::new());
    let (one, other) = (pool.connection(&shop.url), pool.connection(&shop.url));
    assert_eq!(ask::<_, i64>(&one, "sum", &[1, 2]).await.unwrap(), 3);
    in_time(one.close(Duration::ZERO)).await;
    let refused = ask::<_, i64>(&one, "sum", &[1, 2]).await.unwrap_err();
    let why = in_time(one.ended()).await.to_string();
    assert!(refused.to_string().ends_with(&why), "{refused}");
    assert_eq!(ask::<_, i64>(&other, "sum", &[1, 2]).await.unwrap(), 3);
    assert_eq!(shop.connected(), 1);
}

#[tokio::test]
async fn with_the_pool_its_sessions_go() {
    let shop = Shop::open("tcp://127.0.0.1:0").await;
    let pool = pool(PoolOptions::new());
    let connection = pool.get(&shop.url).await.unwrap();
    drop(pool);
    assert_eq!(ask::<_, i64>(&connection, "sum", &[1, 2]).await.unwrap(), 3);
    drop(connection);
    shop.empty().await;
}
