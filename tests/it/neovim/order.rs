//! The order of answers: a Neovim before 0.10 takes them only in the order of a stack.

use std::sync::Arc;

use callwright::{AnswerOrder, ConnectOptions, Error, ServerError, Value};
use callwright_tests::neovim::Neovim;
use callwright_tests::neovim::errors::NvimEval;
use tokio::sync::Notify;

use super::visit::{Visit, channel, dict, over_all, version};

over_all!(
    in_the_order_of_a_stack_both_requests_are_answered,
    in_any_order_it_depends_on_the_version,
);

/// What became of two requests that waited at the same time, of which the first was ready to be answered first.
type Both = [Result<Value, Error<NvimEval>>; 2];

async fn in_the_order_of_a_stack_both_requests_are_answered(visit: &Visit) {
    let options = ConnectOptions::new().with_answer_order(AnswerOrder::Lifo);
    let nvim = visit.connect_with(options).await;
    let [first, second] = two_requests(&nvim).await;
    assert_eq!(first.unwrap(), "first".into());
    assert_eq!(second.unwrap(), "second".into());
    assert_eq!(nvim.nvim_strwidth("alive").await.unwrap(), 5);
}

/// From 0.10 on, who says that it is an ordinary client of MessagePack-RPC may answer as it likes. Before, the connection
/// is closed, and all calls are told so.
async fn in_any_order_it_depends_on_the_version(visit: &Visit) {
    let nvim = visit.connect().await;
    let name = nvim.nvim_set_client_info("callwright", dict([]), "msgpack-rpc", dict([]), dict([]));
    let takes_any = name.await.is_ok() && version() >= (0, 10);
    let [first, second] = two_requests(&nvim).await;
    if takes_any {
        assert_eq!(first.unwrap(), "first".into());
        assert_eq!(second.unwrap(), "second".into());
        return;
    }
    for failed in [first, second] {
        assert!(
            matches!(failed, Err(Error::Closed(_) | Error::Server(_))),
            "{failed:?}"
        );
    }
    let ended = nvim.connection().ended().await;
    assert!(matches!(ended, Error::Closed(_)), "{ended}");
}

/// Neovim asks us a first thing and, while it waits for that, a second one, since we asked it to. We have the answer to the
/// first one ready first.
async fn two_requests(nvim: &Neovim) -> Both {
    let channel = channel(nvim).await;
    let arrived = Arc::new(Notify::new());
    let answered = Arc::new(Notify::new());
    let handlers = nvim.connection().handlers().unwrap();
    handlers.on("first", {
        let (arrived, answered) = (Arc::clone(&arrived), Arc::clone(&answered));
        move |(): ()| {
            let (arrived, answered) = (Arc::clone(&arrived), Arc::clone(&answered));
            async move {
                arrived.notify_one();
                answered.notified().await;
                Ok::<_, ServerError>("first")
            }
        }
    });
    let first = ask(nvim, channel, "first");
    let second = async {
        arrived.notified().await;
        ask(nvim, channel, "second").await
    };
    handlers.on("second", {
        let answered = Arc::clone(&answered);
        move |(): ()| {
            let answered = Arc::clone(&answered);
            async move {
                answered.notify_one();
                // The first one is done meanwhile.
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                Ok::<_, ServerError>("second")
            }
        }
    });
    let (first, second) = tokio::join!(first, second);
    [first, second]
}

async fn ask(nvim: &Neovim, channel: i64, what: &str) -> Result<Value, Error<NvimEval>> {
    nvim.nvim_eval(format!("rpcrequest({channel}, '{what}')"))
        .await
}
