//! `callwright fetch`: a URL in, a locked copy in the source tree out.

use callwright_codegen::config::Given;
use callwright_codegen::{Diagnostics, Vendored, vendor};

use crate::arguments::{Fetch, absolute};
use crate::report::Report;
use crate::{Outcome, progress};

pub(crate) fn run(arguments: &Fetch, report: &Report) -> Outcome {
    match vendored(arguments) {
        Ok(vendored) => {
            report.all(&vendored.warnings);
            for file in &vendored.written {
                report.progress(&format!("wrote {file}"));
            }
            for file in &vendored.unchanged {
                report.progress(&format!("{file} is as it was"));
            }
            Outcome::Done
        }
        Err(faults) => report.failed(&faults),
    }
}

fn vendored(arguments: &Fetch) -> Result<Vendored, Diagnostics> {
    let (source, config) = arguments.common.read(&arguments.url, &Given::new())?;
    let to = arguments.output.as_deref().map(absolute);
    progress::show(&arguments.url, || {
        vendor(&source, to.as_deref(), &config.options.fetch)
    })
}
