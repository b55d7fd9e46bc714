//! The contract on a chain: put there, called, and made to store a number, which it logs.

use callwright_tests::contract;
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::{
    Address, FilterByBlockRange, GenericTransaction, ReceiptInfo,
};

use super::node::{accounts, transact};

/// Puts the contract on the chain.
pub(super) async fn deploy(client: &Ethereum) -> Address {
    let [from, ..] = accounts(client).await;
    let creation = GenericTransaction {
        from: Some(from),
        input: Some(contract::creation().into()),
        ..GenericTransaction::default()
    };
    let receipt = transact(client, creation).await;
    receipt
        .contract_address
        .flatten()
        .expect("the address of the new contract")
}

/// A call of the contract.
pub(super) fn to(contract: &Address, input: String) -> GenericTransaction {
    GenericTransaction {
        to: Some(Some(contract.clone())),
        input: Some(input.into()),
        ..GenericTransaction::default()
    }
}

/// Has it store a number.
pub(super) async fn store(client: &Ethereum, contract: &Address, value: u64) -> ReceiptInfo {
    let [from, ..] = accounts(client).await;
    let store = GenericTransaction {
        from: Some(from),
        ..to(contract, contract::store(value))
    };
    transact(client, store).await
}

/// All logs of the contract.
pub(super) fn of(contract: &Address) -> FilterByBlockRange {
    FilterByBlockRange {
        address: Some(Some(contract.clone().into())),
        ..FilterByBlockRange::default()
    }
}
