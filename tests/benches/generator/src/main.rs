//! Measures the generator on synthetic documents, and writes such documents for the other benches.
//!
//! ```text
//! generator measure [--runs N] [METHODS...]     a table: time, memory, share of each stage, lines per method
//! generator document openrpc|openapi METHODS    the document itself
//! generator client DOCUMENT OUT [both]          generates a client into OUT, of both wires or of JSON, prints what it took as JSON
//! generator caller openrpc|openapi METHODS      a crate's source that calls every method of the client
//! ```

mod api;
mod caller;
mod client;
mod measure;
mod openapi;
mod openrpc;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use api::Api;
use callwright_codegen::options::Wire;

const USAGE: &str = "generator measure [--runs N] [METHODS...]
generator document openrpc|openapi METHODS
generator client DOCUMENT OUT [both]
generator caller openrpc|openapi METHODS";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    match arguments {
        ["measure", "--runs", runs, sizes @ ..] => measure::table(&numbers(sizes)?, runs.parse()?),
        ["measure", sizes @ ..] => measure::table(&numbers(sizes)?, 5),
        ["document", "openrpc", methods] => print(&openrpc::document(&Api::new(methods.parse()?))),
        ["document", "openapi", methods] => print(&openapi::document(&Api::new(methods.parse()?))),
        ["client", document, out, both @ ..] => {
            let wire = match both {
                ["both"] => vec![Wire::Json, Wire::MsgPack],
                _ => Vec::new(),
            };
            client::generate(Path::new(document), Path::new(out), wire)
        }
        ["caller", "openrpc", methods] => {
            print!("{}", caller::of_callwright(&Api::new(methods.parse()?)));
            Ok(())
        }
        ["caller", "openapi", methods] => {
            print!("{}", caller::of_progenitor(&Api::new(methods.parse()?)));
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}

fn numbers(sizes: &[&str]) -> Result<Vec<usize>, Box<dyn Error>> {
    match sizes {
        [] => Ok(vec![10, 100, 1_000, 10_000]),
        sizes => Ok(sizes
            .iter()
            .map(|it| it.parse())
            .collect::<Result<_, _>>()?),
    }
}

fn print(document: &serde_json::Value) -> Result<(), Box<dyn Error>> {
    println!("{}", serde_json::to_string_pretty(document)?);
    Ok(())
}
