//! What Neovim asks of us: answered by handlers that ask it meanwhile, as deep as they like.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use callwright::ServerError;
use callwright_tests::neovim::Neovim;

use super::visit::{Visit, channel, over_all};

over_all!(
    a_request_is_answered,
    five_levels_deep_both_ways,
    a_refusal_is_an_exception_in_neovim,
    what_nobody_handles_is_refused_and_the_connection_lives,
    handlers_come_and_go,
);

async fn a_request_is_answered(visit: &Visit) {
    let nvim = visit.connect().await;
    let channel = channel(&nvim).await;
    let handlers = nvim.connection().handlers().unwrap();
    handlers.on("add", async |(a, b): (i64, i64)| {
        Ok::<_, ServerError>(a + b)
    });
    let sum = nvim
        .nvim_eval(format!("rpcrequest({channel}, 'add', 20, 22)"))
        .await
        .unwrap();
    assert_eq!(sum, 42.into());
}

/// What our handler and Neovim make of it together: `nested(n)` is `n + nested(n - 1)`, and asks for the latter by an
/// expression of Neovim, which asks us.
async fn five_levels_deep_both_ways(visit: &Visit) {
    const LEVELS: i64 = 5;
    let nvim = visit.connect().await;
    let channel = channel(&nvim).await;
    let asked = Arc::new(AtomicU32::new(0));
    nvim.connection().handlers().unwrap().on("nested", {
        let (nvim, asked) = (nvim.clone(), Arc::clone(&asked));
        move |(level,): (i64,)| {
            let (nvim, asked) = (nvim.clone(), Arc::clone(&asked));
            async move {
                asked.fetch_add(1, Ordering::Relaxed);
                match level {
                    0 => Ok(0),
                    level => Ok(level + ask(&nvim, channel, level - 1).await?),
                }
            }
        }
    });
    assert_eq!(ask(&nvim, channel, LEVELS).await.unwrap(), 15);
    assert_eq!(asked.load(Ordering::Relaxed), 6);
}

async fn ask(nvim: &Neovim, channel: i64, level: i64) -> Result<i64, ServerError> {
    let asked = nvim
        .nvim_eval(format!("rpcrequest({channel}, 'nested', {level})"))
        .await;
    let answer = asked.map_err(|error| ServerError::new(0, error.to_string()))?;
    answer
        .as_i64()
        .ok_or_else(|| ServerError::new(0, "no number"))
}

async fn a_refusal_is_an_exception_in_neovim(visit: &Visit) {
    let nvim = visit.connect().await;
    let channel = channel(&nvim).await;
    let handlers = nvim.connection().handlers().unwrap();
    handlers.on("refuse", async |(): ()| {
        Err::<(), _>(ServerError::new(1, "not today"))
    });
    let refused = nvim
        .nvim_eval(format!("rpcrequest({channel}, 'refuse')"))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("not today"), "{refused}");
}

async fn what_nobody_handles_is_refused_and_the_connection_lives(visit: &Visit) {
    let nvim = visit.connect().await;
    let channel = channel(&nvim).await;
    let refused = nvim
        .nvim_eval(format!("rpcrequest({channel}, 'nobody')"))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("nobody"), "{refused}");
    assert_eq!(nvim.nvim_strwidth("alive").await.unwrap(), 5);
}

async fn handlers_come_and_go(visit: &Visit) {
    let nvim = visit.connect().await;
    let channel = channel(&nvim).await;
    let handlers = nvim.connection().handlers().unwrap();
    let ask = async || {
        nvim.nvim_eval(format!("rpcrequest({channel}, 'which')"))
            .await
    };
    for number in [1, 2] {
        handlers.on("which", move |(): ()| async move {
            Ok::<_, ServerError>(number)
        });
        assert_eq!(ask().await.unwrap(), number.into());
    }
    handlers.remove("which");
    ask().await.unwrap_err();
}
