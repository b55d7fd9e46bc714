//! A deployed contract: its code, its calls, its logs, and what it refuses.

use callwright::Error;
use callwright_tests::contract;
use callwright_tests::ethereum::types::{BlockTag, FilterByBlockRange, FilterResults, Log};
use callwright_tests::ethereum::{Ethereum, errors};

use super::node::{number, over_every_transport};
use super::storage::{self, deploy, store, to};

over_every_transport!(answers_calls, logs_what_it_stores, reverts_with_a_reason);

async fn answers_calls(client: Ethereum) {
    let address = deploy(&client).await;
    let code = client.eth_get_code(address.clone()).block(BlockTag::Latest);
    assert_eq!(code.await.unwrap().0, contract::deployed());

    let receipt = store(&client, &address, 42).await;
    assert_eq!(number(&receipt.status.unwrap()), 1);

    let stored = client
        .eth_call(to(&address, contract::retrieve()))
        .block(BlockTag::Latest);
    assert_eq!(stored.await.unwrap().0, contract::number(42));
    // The block before knows nothing of it.
    let before = format!("{:#x}", number(&receipt.block_number) - 1);
    let before = callwright_tests::ethereum::types::Uint::from(before);
    let empty = client
        .eth_call(to(&address, contract::retrieve()))
        .block(before);
    assert_eq!(empty.await.unwrap().0, contract::number(0));
    let slot = client
        .eth_get_storage_at(address, "0x0")
        .block(BlockTag::Latest);
    assert_eq!(slot.await.unwrap().0, contract::number(42));
}

async fn logs_what_it_stores(client: Ethereum) {
    let address = deploy(&client).await;
    for value in [7, 8] {
        store(&client, &address, value).await;
    }
    let all = FilterByBlockRange {
        from_block: Some("0x0".into()),
        topics: Some(Some(vec![Some(contract::STORED.into())])),
        ..storage::of(&address)
    };
    let found = logs(client.eth_get_logs(all.clone()).await.unwrap());
    let data: Vec<_> = found
        .iter()
        .map(|log| log.data.as_ref().unwrap().0.clone())
        .collect();
    assert_eq!(data, [contract::number(7), contract::number(8)]);
    for log in &found {
        assert_eq!(log.address.as_ref(), Some(&address));
        assert_eq!(log.topics.as_ref().unwrap()[0].0, contract::STORED);
        assert_eq!(log.removed, Some(false));
    }

    let other = vec![Some(contract::number(1).into())];
    let none = FilterByBlockRange {
        topics: Some(Some(other)),
        ..all
    };
    assert!(logs(client.eth_get_logs(none).await.unwrap()).is_empty());
}

/// The logs among the results. An empty list fits both kinds of results, and the first of them takes it.
fn logs(results: FilterResults) -> Vec<Log> {
    match results {
        FilterResults::NewLogs(logs) => logs,
        FilterResults::NewBlockOrTransactionHashes(hashes) if hashes.is_empty() => Vec::new(),
        FilterResults::NewBlockOrTransactionHashes(hashes) => panic!("logs, not {hashes:?}"),
    }
}

async fn reverts_with_a_reason(client: Ethereum) {
    let address = deploy(&client).await;
    let failing = client
        .eth_call(to(&address, contract::fail()))
        .block(BlockTag::Latest);
    let Err(Error::Server(errors::EthCall::ExecutionReverted(error))) = failing.await else {
        panic!("the declared error");
    };
    assert_eq!(error.code(), 3);
    assert!(error.message().contains(contract::REASON), "{error}");
    assert_eq!(
        error.data::<String>().unwrap(),
        Some(contract::revert_data())
    );
    assert_eq!(error.method(), Some("eth_call"));

    // The same error is another method's too, as a variant of that method's own.
    let failing = client
        .eth_estimate_gas(to(&address, contract::fail()))
        .await;
    let Err(Error::Server(errors::EthEstimateGas::ExecutionReverted(error))) = failing else {
        panic!("the declared error, not {failing:?}");
    };
    assert_eq!(
        error.data::<String>().unwrap(),
        Some(contract::revert_data())
    );
}
