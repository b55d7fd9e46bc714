//! What a fresh node says of its chain, its accounts and its fees.

use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::{BlockTag, SyncingStatus};
use futures_util::future::try_join_all;

use super::node::{accounts, number, over_every_transport};

over_every_transport!(
    names_itself,
    funds_its_accounts,
    tells_fees,
    answers_many_at_once
);

async fn names_itself(client: Ethereum) {
    assert_eq!(number(&client.eth_chain_id().await.unwrap()), 31337);
    assert_eq!(client.net_version().await.unwrap().0, "31337");
    assert_eq!(number(&client.eth_block_number().await.unwrap()), 0);
    let syncing = client.eth_syncing().await.unwrap();
    assert!(
        matches!(syncing, SyncingStatus::NotSyncing(false)),
        "{syncing:?}"
    );
}

async fn funds_its_accounts(client: Ethereum) {
    for account in accounts(&client).await {
        let balance = client
            .eth_get_balance(account.clone())
            .block(BlockTag::Latest);
        assert_eq!(number(&balance.await.unwrap()), 10_000 * 10_u128.pow(18));
        let sent = client
            .eth_get_transaction_count(account.clone())
            .block(BlockTag::Latest);
        assert_eq!(number(&sent.await.unwrap()), 0);
        let code = client.eth_get_code(account).block(BlockTag::Latest);
        assert_eq!(code.await.unwrap().0, "0x");
    }
}

async fn tells_fees(client: Ethereum) {
    let base = client
        .eth_get_block_by_number("latest", false)
        .await
        .unwrap();
    let base = number(&base.unwrap().base_fee_per_gas.unwrap());
    let price = number(&client.eth_gas_price().await.unwrap());
    assert!(price >= base, "{price} covers {base}");
    assert!(number(&client.eth_blob_base_fee().await.unwrap()) > 0);

    let history = client
        .eth_fee_history("0x1", "latest", vec![25.0, 75.0])
        .await
        .unwrap();
    assert_eq!(number(&history.oldest_block), 0);
    assert_eq!(number(&history.base_fee_per_gas[0]), base);
    // The fee of the block to come is known too.
    assert_eq!(history.base_fee_per_gas.len(), 2);
    assert_eq!(
        history
            .gas_used_ratio
            .iter()
            .map(|ratio| ratio.0)
            .collect::<Vec<_>>(),
        [0.0]
    );
    let rewards = history.reward.unwrap();
    assert_eq!(rewards.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
}

async fn answers_many_at_once(client: Ethereum) {
    let [first, ..] = accounts(&client).await;
    let calls = (0..100).map(|_| {
        client
            .eth_get_balance(first.clone())
            .block(BlockTag::Latest)
    });
    let balances = try_join_all(calls.map(IntoFuture::into_future))
        .await
        .unwrap();
    assert_eq!(balances.len(), 100);
    assert!(balances.iter().all(|balance| balance == &balances[0]));
}
