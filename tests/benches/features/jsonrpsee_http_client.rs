//! One call by jsonrpsee over HTTP.
use jsonrpsee::core::client::{ClientT, Error};
use jsonrpsee::http_client::HttpClient;
use jsonrpsee::rpc_params;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let url = std::env::args().nth(1).unwrap_or_default();
    let client = HttpClient::builder().build(&url)?;
    let text: String = client.request("hello", rpc_params!["world"]).await?;
    println!("{text}");
    Ok(())
}
