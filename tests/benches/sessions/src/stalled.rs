//! A peer that never reads: what a client that goes on calling takes in memory.

use std::time::Duration;

use tokio::net::UnixListener;
use turns::Failure;

use crate::Width;
use crate::idle::resident;

/// How many callers go on calling, and with how long a text.
const CALLERS: usize = 256;
const TEXT: usize = 16 << 10;

/// Prints what the process has after each second.
pub(crate) async fn measure(seconds: usize) -> Result<(), Failure> {
    let path = std::env::temp_dir().join(format!("sessions-stalled-{}.sock", std::process::id()));
    let listener = UnixListener::bind(&path)?;
    let client = Width::connect(&format!("msgpack+unix:{}", path.display())).await?;
    let (_never_read, _) = listener.accept().await?;
    let callers = (0..CALLERS).map(|_| tokio::spawn(call(client.clone())));
    let callers: Vec<_> = callers.collect();
    println!("| seconds | memory of the client |");
    println!("|---|---|");
    for second in 0..=seconds {
        let memory = resident(std::process::id())? as f64 / 1e6;
        println!("| {second} | {memory:.1} MB |");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    callers.iter().for_each(tokio::task::JoinHandle::abort);
    std::fs::remove_file(&path)?;
    Ok(())
}

async fn call(client: Width) {
    let text = "x".repeat(TEXT);
    loop {
        // None is answered.
        let limit = Duration::from_millis(50);
        let _ = client.nvim_strwidth(&text).with_timeout(limit).await;
    }
}
