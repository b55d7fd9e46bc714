//! alloy's client: `alloy-visitor ADDRESS`, a URL of HTTP or of a WebSocket, or the path of a Unix socket. Prints what it is
//! answered.

use std::error::Error;
use std::sync::Mutex;

use alloy_json_rpc::{ErrorPayload, RpcError};
use alloy_primitives::B256;
use alloy_rpc_client::{ClientBuilder, RpcClient};
use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let address = std::env::args().nth(1).ok_or("an address is needed")?;
    let client = ClientBuilder::default().connect(&address).await?;
    println!("add {}", ask(&client, "add", json!([5, 4])).await?);
    println!(
        "named {}",
        ask(&client, "add", json!({ "b": 4, "a": 5 })).await?
    );
    let mixed = json!([["ü", 1.5, null, { "a": [1] }]]);
    println!("echo {}", ask(&client, "echo", mixed).await?);
    let nothing: Value = client.request_noparams("nothing").await?;
    println!("nothing {nothing}");
    let refusal = refused(&client, "refuse", json!({ "id": 9 })).await?;
    let data = refusal.data.unwrap_or_default();
    println!("refused {} {} {data}", refusal.code, refusal.message);
    println!(
        "invalid {}",
        refused(&client, "add", json!(["five", 4])).await?.code
    );
    println!(
        "missing {}",
        refused(&client, "missing", json!([])).await?.code
    );
    slow(&client).await?;
    batch(&client).await?;
    pages(&client).await?;
    ticks(&client).await
}

async fn ask(client: &RpcClient, method: &'static str, params: Value) -> Outcome<Value> {
    Ok(client.request(method, params).await?)
}

/// What a call is refused with.
async fn refused(client: &RpcClient, method: &'static str, params: Value) -> Outcome<ErrorPayload> {
    match client.request::<_, Value>(method, params).await {
        Err(RpcError::ErrorResp(error)) => Ok(error),
        other => Err(format!("{method}: {other:?}").into()),
    }
}

/// What is quick overtakes what is slow.
async fn slow(client: &RpcClient) -> Outcome {
    let order = Mutex::new(Vec::new());
    let asked = async |milliseconds: u64, value: &str| {
        let params = json!({ "milliseconds": milliseconds, "value": value });
        let answer = ask(client, "slow", params).await?;
        let mut order = order.lock().map_err(|_| "a call has panicked")?;
        order.push(answer.as_str().unwrap_or_default().to_owned());
        Outcome::Ok(())
    };
    let (late, early) = tokio::join!(asked(1500, "late"), asked(0, "early"));
    late.and(early)?;
    println!("slow {}", order.into_inner()?.join(" "));
    Ok(())
}

async fn batch(client: &RpcClient) -> Outcome {
    let mut batch = client.new_batch();
    let calls = [
        batch.add_call::<_, Value>("add", &(1, 2))?,
        batch.add_call("missing", &json!([]))?,
        batch.add_call("echo", &["two"])?,
    ];
    batch.send().await?;
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(match call.await {
            Err(RpcError::ErrorResp(error)) => error.code.into(),
            answered => answered?,
        });
    }
    println!("batch {}", Value::from(outcomes));
    Ok(())
}

async fn pages(client: &RpcClient) -> Outcome {
    let mut page = ask(client, "count", json!({ "limit": 2 })).await?;
    println!(
        "page {} {} {}",
        page["items"], page["next_page_key"], page["total"]
    );
    let mut all = Vec::new();
    loop {
        all.extend(page["items"].as_array().cloned().unwrap_or_default());
        let Some(key) = page.get("next_page_key") else {
            break;
        };
        page = ask(client, "count", json!({ "limit": 2, "page_key": key })).await?;
    }
    println!("pages {}", Value::from(all));
    Ok(())
}

async fn ticks(client: &RpcClient) -> Outcome {
    let mut call = client.request::<_, B256>("ticks", json!({ "to": 3 }));
    if client.pubsub_frontend().is_some() {
        call.set_is_subscription();
    }
    let id = match call.await {
        Err(RpcError::ErrorResp(refusal)) => {
            println!("ticks refused {}", refusal.code);
            return Ok(());
        }
        subscribed => subscribed?,
    };
    let mut ticks = client.get_subscription::<u64>(id).await;
    let mut heard = Vec::new();
    while heard.len() < 3 {
        heard.push(ticks.recv().await?);
    }
    println!("ticks {}", json!(heard));
    Ok(())
}
