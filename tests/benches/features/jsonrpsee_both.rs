//! One call by jsonrpsee, over HTTP or a WebSocket as the URL says.
use jsonrpsee::core::client::{ClientT, Error};
use jsonrpsee::http_client::HttpClient;
use jsonrpsee::rpc_params;
use jsonrpsee::ws_client::WsClientBuilder;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let url = std::env::args().nth(1).unwrap_or_default();
    println!(
        "{}",
        match url.starts_with("ws") {
            true => ask(WsClientBuilder::default().build(&url).await?).await?,
            false => ask(HttpClient::builder().build(&url)?).await?,
        }
    );
    Ok(())
}

async fn ask(client: impl ClientT) -> Result<String, Error> {
    client.request("hello", rpc_params!["world"]).await
}
