//! anvil, a real Ethereum node: it starts, answers over HTTP and WebSocket, and the typed client of the official document
//! works on it.

#[cfg(corpus)]
mod batches;
#[cfg(corpus)]
mod chain;
#[cfg(corpus)]
mod contracts;
#[cfg(corpus)]
mod large;
#[cfg(corpus)]
mod node;
#[cfg(corpus)]
mod order;
#[cfg(corpus)]
mod refusals;
#[cfg(corpus)]
mod restart;
#[cfg(corpus)]
mod storage;
#[cfg(corpus)]
mod subscriptions;
#[cfg(corpus)]
mod transfers;

use callwright_tests::contract;
use callwright_tests::deadline::until;
use callwright_tests::http::post;
use callwright_tests::peer::Anvil;
use callwright_tests::ws::Socket;
use serde_json::{Value, json};

fn start() -> Anvil {
    Anvil::start().expect("anvil starts")
}

/// The answer to one call over HTTP.
async fn call(anvil: &Anvil, method: &str, params: Value) -> Value {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let answer = post(anvil.address(), &request.to_string())
        .await
        .expect("anvil answers");
    serde_json::from_str(&answer.body).expect("the answer is JSON")
}

/// Sends a transaction from the first account and returns its receipt. The block is made a moment after the answer.
async fn transact(anvil: &Anvil, mut transaction: Value) -> Value {
    let accounts = call(anvil, "eth_accounts", json!([])).await;
    transaction["from"] = accounts["result"][0].clone();
    let sent = call(anvil, "eth_sendTransaction", json!([transaction])).await;
    let receipt = async || {
        let answer = call(anvil, "eth_getTransactionReceipt", json!([sent["result"]])).await;
        answer
            .get("result")
            .filter(|receipt| receipt.is_object())
            .cloned()
    };
    until("the receipt", receipt)
        .await
        .expect("the transaction is in a block")
}

#[tokio::test]
async fn answers_over_http_and_ws() {
    let anvil = start();
    let request = r#"{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}"#;
    let expected = r#"{"jsonrpc":"2.0","id":1,"result":"0x7a69"}"#;

    let answer = post(anvil.address(), request).await.unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, expected));

    let mut socket = Socket::connect(anvil.address()).await.unwrap();
    assert_eq!(socket.call(request).await.unwrap(), expected);
}

#[tokio::test]
async fn two_nodes_have_chains_of_their_own() {
    let (one, other) = (start(), start());
    transact(
        &one,
        json!({ "to": format!("0x{:040x}", 7), "value": "0x1" }),
    )
    .await;
    assert_eq!(
        call(&one, "eth_blockNumber", json!([])).await["result"],
        "0x1"
    );
    assert_eq!(
        call(&other, "eth_blockNumber", json!([])).await["result"],
        "0x0"
    );
}

#[tokio::test]
async fn selectors_and_topic_are_the_hashes_of_their_signatures() {
    let anvil = start();
    for (signature, start) in [
        ("store(uint256)", &contract::store(0)[..10]),
        ("retrieve()", &contract::retrieve()),
        ("fail()", &contract::fail()),
        ("Error(string)", &contract::revert_data()[..10]),
        ("Stored(uint256)", contract::STORED),
    ] {
        let bytes: String = signature
            .bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let hash = call(&anvil, "web3_sha3", json!([format!("0x{bytes}")])).await;
        assert!(
            hash["result"].as_str().unwrap().starts_with(start),
            "{signature}: {hash}"
        );
    }
}

#[tokio::test]
async fn the_contract_stores_logs_and_reverts() {
    let anvil = start();
    let created = transact(&anvil, json!({ "data": contract::creation() })).await;
    let address = &created["contractAddress"];
    let code = call(&anvil, "eth_getCode", json!([address, "latest"])).await;
    assert_eq!(code["result"], contract::deployed());

    let stored = transact(
        &anvil,
        json!({ "to": address, "data": contract::store(42) }),
    )
    .await;
    assert_eq!(stored["status"], "0x1", "{stored}");
    assert_eq!(stored["logs"][0]["topics"], json!([contract::STORED]));
    assert_eq!(stored["logs"][0]["data"], contract::number(42));

    let read = json!([{ "to": address, "data": contract::retrieve() }, "latest"]);
    assert_eq!(
        call(&anvil, "eth_call", read).await["result"],
        contract::number(42)
    );

    let failing = json!([{ "to": address, "data": contract::fail() }, "latest"]);
    let error = &call(&anvil, "eth_call", failing).await["error"];
    assert_eq!(error["code"], 3, "{error}");
    assert_eq!(error["data"], contract::revert_data());
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains(contract::REASON),
        "{error}"
    );

    let unknown = json!([{ "to": address, "data": "0x00000000" }, "latest"]);
    let error = &call(&anvil, "eth_call", unknown).await["error"];
    assert_eq!(
        (&error["code"], &error["data"]),
        (&json!(3), &json!("0x")),
        "{error}"
    );
}

#[tokio::test]
async fn ends_with_its_owner() {
    let mut anvil = start();
    assert!(anvil.process.is_running());
    let address = anvil.address();
    drop(anvil);
    tokio::net::TcpStream::connect(address)
        .await
        .expect_err("nobody listens any more");
}
