//! What the node refuses: errors that the document does not declare, and a method that it does not have.

use callwright::{Call, Error, Params, Request, ServerError};
use callwright_tests::ethereum::types::{BlockTag, Bytes, GenericTransaction};
use callwright_tests::ethereum::{Ethereum, errors};
use callwright_tests::peer::Anvil;
use serde_json::Value;

use super::node::{accounts, number, over_every_transport, receipt, visit};

over_every_transport!(
    reports_what_is_not_as_documented,
    refuses_an_absent_block,
    refuses_what_is_no_address,
    signs_for_nobody_else
);

const NOBODY: &str = "0x00000000000000000000000000000000000000ff";

/// The document calls the block optional, the node does not.
async fn refuses_an_absent_block(client: Ethereum) {
    let [account, ..] = accounts(&client).await;
    let refused = client.eth_get_balance(account.clone()).await.unwrap_err();
    assert_eq!(
        refused.server().map(ServerError::code),
        Some(-32602),
        "{refused}"
    );
    assert_eq!(refused.method(), Some("eth_getBalance"));
    assert!(!refused.is_retryable());
    client
        .eth_get_balance(account)
        .block(BlockTag::Latest)
        .await
        .unwrap();
}

/// The types take any string for an address, since servers write them in more ways than the document knows.
async fn refuses_what_is_no_address(client: Ethereum) {
    let call = GenericTransaction {
        from: Some("0xsomebody".into()),
        ..GenericTransaction::default()
    };
    let refused = client.eth_call(call).block(BlockTag::Latest).await;
    let Err(Error::Server(errors::EthCall::Other(error))) = refused else {
        panic!("an error that the document does not declare, not {refused:?}");
    };
    assert_eq!(error.code(), -32602, "{error}");
}

async fn signs_for_nobody_else(client: Ethereum) {
    let transaction = GenericTransaction {
        from: Some(NOBODY.into()),
        to: Some(Some(NOBODY.into())),
        ..GenericTransaction::default()
    };
    let refused = client.eth_send_transaction(transaction).await.unwrap_err();
    let error = refused.server().expect("an answer");
    assert_eq!(error.code(), -32602, "{error}");
    assert!(error.message().contains("Signer"), "{error}");
    assert_eq!(number(&client.eth_block_number().await.unwrap()), 0);
}

/// The document promises an object with the transaction and its raw form; the node gives the raw form alone.
async fn reports_what_is_not_as_documented(client: Ethereum) {
    let [from, to, _] = accounts(&client).await;
    let transaction = GenericTransaction {
        from: Some(from),
        to: Some(Some(to)),
        ..GenericTransaction::default()
    };
    let fault = match client.eth_sign_transaction(transaction.clone()).await {
        Err(Error::Decode(fault)) => fault,
        other => panic!("a result of another type, not {other:?}"),
    };
    assert_eq!(
        (fault.method(), fault.path()),
        (Some("eth_signTransaction"), "$")
    );

    // The same asked without a type: the one odd reply cost nothing else.
    let params = Params::by_position()
        .with("Transaction", &transaction)
        .unwrap();
    let request = Request::new("eth_signTransaction", params);
    let signed = Call::<Bytes>::dynamic(client.connection().clone(), request).await;
    let sent = client
        .eth_send_raw_transaction(signed.unwrap())
        .await
        .unwrap();
    assert_eq!(number(&receipt(&client, &sent).await.status.unwrap()), 1);
}

/// What the node answers to a method of another chain.
async fn unknown(client: &Ethereum) -> ServerError {
    let request = Request::new("starknet_chainId", Params::by_position());
    let call = Call::<Value>::dynamic(client.connection().clone(), request);
    match call.await {
        Err(Error::Server(error)) => error,
        other => panic!("no such method, not {other:?}"),
    }
}

#[tokio::test]
async fn knows_no_such_method_over_http() {
    visit(Anvil::http, async |client| {
        let error = unknown(&client).await;
        assert_eq!(
            (error.code(), error.status()),
            (-32601, Some(200)),
            "{error}"
        );
        assert_eq!(error.method(), Some("starknet_chainId"));
    })
    .await;
}

/// Over the other transports the node has another code for it, and the connection lives on.
#[tokio::test]
async fn knows_no_such_method_over_a_connection_that_lives() {
    for url in [Anvil::ws, Anvil::ipc] {
        visit(url, async |client| {
            let error = unknown(&client).await;
            assert_eq!((error.code(), error.status()), (-32602, None), "{error}");
            client.eth_chain_id().await.unwrap();
        })
        .await;
    }
}
