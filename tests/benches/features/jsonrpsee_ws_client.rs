//! One call by jsonrpsee over a WebSocket.
use jsonrpsee::core::client::{ClientT, Error};
use jsonrpsee::rpc_params;
use jsonrpsee::ws_client::WsClientBuilder;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let url = std::env::args().nth(1).unwrap_or_default();
    let client = WsClientBuilder::default().build(&url).await?;
    let text: String = client.request("hello", rpc_params!["world"]).await?;
    println!("{text}");
    Ok(())
}
