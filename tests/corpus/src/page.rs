//! Holds `tests/corpus.md` against what was found, or writes it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::client::Client;
use crate::documents::{Document, workspace};
use crate::fault::Fault;
use crate::table;
use crate::values::Verdicts;

/// The heading of what depends on the machine.
const NOT_COMPARED: &str = "\n## Not compared\n";

fn path() -> PathBuf {
    workspace().join("tests/corpus.md")
}

/// Fails with the first lines that differ.
pub(crate) fn compare(compared: &str) -> Result<(), Fault> {
    let committed = fs::read_to_string(path()).unwrap_or_default();
    let committed = committed.split(NOT_COMPARED).next().unwrap_or_default();
    if committed == compared {
        return Ok(());
    }
    let mut message =
        "tests/corpus.md differs from what was found; CALLWRIGHT_BLESS=1 rewrites it".to_owned();
    let mut shown = 0;
    for (mark, one, other) in [("-", committed, compared), ("+", compared, committed)] {
        for line in one
            .lines()
            .filter(|line| !other.lines().any(|kept| kept == *line))
            .take(20)
        {
            let _ = write!(message, "\n{mark} {line}");
            shown += 1;
        }
    }
    match shown {
        0 => Err(Fault(format!(
            "{message}\nonly the order of its lines differs"
        ))),
        _ => Err(Fault(message)),
    }
}

/// Writes the page; what depends on the machine is written anew only by an optimised program.
pub(crate) fn write(compared: &str, measured: &str) -> Result<(), Fault> {
    let committed = fs::read_to_string(path()).unwrap_or_default();
    let kept = committed.split_once(NOT_COMPARED).map(|(_, kept)| kept);
    let rest = match kept {
        Some(kept) if cfg!(debug_assertions) => kept,
        _ => measured,
    };
    fs::write(path(), format!("{compared}{NOT_COMPARED}{rest}"))?;
    Ok(())
}

/// The times and lines of this run, and the values whose number depends on the machine.
pub(crate) fn measured(documents: &[Document], clients: &[Client], verdicts: &Verdicts) -> String {
    let values = table::tallied(&verdicts.of(None, "hypothesis"));
    let mut page = format!(
        "\nValues of hypothesis-jsonschema, which has a second for each schema: {values}.\n\nFrom reading the document to formatted source, once, optimised:\n\n| document | seconds | lines |\n|---|---|---|\n"
    );
    for (document, client) in documents.iter().zip(clients) {
        let (id, seconds) = (&document.id, client.time.as_secs_f64());
        let lines = client.code.lines().count();
        let _ = writeln!(page, "| {id} | {seconds:.3} | {lines} |");
    }
    page
}
