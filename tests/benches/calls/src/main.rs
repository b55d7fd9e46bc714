//! Measures calls of a generated client against the same calls through its peers, on one server, taking turns.
//!
//! ```text
//! calls [--rounds N] [--slice MILLISECONDS] [FILTER]...   tables; FILTERs are parts of a load's name: `ws,`, `batch`
//!       [--only CLIENT]                                   one client by itself, for a profile
//! calls paging [PAGES]                                    pages with reading ahead and without, 1000 by default
//! calls serve                                             the server, which prints its addresses and ends with its input
//! ```

mod client;
mod contender;
mod load;
mod paging;
mod server;
mod socket;

use std::process::ExitCode;

use contender::Failure;
use load::Load;
use server::Server;
use turns::Plan;

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
    match arguments.first().map(String::as_str) {
        Some("serve") => runtime.block_on(server::serve()),
        Some("paging") => {
            let pages = arguments.get(1).map_or(Ok(1000), |pages| pages.parse())?;
            let server = Server::start()?;
            runtime.block_on(paging::measure(&server, pages))
        }
        _ => runtime.block_on(calls(&Plan::read(&arguments)?)),
    }
}

async fn calls(plan: &Plan) -> Result<(), Failure> {
    let server = Server::start()?;
    turns::head(plan);
    for load in Load::all() {
        let row = load.row();
        if plan.has(&row) {
            let contenders = contender::all(load, &server).await?;
            turns::measure(plan, &row, &contenders).await?;
        }
    }
    Ok(())
}
