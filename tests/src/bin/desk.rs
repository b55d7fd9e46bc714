//! The desk in a process of its own: `desk URL` serves there until its client has gone, and `desk document` prints what its
//! client is made of, for `tests/desk/openrpc.json`.

use callwright::{Server, Service};
use callwright_tests::desk::Desk;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let place = std::env::args().nth(1).ok_or("where?")?;
    if place == "document" {
        let document = Desk::default().document();
        println!("{}", serde_json::to_string_pretty(&document)?);
        return Ok(());
    }
    let server = Server::bind(&place, Desk::default()).await?;
    server.ended().await;
    Ok(())
}
