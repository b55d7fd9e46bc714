//! Measures calls of a generated client against the same calls through its peers, on one server, taking turns.
//!
//! ```text
//! sessions [--rounds N] [--slice MILLISECONDS] [--only CLIENT] [FILTER]...   tables; FILTERs are parts of a load's name
//! sessions idle [SESSIONS]              what idle sessions take in memory, 10,000 by default
//! sessions large                        messages of 6 and 64 MB that come 16 KiB at a time
//! sessions stalled [SECONDS]            what a client takes whose peer never reads
//! sessions serve                        the server, which prints its addresses and ends with its input
//! sessions serve-callwright             the same by callwright
//! ```

mod contender;
mod idle;
mod large;
mod load;
mod place;
mod server;
mod stalled;

use std::process::ExitCode;

use load::Load;
use place::Places;
use turns::{Failure, Plan};

callwright::generate_client! {
    /// The client that is measured.
    name: Width,
    spec: "openrpc.json",
    wire: [json, msgpack],
}

#[global_allocator]
static ALLOCATOR: counting::Allocator = counting::Allocator;

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
    // Half of the cores for the clients, half for the server.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads((cores / 2).max(1))
        .enable_all()
        .build()?;
    let number = |otherwise: usize| {
        arguments
            .get(1)
            .map_or(Ok(otherwise), |number| number.parse())
    };
    match arguments.first().map(String::as_str) {
        Some("serve") => server::serve(),
        Some("serve-callwright") => runtime.block_on(idle::serve()),
        Some("idle") => runtime.block_on(idle::measure(number(10_000)?)),
        Some("large") => runtime.block_on(large::measure()),
        Some("stalled") => runtime.block_on(stalled::measure(number(10)?)),
        _ => runtime.block_on(calls(&Plan::read(&arguments)?)),
    }
}

async fn calls(plan: &Plan) -> Result<(), Failure> {
    let places = Places::start()?;
    turns::head(plan);
    for load in Load::all(places.has_neovim()) {
        let row = load.row();
        if plan.has(&row) {
            let contenders = contender::all(places.at(load.server, load.transport)?).await?;
            turns::measure(plan, &row, &contenders).await?;
        }
    }
    Ok(())
}
