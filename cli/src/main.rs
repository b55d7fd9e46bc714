//! The callwright command: takes a document, gives a client, a list of its methods, or a locked copy; makes documents of
//! other descriptions, and explains faults.

mod arguments;
mod explain;
mod fetch;
mod generate;
mod import;
mod inspect;
mod output;
mod progress;
mod report;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};
use report::Report;

/// What a run came to.
enum Outcome {
    Done,
    /// The document is at fault, or what was generated from it is stale.
    Fault,
    /// The command was given something that it cannot work with.
    Misuse,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Fault => 1,
            Outcome::Misuse => 2,
        })
    }
}

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    let report = Report::new(command.format());
    let outcome = match command {
        Command::Generate(arguments) => generate::run(&arguments, &report),
        Command::Inspect(arguments) => inspect::run(&arguments, &report),
        Command::Fetch(arguments) => fetch::run(&arguments, &report),
        Command::Import(arguments) => import::run(&arguments, &report),
        Command::Explain(arguments) => explain::run(&arguments, &report),
    };
    outcome.into()
}
