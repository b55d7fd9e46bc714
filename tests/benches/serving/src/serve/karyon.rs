//! The methods at karyon's server.

use std::path::PathBuf;
use std::sync::Arc;

use karyon_jsonrpc::error::RPCError;
use karyon_jsonrpc::rpc_impl;
use karyon_jsonrpc::server::ServerBuilder;
use serde_json::Value;
use turns::Failure;

use crate::methods::{Entry, Store};

struct Karyon(Store);

#[rpc_impl]
impl Karyon {
    async fn entry(&self, params: Value) -> Result<Value, RPCError> {
        let (id, shelf): (u64, String) = serde_json::from_value(params)?;
        Ok(serde_json::to_value(self.0.entry(id, shelf))?)
    }

    async fn listing(&self, _params: Value) -> Result<Value, RPCError> {
        Ok(serde_json::to_value(self.0.listing())?)
    }

    async fn count(&self, params: Value) -> Result<Value, RPCError> {
        let (entries,): (Vec<Entry>,) = serde_json::from_value(params)?;
        Ok(serde_json::to_value(self.0.count(&entries))?)
    }
}

pub(super) async fn serve(path: PathBuf) -> Result<(), Failure> {
    let server = ServerBuilder::new(format!("unix://{}", path.display()))
        .map_err(|error| error.to_string())?
        .service(Arc::new(Karyon(Store::new())))
        .build()
        .await
        .map_err(|error| error.to_string())?;
    server.start();
    super::stay("", &path, "Karyon.").await
}
