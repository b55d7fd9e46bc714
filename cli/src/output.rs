//! Where results go: standard output, or a file that is written whole and only when it is new.

use std::io::{self, Write as _};
use std::path::Path;

use crate::Outcome;
use crate::report::Report;

/// Prints a result. A reader that has seen enough and hangs up is no fault.
pub(crate) fn print(text: &str, report: &Report) -> Outcome {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Outcome::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
        Err(error) => unwritable("standard output", &error, report),
    }
}

pub(crate) fn write(file: &Path, text: &str, report: &Report) -> Outcome {
    let shown = file.display().to_string();
    match callwright_codegen::write(file, text.as_bytes()) {
        Ok(true) => report.progress(&format!("wrote {shown}")),
        Ok(false) => report.progress(&format!("{shown} is as it was")),
        Err(error) => return unwritable(&shown, &error, report),
    }
    Outcome::Done
}

fn unwritable(what: &str, error: &io::Error, report: &Report) -> Outcome {
    report.say(
        "output",
        &format!("{what} cannot be written: {error}"),
        "check that the folder exists and is yours",
    );
    Outcome::Misuse
}
