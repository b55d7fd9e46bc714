//! `callwright inspect`: a document in, its methods as Rust signatures out.

use callwright_codegen::config::Given;
use callwright_codegen::{Diagnostics, Inspected};

use crate::arguments::Inspect;
use crate::report::Report;
use crate::{Outcome, output, progress};

pub(crate) fn run(arguments: &Inspect, report: &Report) -> Outcome {
    match inspected(arguments) {
        Ok((methods, found)) => {
            report.all(&found);
            let text: String = methods.iter().map(line).collect();
            output::print(&text, report)
        }
        Err(faults) => report.failed(&faults),
    }
}

fn inspected(arguments: &Inspect) -> Result<(Vec<Inspected>, Diagnostics), Diagnostics> {
    let document = &arguments.document;
    let (source, config) = document.common.read(&document.spec, &Given::new())?;
    progress::show(&document.spec, || {
        callwright_codegen::inspect(&source, &config.options)
    })
}

/// The signature, and under it what the signature does not say.
fn line(method: &Inspected) -> String {
    let wire = Some(&method.name).filter(|wire| !method.signature.starts_with(&format!("{wire}(")));
    let wire = wire.map(|wire| format!("on the wire `{wire}`"));
    let notes: Vec<String> = wire
        .into_iter()
        .chain(method.notes.iter().cloned())
        .collect();
    match notes.is_empty() {
        true => format!("{}\n", method.signature),
        false => format!("{}\n    {}\n", method.signature, notes.join("; ")),
    }
}
