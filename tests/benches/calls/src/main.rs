//! Measures calls of a generated client against the same calls through jsonrpsee, on one server, taking turns.
//!
//! ```text
//! calls [--rounds N] [--slice MILLISECONDS] [FILTER]   tables of ratios; FILTER is part of a load's name: `ws`, `64`
//! calls serve                                          the server, which prints its addresses and ends with its input
//! ```

mod client;
mod contender;
mod load;
mod rounds;
mod server;
mod slice;
mod socket;
mod spread;

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use load::Load;
use server::Server;

const USAGE: &str = "calls [--rounds N] [--slice MILLISECONDS] [FILTER]";

/// How long each contender is measured before the next has its turn, and how often.
struct Plan {
    rounds: usize,
    slice: Duration,
    filter: String,
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

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let cores = std::thread::available_parallelism()?.get();
    // Half of the cores for the clients, half for the server.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads((cores / 2).max(1))
        .enable_all()
        .build()?;
    if arguments == ["serve"] {
        return runtime.block_on(server::serve());
    }
    let plan = plan(&arguments)?;
    let server = Server::start()?;
    runtime.block_on(async {
        rounds::head(&plan);
        for load in Load::all().filter(|load| load.to_string().contains(&plan.filter)) {
            let contenders = contender::all(load.transport, &server).await?;
            rounds::measure(&plan, load, &contenders).await?;
        }
        Ok(())
    })
}

fn plan(arguments: &[String]) -> Result<Plan, Box<dyn Error>> {
    let mut plan = Plan {
        rounds: 20,
        slice: Duration::from_millis(300),
        filter: String::new(),
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => plan.rounds = arguments.next().ok_or(USAGE)?.parse()?,
            "--slice" => {
                plan.slice = Duration::from_millis(arguments.next().ok_or(USAGE)?.parse()?);
            }
            option if option.starts_with("--") => return Err(USAGE.into()),
            filter => plan.filter = filter.to_owned(),
        }
    }
    Ok(plan)
}
