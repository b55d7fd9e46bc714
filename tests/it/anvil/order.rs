//! Many calls under way at once over one connection, whose answers come in another order.

use callwright::{Connection as _, Params, Request};
use callwright_tests::deadline::within;
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::{Address, BlockTag, GenericTransaction};
use callwright_tests::peer::Anvil;
use futures_util::future::try_join_all;

use super::node::number;

const ACCOUNTS: u128 = 300;

#[cfg(unix)]
#[tokio::test]
async fn answers_overtake_each_other_over_the_unix_socket() {
    overtaking(Anvil::ipc).await;
}

#[tokio::test]
async fn answers_overtake_each_other_over_websocket() {
    overtaking(Anvil::ws).await;
}

async fn overtaking(url: fn(&Anvil) -> String) {
    // Enough for a minute of looping.
    let anvil = Anvil::start_with(&["--gas-limit", "100000000000"]).expect("anvil starts");
    let client = Ethereum::connect(&url(&anvil)).await;
    let client = client.expect("anvil takes the connection");
    within("the calls", ask(client)).await.unwrap();
}

async fn ask(client: Ethereum) {
    let slow = looping(&client).await;
    for account in 1..=ACCOUNTS {
        let balance = format!("{account:#x}");
        tell(&client, "anvil_setBalance", [address(account), balance]).await;
    }
    let slow = client.eth_call(slow).block(BlockTag::Latest);
    let slow = tokio::spawn(slow.into_future());
    tokio::task::yield_now().await;
    // Each has an answer of its own, so that none can be taken for another.
    let calls = (1..=ACCOUNTS).map(|account| {
        let address = Address::from(address(account));
        client
            .eth_get_balance(address)
            .block(BlockTag::Latest)
            .into_future()
    });
    let balances = try_join_all(calls).await.unwrap();
    let balances: Vec<_> = balances.iter().map(number).collect();
    assert_eq!(balances, (1..=ACCOUNTS).collect::<Vec<_>>());
    assert!(!slow.is_finished(), "the first call is not answered yet");
    // Nobody waits for it any more, and nothing else comes of that.
    slow.abort();
    assert!(slow.await.unwrap_err().is_cancelled());
    assert_eq!(number(&client.eth_chain_id().await.unwrap()), 31337);
}

/// Puts a contract on the chain that never ends, and gives a call of it.
async fn looping(client: &Ethereum) -> GenericTransaction {
    let to = address(ACCOUNTS + 1);
    // JUMPDEST, PUSH0, JUMP
    tell(client, "anvil_setCode", [to.clone(), "0x5b5f56".to_owned()]).await;
    GenericTransaction {
        to: Some(Some(to.into())),
        ..GenericTransaction::default()
    }
}

async fn tell(client: &Ethereum, method: &'static str, [account, value]: [String; 2]) {
    let params = Params::by_position().with("account", &account).unwrap();
    let params = params.with("value", &value).unwrap();
    let told = client.connection().call(Request::new(method, params)).await;
    told.unwrap();
}

fn address(number: u128) -> String {
    format!("{:#042x}", number + 0x1000)
}
