//! Replies of 10 MB and 100 MB: taken where the limit is raised, and failing alone where it is not.

use std::time::Duration;

use callwright::{ConnectOptions, Connection as _, Error, Params, Request, connect_with};
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::{BlockTag, GenericTransaction};
use callwright_tests::peer::Anvil;

use super::node::number;

/// A reply is twice as long as the bytes that a contract returns.
const TEN: usize = 5_000_000;
const HUNDRED: usize = 50_000_000;

/// Makes a test of each body over each transport.
macro_rules! over_every_transport {
    ($($transport:ident)*) => {$(
        mod $transport {
            #[tokio::test]
            async fn are_taken_where_the_limit_is_raised() {
                super::taken(super::Anvil::$transport).await;
            }

            #[tokio::test]
            async fn fail_alone_over_the_default_limit() {
                super::failing(super::Anvil::$transport).await;
            }
        }
    )*};
}
over_every_transport!(http ws);
#[cfg(unix)]
over_every_transport!(ipc);

/// A node on which such a call does not run out of gas.
fn start() -> Anvil {
    Anvil::start_with(&["--gas-limit", "1000000000000"]).expect("anvil starts")
}

async fn connect(anvil: &Anvil, url: fn(&Anvil) -> String, options: ConnectOptions) -> Ethereum {
    let options = options.with_timeout(Duration::from_secs(120));
    let connection = connect_with(&url(anvil), options).await;
    Ethereum::with_connection(connection.expect("anvil takes the connection"))
}

/// Puts a contract on the chain that returns so many bytes, and gives a call of it.
async fn returning(client: &Ethereum, bytes: usize) -> GenericTransaction {
    let address = format!("0x{bytes:040x}");
    // PUSH4 bytes, PUSH0, RETURN
    let code = format!("0x63{bytes:08x}5ff3");
    let params = Params::by_position().with("address", &address).unwrap();
    let params = params.with("code", &code).unwrap();
    let set = Request::new("anvil_setCode", params);
    client.connection().call(set).await.unwrap();
    GenericTransaction {
        to: Some(Some(address.into())),
        ..GenericTransaction::default()
    }
}

async fn taken(url: fn(&Anvil) -> String) {
    let anvil = start();
    let raised = ConnectOptions::new().with_max_reply_bytes(HUNDRED * 2 + 1000);
    let client = connect(&anvil, url, raised).await;
    for bytes in [TEN, HUNDRED] {
        let call = returning(&client, bytes).await;
        let returned = client.eth_call(call).block(BlockTag::Latest).await.unwrap();
        assert_eq!(returned.0.len(), "0x".len() + 2 * bytes);
        assert!(returned.0 == format!("0x{}", "0".repeat(2 * bytes)));
    }
}

async fn failing(url: fn(&Anvil) -> String) {
    let anvil = start();
    let client = connect(&anvil, url, ConnectOptions::new()).await;
    let (small, large) = (
        returning(&client, TEN).await,
        returning(&client, HUNDRED).await,
    );
    let large = client.eth_call(large).block(BlockTag::Latest);
    let small = client.eth_call(small).block(BlockTag::Latest);
    // Under way at the same time, over one connection where there is only one.
    let (large, small) = tokio::join!(large.into_future(), small.into_future());
    let error = large.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert_eq!(error.method(), Some("eth_call"));
    let limit = ConnectOptions::new().max_reply_bytes.to_string();
    assert!(error.to_string().contains(&limit), "{error}");
    assert_eq!(small.unwrap().0.len(), "0x".len() + 2 * TEN);
    assert_eq!(number(&client.eth_chain_id().await.unwrap()), 31337);
}
