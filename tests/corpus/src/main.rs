//! Takes every document of the corpus through the generator, the compiler and its own values.
//!
//! ```text
//! documents -> clients -> one crate, checked -> judge
//!                      -> values from the schemas -> judged -> tests/corpus.md
//!                      -> calls of a mock server  -> served values, judged with them
//! documents -> servers beside clients -> one crate, checked -> the same calls, and each method without params
//! ```
//!
//! With `both` the clients are made for JSON and MessagePack, and all that is looked at is whether every value comes
//! through both alike; `both few` does that with our own cases and a handful of documents.

// One and the same as that of the other tests, where it is public.
#[allow(unreachable_pub)]
#[path = "../../src/cargo.rs"]
mod cargo;
mod causes;
mod client;
mod consumer;
mod documents;
mod fault;
mod mock;
mod page;
mod reasons;
mod rules;
mod served;
mod servers;
mod sweep;
mod table;
mod values;
mod wires;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use client::Client;
use consumer::Consumer;
use fault::Fault;
use served::Served;
use values::Values;
use wires::Wires;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Fault> {
    let wires = Wires::asked()?;
    let (documents, is_corpus) = documents::all(wires)?;
    let clients: Vec<Client> = documents
        .iter()
        .map(|document| Client::new(document, wires))
        .collect::<Result<_, _>>()?;
    let target = target()?;
    let servers = documents.iter().filter(|_| !wires.are_both());
    let servers: Vec<Client> = servers.map(Client::with_server).collect::<Result<_, _>>()?;
    let consumer = Consumer::new(&target, &clients, &servers, wires)?;
    let values = Values::new(
        target.join(wires.folder()).join("values"),
        &documents,
        &clients,
    )?;
    // Compilers and the makers of values share the processors, and so do compilers and the mock server.
    let (made, built) = thread::scope(|scope| {
        let made = scope.spawn(|| timed("values", || values.make()));
        let built = timed("programs", || consumer.programs());
        (made.join(), built)
    });
    made.map_err(|_| Fault("the values were not made".to_owned()))??;
    let programs = built?;
    if wires.are_both() {
        let verdicts = timed("judging", || values.judge(&programs.judge))?;
        return rules::both(&verdicts);
    }
    let (swept, checked) = thread::scope(|scope| {
        let swept = scope.spawn(|| {
            timed("mock server", || {
                sweep::all(&documents, &values, &programs.caller)
            })
        });
        let checked = timed("clippy and rustdoc", || consumer.check());
        (swept.join(), checked)
    });
    let refused = swept.map_err(|_| Fault("nothing was served".to_owned()))??;
    checked?;
    let unanswered = timed("servers", || servers::called(&servers, &values, &programs))?;
    let verdicts = timed("judging", || values.judge(&programs.judge))?;
    let served = Served::new(&values, refused)?;
    let mut faults = rules::methods(&documents, &clients, &values.methods()?);
    faults.extend(unanswered);
    faults.extend(rules::strict(&documents, &clients)?);
    faults.extend(rules::times(&documents, &clients));
    faults.extend(rules::values(&verdicts, is_corpus));
    if is_corpus {
        faults.extend(rules::reasons(&documents, &verdicts));
        faults.extend(served.unexplained(&documents));
        let compared = table::compared(&documents, &clients, &verdicts, &served);
        let blessed = env::var_os("CALLWRIGHT_BLESS").is_some_and(|value| value == "1");
        if blessed {
            page::write(&compared, &page::measured(&documents, &clients, &verdicts))?;
        } else if let Err(fault) = page::compare(&compared) {
            faults.push(fault.0);
        }
    }
    fault::none(&faults)
}

/// Says how long a step took.
fn timed<T>(what: &str, step: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = step();
    println!("{what}: {:.0} s", started.elapsed().as_secs_f64());
    done
}

/// The target folder, which this program lies in.
fn target() -> Result<PathBuf, Fault> {
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2).map(PathBuf::from);
    target.ok_or_else(|| Fault("the program lies in no target folder".to_owned()))
}
