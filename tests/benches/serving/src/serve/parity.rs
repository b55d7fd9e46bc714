//! The methods at jsonrpc-ipc-server.

use std::path::PathBuf;
use std::sync::Arc;

use jsonrpc_core::{IoHandler, Params};
use jsonrpc_ipc_server::ServerBuilder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use turns::Failure;

use crate::methods::{Entry, Store};

pub(super) async fn serve(path: PathBuf) -> Result<(), Failure> {
    let mut handler = IoHandler::new();
    let store = Arc::new(Store::new());
    add(&mut handler, "entry", {
        let store = Arc::clone(&store);
        move |(id, shelf)| store.entry(id, shelf)
    });
    add(&mut handler, "listing", {
        let store = Arc::clone(&store);
        move |_: [u8; 0]| store.listing()
    });
    add(&mut handler, "count", move |(entries,): (Vec<Entry>,)| {
        store.count(&entries)
    });
    let server = tokio::task::spawn_blocking({
        let path = path.display().to_string();
        move || ServerBuilder::new(handler).start(&path)
    });
    let server = server.await??;
    super::stay("", &path, "").await?;
    tokio::task::spawn_blocking(move || server.close()).await?;
    Ok(())
}

fn add<P, R>(
    handler: &mut IoHandler,
    name: &str,
    method: impl Fn(P) -> R + Clone + Send + Sync + 'static,
) where
    P: DeserializeOwned + Send,
    R: Serialize,
{
    handler.add_method(name, move |params: Params| {
        let method = method.clone();
        async move {
            let answer = method(params.parse()?);
            serde_json::to_value(&answer).map_err(|_| jsonrpc_core::Error::internal_error())
        }
    });
}
