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
mod rounds;
mod server;
mod slice;
mod socket;
mod spread;

use std::process::ExitCode;
use std::time::Duration;

use contender::Failure;
use load::Load;
use server::Server;

const USAGE: &str =
    "calls [--rounds N] [--slice MILLISECONDS] [--only CLIENT] [FILTER]... | calls paging [PAGES]";

#[global_allocator]
static ALLOCATOR: counting::Allocator = counting::Allocator;

/// How long each contender is measured before the next has its turn, and how often.
struct Plan {
    rounds: usize,
    slice: Duration,
    /// All of them are in the name of a load that is measured.
    filters: Vec<String>,
    /// The one client that is measured.
    only: Option<String>,
}

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
        _ => runtime.block_on(calls(&plan(&arguments)?)),
    }
}

async fn calls(plan: &Plan) -> Result<(), Failure> {
    let server = Server::start()?;
    rounds::head(plan);
    for load in Load::all() {
        let name = load.to_string();
        if plan.filters.iter().all(|filter| name.contains(filter)) {
            let mut contenders = contender::all(load, &server).await?;
            if let Some(only) = &plan.only {
                contenders.retain(|contender| contender.name == only);
            }
            rounds::measure(plan, load, &contenders).await?;
        }
    }
    Ok(())
}

fn plan(arguments: &[String]) -> Result<Plan, Failure> {
    let mut plan = Plan {
        rounds: 20,
        slice: Duration::from_millis(300),
        filters: Vec::new(),
        only: None,
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => plan.rounds = arguments.next().ok_or(USAGE)?.parse()?,
            "--slice" => {
                plan.slice = Duration::from_millis(arguments.next().ok_or(USAGE)?.parse()?);
            }
            "--only" => plan.only = Some(arguments.next().ok_or(USAGE)?.clone()),
            option if option.starts_with("--") => return Err(USAGE.into()),
            filter => plan.filters.push(filter.to_owned()),
        }
    }
    Ok(plan)
}
