//! The methods at bare jsonrpsee's server.

use std::path::PathBuf;

use jsonrpsee::server::{RpcModule, ServerBuilder, ServerConfig};
use jsonrpsee::types::ErrorObjectOwned;
use turns::Failure;

use crate::methods::{Entry, Store};

pub(super) async fn serve(_: PathBuf) -> Result<(), Failure> {
    // Clients open connections that they come to use much later.
    let config = ServerConfig::builder()
        .max_connections(10_000)
        .set_first_request_timeout(None)
        .build();
    let server = ServerBuilder::with_config(config);
    let server = server.build("127.0.0.1:0").await?;
    let address = server.local_addr()?.to_string();
    let handle = server.start(module()?);
    super::stay(&address, &super::nowhere(), "").await?;
    let _ = handle.stop();
    Ok(())
}

fn module() -> Result<RpcModule<Store>, Failure> {
    let mut module = RpcModule::new(Store::new());
    module.register_async_method("entry", |params, store, _| async move {
        let (id, shelf) = params.parse::<(u64, String)>()?;
        Ok::<_, ErrorObjectOwned>(store.entry(id, shelf))
    })?;
    module.register_async_method("listing", |_, store, _| async move {
        Ok::<_, ErrorObjectOwned>(store.listing())
    })?;
    module.register_async_method("count", |params, store, _| async move {
        let (entries,) = params.parse::<(Vec<Entry>,)>()?;
        Ok::<_, ErrorObjectOwned>(store.count(&entries))
    })?;
    Ok(module)
}
