//! Serves every document by a server that implements nothing, until standard input ends. Prints its URL.
//!
//! The methods of a document have its number before their names: `12 get_pet`.

use std::io::Read as _;

use callwright::describe::Info;
use callwright::{Handlers, Server, Services};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut all = Services::new(Info::new("All documents", "0.0.0"));
    for (number, service) in SERVICES.iter().enumerate() {
        all = all.with(format!("{number} "), service());
    }
    let server = Server::bind("http://127.0.0.1:0", all).await?;
    println!("{}", server.url().unwrap_or_default());
    let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    end.await??;
    Ok(())
}

/// What answers as the traits do by themselves.
#[derive(Debug)]
struct Nothing;

