//! What the node tells by itself: heads, logs and pending transactions, typed by rules beside the official document.

use callwright::Error;
use callwright_tests::contract;
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::GenericTransaction;
use callwright_tests::peer::Anvil;

use super::node::{accounts, number, transact, visit};
use super::storage;

/// Makes a test of each body over each transport on which the node speaks by itself.
macro_rules! where_the_node_speaks {
    ($($body:ident),* $(,)?) => {
        mod ws {
            $(#[tokio::test]
            async fn $body() {
                super::visit(super::Anvil::ws, super::$body).await;
            })*
        }
        #[cfg(unix)]
        mod ipc {
            $(#[tokio::test]
            async fn $body() {
                super::visit(super::Anvil::ipc, super::$body).await;
            })*
        }
    };
}
where_the_node_speaks!(
    heads_follow_each_other,
    logs_come_as_they_are_made,
    pending_ones_are_told
);

/// The node makes a block for each transaction.
async fn transfer(client: &Ethereum) -> GenericTransaction {
    let [from, to, _] = accounts(client).await;
    GenericTransaction {
        from: Some(from),
        to: Some(Some(to)),
        value: Some("0x1".into()),
        ..GenericTransaction::default()
    }
}

async fn heads_follow_each_other(client: Ethereum) {
    let mut heads = client.eth_subscribe_new_heads().await.unwrap();
    assert!(heads.id().unwrap().get().starts_with("\"0x"));
    transact(&client, transfer(&client).await).await;
    let first = heads.next().await.unwrap().unwrap();
    transact(&client, transfer(&client).await).await;
    let second = heads.next().await.unwrap().unwrap();
    assert_eq!(number(&second.number), number(&first.number) + 1);
    assert_eq!(second.parent_hash, first.hash);
    assert_eq!(heads.lost(), 0);
    heads.unsubscribe().await.unwrap();
}

async fn logs_come_as_they_are_made(client: Ethereum) {
    let address = storage::deploy(&client).await;
    let filter = storage::of(&address);
    let mut logs = client.eth_subscribe_logs().filter(filter).await.unwrap();
    for value in [7, 8] {
        storage::store(&client, &address, value).await;
        let log = logs.next().await.unwrap().unwrap();
        assert_eq!(log.data.unwrap().0, contract::number(value));
        assert_eq!(log.address.unwrap(), address);
    }
}

async fn pending_ones_are_told(client: Ethereum) {
    let mut pending = client
        .eth_subscribe_new_pending_transactions()
        .await
        .unwrap();
    let transfer = transfer(&client).await;
    let hash = client.eth_send_transaction(transfer).await.unwrap();
    assert_eq!(pending.next().await.unwrap().unwrap(), hash);
}

#[tokio::test]
async fn http_says_that_it_has_none() {
    visit(Anvil::http, async |client: Ethereum| {
        let error = client.eth_subscribe_new_heads().await.unwrap_err();
        assert!(matches!(error, Error::Subscription(_)), "{error:?}");
        assert!(error.to_string().contains("ws://"), "{error}");
    })
    .await;
}
