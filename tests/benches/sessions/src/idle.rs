//! What idle sessions take in memory: opens many, calls once over each, looks at what both processes grew by.

use std::time::Duration;

use callwright::{ConnectOptions, Handlers, ServeOptions, Server, Wire};
use turns::Failure;

use crate::Width;
use crate::place::Ours;

/// Opened before anything counts.
const FIRST: usize = 100;

/// Prints what so many sessions take.
pub(crate) async fn measure(sessions: usize) -> Result<(), Failure> {
    let server = Ours::start("serve-callwright")?;
    let url = format!("msgpack+unix:{}", server.unix.display());
    let mut clients = open(&url, FIRST).await?;
    let before = [resident(std::process::id())?, resident(server.id())?];
    clients.extend(open(&url, sessions).await?);
    let after = [resident(std::process::id())?, resident(server.id())?];
    println!("| idle sessions | client's side, bytes each | server's side, bytes each |");
    println!("|---|---|---|");
    let [client, server] = [0, 1].map(|side| after[side].saturating_sub(before[side]) / sessions);
    println!("| {sessions} | {client} | {server} |");
    Ok(())
}

/// Sessions that each have been called over.
async fn open(url: &str, sessions: usize) -> Result<Vec<Width>, Failure> {
    let mut clients = Vec::with_capacity(sessions);
    for _ in 0..sessions {
        let client = Width::connect(url).await?;
        client.nvim_strwidth("once").await?;
        clients.push(client);
    }
    // Both sides have to fall idle.
    tokio::time::sleep(Duration::from_millis(200)).await;
    Ok(clients)
}

/// The bytes of memory that a process has.
pub(crate) fn resident(process: u32) -> Result<usize, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kilobytes.ok_or("no VmRSS")?.trim().parse::<usize>()? * 1024)
}

/// Prints where it listens, and serves by callwright until its input ends.
pub(crate) async fn serve() -> Result<(), Failure> {
    let path = std::env::temp_dir().join(format!("sessions-own-{}.sock", std::process::id()));
    let handlers = Handlers::new();
    handlers.on_both("nvim_strwidth", async |(text,): (String,)| Ok(text.len()));
    let connection = ConnectOptions::new().with_wire(Wire::MessagePack);
    let options = ServeOptions::new()
        .with_max_connections(1_000_000)
        .with_connection(connection);
    let server = Server::with_options(handlers, options);
    server.listen(&format!("unix:{}", path.display())).await?;
    println!("{}\n127.0.0.1:0", path.display());
    tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await??;
    server.close(Duration::ZERO).await;
    Ok(())
}
