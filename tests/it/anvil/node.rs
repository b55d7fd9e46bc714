//! A node with a typed client: one body of a test makes three, over HTTP, over WebSocket and over its Unix socket.

use callwright_tests::deadline::{until, within};
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::{Address, GenericTransaction, Hash32, ReceiptInfo, Uint};
use callwright_tests::peer::Anvil;

/// Makes each body a test over each transport.
macro_rules! over_every_transport {
    ($($body:ident),* $(,)?) => {
        mod http {
            $(#[tokio::test]
            async fn $body() {
                super::super::node::visit(callwright_tests::peer::Anvil::http, super::$body).await;
            })*
        }
        mod ws {
            $(#[tokio::test]
            async fn $body() {
                super::super::node::visit(callwright_tests::peer::Anvil::ws, super::$body).await;
            })*
        }
        #[cfg(unix)]
        mod ipc {
            $(#[tokio::test]
            async fn $body() {
                super::super::node::visit(callwright_tests::peer::Anvil::ipc, super::$body).await;
            })*
        }
    };
}
pub(super) use over_every_transport;

/// Runs `body` with a client of a node of its own, the whole of it by one deadline.
pub(super) async fn visit(url: fn(&Anvil) -> String, body: impl AsyncFnOnce(Ethereum)) {
    let anvil = Anvil::start().expect("anvil starts");
    let visit = async {
        let client = Ethereum::connect(&url(&anvil)).await;
        body(client.expect("anvil takes the connection")).await;
    };
    within("the visit", visit).await.unwrap();
}

/// The accounts that the node signs for.
pub(super) async fn accounts(client: &Ethereum) -> [Address; 3] {
    let accounts = client.eth_accounts().await.expect("the accounts");
    accounts.try_into().expect("three accounts")
}

/// Sends a transaction and waits for the block that it comes into.
pub(super) async fn transact(client: &Ethereum, transaction: GenericTransaction) -> ReceiptInfo {
    let sent = client.eth_send_transaction(transaction).await;
    receipt(client, &sent.expect("the transaction is taken")).await
}

/// The receipt, once the transaction is in a block.
pub(super) async fn receipt(client: &Ethereum, transaction: &Hash32) -> ReceiptInfo {
    let ask = async || {
        let receipt = client.eth_get_transaction_receipt(transaction.clone());
        receipt.await.expect("a receipt or null")
    };
    until("the receipt", ask).await.unwrap()
}

/// A quantity as a number: the document knows it as a string of hex digits.
pub(super) fn number(quantity: &Uint) -> u128 {
    let digits = quantity
        .0
        .strip_prefix("0x")
        .expect("a quantity starts with 0x");
    u128::from_str_radix(digits, 16).expect("a quantity of hex digits")
}
