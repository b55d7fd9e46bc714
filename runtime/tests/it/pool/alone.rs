//! A pool in a process of its own, where all open files can be counted.
use std::{process::Stdio, time::Duration};

use callwright::PoolOptions;
use futures_util::future::join_all;
use tokio::process::Command;

use super::{Shop, ask, in_time, pool, until};

/// Set in the child.
const CHILD: &str = "CALLWRIGHT_TEST_POOL_ALONE";

fn files() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// Nothing, unless this is the child.
#[tokio::test]
async fn visit() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    // The runtime opens its own files by then.
    Shop::open("tcp://127.0.0.1:0")
        .await
        .server
        .close(Duration::ZERO)
        .await;
    let before = files();
    for round in 0..3 {
        let shops = join_all((0..20).map(|_| Shop::open("tcp://127.0.0.1:0"))).await;
        let pool = pool(PoolOptions::new().with_max_sessions(2));
        let calls = (0..10).flat_map(|_| &shops).map(|shop| {
            let connection = pool.connection(&shop.url);
            ask::<_, i64>(&connection, "sum", &[1, 2])
        });
        assert!(join_all(calls).await.iter().all(Result::is_ok));
        assert!(files() > before + 20);
        match round {
            0 => pool.close_all(Duration::from_secs(5)).await,
            1 => drop(pool),
            _ => {
                let closing = shops.iter().map(|shop| shop.server.close(Duration::ZERO));
                join_all(closing).await;
                until(|| pool.is_empty()).await;
            }
        }
        drop(shops);
        until(|| files() == before).await;
    }
}

#[tokio::test]
async fn no_file_stays_open() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "pool::alone::visit"])
        .env(CHILD, "1");
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let output = in_time(command.output()).await.unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
    assert!(printed.contains("1 passed"), "{printed}");
}
