//! A node that is killed under load and started again: calls and subscriptions go on over the new connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use callwright::{ConnectOptions, Error, Reconnect, ReconnectEvent, Subscription, connect_with};
use callwright_tests::contract;
use callwright_tests::deadline::{until, within};
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::Log;
use callwright_tests::peer::Anvil;
use tokio::task::JoinSet;

use super::node::number;
use super::storage;

const WORKERS: usize = 16;

#[tokio::test]
async fn calls_and_subscriptions_go_on_over_websocket() {
    within("the visit", go_on(Anvil::ws)).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn calls_and_subscriptions_go_on_over_the_unix_socket() {
    within("the visit", go_on(Anvil::ipc)).await.unwrap();
}

async fn go_on(url: fn(&Anvil) -> String) {
    let mut anvil = Anvil::start_apart(&["--block-time", "1"]).expect("anvil starts");
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    let reconnect = Reconnect::new()
        .with_first_delay(Duration::from_millis(20))
        .with_max_delay(Duration::from_millis(200))
        .with_observer(move |event| {
            if matches!(event, ReconnectEvent::Connected) {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
    let options = ConnectOptions::new().with_reconnect(reconnect);
    let connection = connect_with(&url(&anvil), options).await.unwrap();
    let client = Ethereum::with_connection(connection);
    let mut heads = client.eth_subscribe_new_heads().await.unwrap();
    let mut last = heads.next().await.unwrap().unwrap();
    let contract = storage::deploy(&client).await;
    let filter = storage::of(&contract);
    let mut logs = client.eth_subscribe_logs().filter(filter).await.unwrap();
    storage::store(&client, &contract, 7).await;
    assert_eq!(stored(&mut logs).await, contract::number(7));
    let first = connections.load(Ordering::Relaxed);

    let load = Load::start(&client);
    load.answers(WORKERS).await;
    anvil.kill();
    anvil.restart().expect("anvil starts again");
    let again = load.answers(10 * WORKERS).await;
    let errors = load.stop().await;

    assert!(again >= 10 * WORKERS);
    // What was under way is lost and says so; what came later waited.
    assert!(errors.len() <= WORKERS, "{errors:?}");
    for error in &errors {
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
    }
    assert_eq!(connections.load(Ordering::Relaxed), first + 1);

    // The same stream tells of the new chain, which begins anew: what comes there follows nothing that came before.
    let after = loop {
        let head = heads.next().await.unwrap().unwrap();
        if head.parent_hash != last.hash {
            break head;
        }
        last = head;
    };
    let next = heads.next().await.unwrap().unwrap();
    assert_eq!(next.parent_hash, after.hash);
    assert_eq!(heads.gaps(), 1);
    heads.unsubscribe().await.unwrap();

    // The first contract of an account has the same place on every chain.
    assert_eq!(storage::deploy(&client).await, contract);
    storage::store(&client, &contract, 8).await;
    assert_eq!(stored(&mut logs).await, contract::number(8));
}

/// What the next log says was stored.
async fn stored(logs: &mut Subscription<Log>) -> String {
    let log = logs.next().await.unwrap().unwrap();
    log.data.unwrap().0
}

#[tokio::test]
async fn http_calls_fail_while_it_is_gone() {
    let mut anvil = Anvil::start_apart(&[]).expect("anvil starts");
    let client = Ethereum::connect(&anvil.http()).await.unwrap();
    assert_eq!(number(&client.eth_chain_id().await.unwrap()), 31337);
    anvil.kill();
    let error = client.eth_chain_id().await.unwrap_err();
    let is_right = matches!(error, Error::Connect(_) | Error::Transport(_));
    assert!(is_right, "{error:?}");
    let error = client.eth_chain_id().await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    assert!(!error.may_have_been_received());
    anvil.restart().expect("anvil starts again");
    assert_eq!(number(&client.eth_chain_id().await.unwrap()), 31337);
}

/// Calls without a pause, by many tasks.
struct Load {
    tasks: JoinSet<Vec<Error>>,
    is_over: Arc<AtomicBool>,
    answers: Arc<AtomicUsize>,
}

impl Load {
    fn start(client: &Ethereum) -> Self {
        let (is_over, answers) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
        let mut tasks = JoinSet::new();
        for _ in 0..WORKERS {
            let client = client.clone();
            let (is_over, answers) = (Arc::clone(&is_over), Arc::clone(&answers));
            tasks.spawn(async move {
                let mut errors = Vec::new();
                while !is_over.load(Ordering::Relaxed) {
                    match client.eth_chain_id().await {
                        Ok(chain) => {
                            assert_eq!(number(&chain), 31337);
                            answers.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(error) => errors.push(error),
                    }
                }
                errors
            });
        }
        Self {
            tasks,
            is_over,
            answers,
        }
    }

    /// Waits for so many more answers and gives how many came.
    async fn answers(&self, count: usize) -> usize {
        let before = self.answers.load(Ordering::Relaxed);
        let more = async || {
            let came = self.answers.load(Ordering::Relaxed) - before;
            (came >= count).then_some(came)
        };
        until("the answers", more).await.unwrap()
    }

    async fn stop(self) -> Vec<Error> {
        self.is_over.store(true, Ordering::Relaxed);
        self.tasks.join_all().await.into_iter().flatten().collect()
    }
}
