//! The servers, each with the same methods.

mod callwright;
mod jsonrpsee;
mod karyon;
mod parity;

use std::path::{Path, PathBuf};

use turns::Failure;

/// Serves by this name until the input ends.
pub(crate) async fn by(name: &str) -> Result<(), Failure> {
    let path = std::env::temp_dir().join(format!("serving-{name}-{}.sock", std::process::id()));
    match name {
        "callwright" => callwright::serve(path).await,
        "jsonrpsee" => jsonrpsee::serve(path).await,
        "jsonrpc-ipc-server" => parity::serve(path).await,
        "karyon" => karyon::serve(path).await,
        _ => Err(format!("no server is called {name}").into()),
    }
}

/// Says where it is, and waits for the end of the input.
async fn stay(tcp: &str, unix: &Path, prefix: &str) -> Result<(), Failure> {
    println!("{tcp}\n{}\n{prefix}", unix.display());
    tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await??;
    Ok(())
}

fn nowhere() -> PathBuf {
    PathBuf::new()
}
