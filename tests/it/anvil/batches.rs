//! Calls sent together: a thousand of one kind, some of many kinds, and those that the node refuses.

use callwright::{ServerError, batch};
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::BlockTag;

use super::node::{accounts, number, over_every_transport};

over_every_transport!(
    a_thousand_at_once,
    calls_of_many_kinds,
    refusals_cost_their_own_call
);

async fn a_thousand_at_once(client: Ethereum) {
    let [one, two, three] = accounts(&client).await;
    let accounts = [one, two, three].into_iter().cycle().take(1000);
    let calls = accounts.map(|account| client.eth_get_balance(account).block(BlockTag::Latest));
    let balances = batch(calls).await;
    assert_eq!(balances.len(), 1000);
    for balance in balances {
        assert_eq!(number(&balance.unwrap()), 10_000 * 10_u128.pow(18));
    }
}

async fn calls_of_many_kinds(client: Ethereum) {
    let [first, ..] = accounts(&client).await;
    let (chain, height, balance, block) = batch((
        client.eth_chain_id(),
        client.eth_block_number(),
        client.eth_get_balance(first).block(BlockTag::Latest),
        client.eth_get_block_by_number("latest", false),
    ))
    .await;
    assert_eq!(number(&chain.unwrap()), 31337);
    assert_eq!(number(&height.unwrap()), 0);
    assert_eq!(number(&balance.unwrap()), 10_000 * 10_u128.pow(18));
    assert_eq!(number(&block.unwrap().unwrap().number), 0);
}

async fn refusals_cost_their_own_call(client: Ethereum) {
    let [account, ..] = accounts(&client).await;
    // The document calls the block optional, the node does not.
    let (chain, refused, height) = batch((
        client.eth_chain_id(),
        client.eth_get_balance(account),
        client.eth_block_number(),
    ))
    .await;
    assert_eq!(number(&chain.unwrap()), 31337);
    let refused = refused.unwrap_err();
    assert_eq!(refused.server().map(ServerError::code), Some(-32602));
    assert_eq!(refused.method(), Some("eth_getBalance"));
    assert_eq!(number(&height.unwrap()), 0);
}
