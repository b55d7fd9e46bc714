//! Measures a typed service against the same methods at bare servers, by one client, taking turns.
//!
//! ```text
//! serving [--rounds N] [--slice MILLISECONDS] [--only SERVER] [FILTER]...   tables; FILTERs are parts of a load's name
//! serving serve SERVER      one server, which prints where it is and ends with its input
//! ```

mod client;
mod load;
mod methods;
mod place;
mod serve;

use std::process::ExitCode;

use load::{Load, Transport};
use place::Running;
use turns::{Failure, Plan};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let cores = std::thread::available_parallelism()?.get();
    // Half of the cores for the client, half for the server.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads((cores / 2).max(1))
        .enable_all()
        .build()?;
    match (arguments.first().map(String::as_str), arguments.get(1)) {
        (Some("serve"), Some(name)) => runtime.block_on(serve::by(name)),
        _ => runtime.block_on(measure(&Plan::read(&arguments)?)),
    }
}

async fn measure(plan: &Plan) -> Result<(), Failure> {
    let names = ["jsonrpsee", "callwright", "jsonrpc-ipc-server", "karyon"];
    let [jsonrpsee, callwright, parity, karyon] = names.map(Running::start);
    let [jsonrpsee, callwright, parity, karyon] = [jsonrpsee?, callwright?, parity?, karyon?];
    turns::head(plan);
    for load in Load::all() {
        let row = load.row();
        if !plan.has(&row) {
            continue;
        }
        // The first is what the others are compared with, and comes again at the end: its ratio to itself is the noise.
        let servers = match load.transport {
            Transport::Http | Transport::Ws => vec![
                ("jsonrpsee", &jsonrpsee),
                ("callwright", &callwright),
                ("jsonrpsee again", &jsonrpsee),
            ],
            Transport::Unix => vec![
                ("jsonrpc-ipc-server", &parity),
                ("karyon", &karyon),
                ("callwright", &callwright),
                ("jsonrpc-ipc-server again", &parity),
            ],
        };
        let contenders = servers
            .into_iter()
            .map(|(name, server)| client::contender(name, &server.place, &load));
        let contenders = contenders.collect::<Result<Vec<_>, _>>()?;
        turns::measure(plan, &row, &contenders).await?;
    }
    Ok(())
}
