//! A transfer, its receipt, and the blocks that it comes in, with their transactions and without.

use callwright_tests::deadline::until;
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::{
    Address, BlockTag, BlockTransactions, FilterResults, GenericTransaction, TransactionInfo,
};

use super::node::{accounts, number, over_every_transport, transact};

over_every_transport!(moves_money, shows_blocks, watches_blocks);

const ETHER: u128 = 1_000_000_000_000_000_000;

async fn balance(client: &Ethereum, account: &Address) -> u128 {
    let balance = client
        .eth_get_balance(account.clone())
        .block(BlockTag::Latest);
    number(&balance.await.unwrap())
}

/// One ether from the first account to the second.
async fn transfer(client: &Ethereum) -> GenericTransaction {
    let [from, to, _] = accounts(client).await;
    GenericTransaction {
        from: Some(from),
        to: Some(Some(to)),
        value: Some(format!("{ETHER:#x}").into()),
        ..GenericTransaction::default()
    }
}

async fn moves_money(client: Ethereum) {
    let [from, to, _] = accounts(&client).await;
    let before = (balance(&client, &from).await, balance(&client, &to).await);
    let estimate = client
        .eth_estimate_gas(transfer(&client).await)
        .await
        .unwrap();
    assert_eq!(number(&estimate), 21_000);

    let receipt = transact(&client, transfer(&client).await).await;
    assert_eq!(number(&receipt.status.unwrap()), 1);
    assert_eq!(
        (&receipt.from, receipt.to.flatten()),
        (&from, Some(to.clone()))
    );
    assert_eq!(number(&receipt.gas_used), 21_000);
    assert_eq!(receipt.contract_address, Some(None), "no contract was made");
    assert!(receipt.logs.is_empty());

    let fee = number(&receipt.gas_used) * number(&receipt.effective_gas_price);
    let after = (balance(&client, &from).await, balance(&client, &to).await);
    assert_eq!(after, (before.0 - ETHER - fee, before.1 + ETHER));
}

async fn shows_blocks(client: Ethereum) {
    let receipt = transact(&client, transfer(&client).await).await;
    let hashes = client
        .eth_get_block_by_number(receipt.block_number.clone(), false)
        .await;
    let hashes = hashes.unwrap().expect("the block of the receipt");
    assert_eq!(
        (number(&hashes.number), &hashes.hash),
        (1, &receipt.block_hash)
    );
    let BlockTransactions::TransactionHashes(listed) = hashes.transactions else {
        panic!("hashes only: {:?}", hashes.transactions);
    };
    assert_eq!(listed, std::slice::from_ref(&receipt.transaction_hash));

    let full = client
        .eth_get_block_by_hash(receipt.block_hash.clone(), true)
        .await;
    let full = full.unwrap().expect("the block of the receipt");
    assert_eq!(full.parent_hash, hashes.parent_hash);
    let BlockTransactions::FullTransactions(listed) = full.transactions else {
        panic!("whole transactions: {:?}", full.transactions);
    };
    let [TransactionInfo::Transaction1559Signed(transaction)] = listed.as_slice() else {
        panic!("one of EIP-1559: {listed:?}");
    };
    assert_eq!(transaction.hash, receipt.transaction_hash);
    assert_eq!(number(&transaction.value), ETHER);

    let count = client
        .eth_get_block_transaction_count_by_hash()
        .block_hash(receipt.block_hash);
    assert_eq!(count.await.unwrap().map(|count| number(&count)), Some(1));
    let none = client
        .eth_get_block_by_number("0x1000", false)
        .await
        .unwrap();
    assert!(none.is_none(), "no such block yet: {none:?}");
}

async fn watches_blocks(client: Ethereum) {
    let filter = client.eth_new_block_filter().await.unwrap();
    let receipt = transact(&client, transfer(&client).await).await;
    // A filter hears of a block a little later than the receipt is there.
    let news = async || match client.eth_get_filter_changes(filter.clone()).await.unwrap() {
        FilterResults::NewBlockOrTransactionHashes(blocks) if blocks.is_empty() => None,
        changes => Some(changes),
    };
    let changes = until("the filter", news).await.unwrap();
    let FilterResults::NewBlockOrTransactionHashes(blocks) = changes else {
        panic!("hashes of blocks: {changes:?}");
    };
    assert_eq!(blocks, [receipt.block_hash]);
    assert!(client.eth_uninstall_filter(filter.clone()).await.unwrap());
    assert!(!client.eth_uninstall_filter(filter).await.unwrap());
}
