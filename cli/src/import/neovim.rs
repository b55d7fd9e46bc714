//! `callwright import neovim`: what a Neovim says of its API in, an OpenRPC document out.

mod ask;

use std::io::{self, Read as _};
use std::path::Path;

use callwright_codegen::neovim;

use crate::arguments::ImportNeovim;
use crate::report::Report;
use crate::{Outcome, output};

const ASKABLE: &str = "in Neovim, `:echo v:servername` tells its address, and `:call serverstart(ADDRESS)` adds another one";
const WRITABLE: &str = "`nvim --api-info > FILE` writes one";

/// No description is near as long; a device that never ends is one that is longer.
const LONGEST: u64 = 64 << 20;

pub(crate) fn run(arguments: &ImportNeovim, report: &Report) -> Outcome {
    let description = match description(arguments, report) {
        Ok(description) => description,
        Err(outcome) => return outcome,
    };
    let imported = match neovim::import(&description) {
        Ok(imported) => imported,
        Err(fault) => return report.failed(&fault.into()),
    };
    report.all(&imported.warnings);
    if !imported.left_out.is_empty() {
        let names = imported.left_out.join(", ");
        report.progress(&format!(
            "left out, since they take a function of Lua: {names}"
        ));
    }
    match &arguments.output {
        None => output::print(&imported.text(), report),
        Some(file) => output::write(file, &imported.text(), report),
    }
}

/// What a Neovim says; where that is not to be had, it is reported.
fn description(arguments: &ImportNeovim, report: &Report) -> Result<Vec<u8>, Outcome> {
    let (failed, hint) = match (&arguments.address, &arguments.api_info) {
        (Some(address), _) => match ask::api_info(address) {
            Ok(description) => return Ok(description),
            Err(cause) => (
                format!("`{address}` gives no description: {cause}"),
                ASKABLE,
            ),
        },
        (None, Some(file)) => match read(file) {
            Ok(description) => return Ok(description),
            Err(cause) => (
                format!("`{}` cannot be read: {cause}", file.display()),
                WRITABLE,
            ),
        },
        (None, None) => {
            return neovim::api_info("nvim").map_err(|fault| report.failed(&fault.into()));
        }
    };
    report.say("unreadable", &failed, hint);
    Err(Outcome::Misuse)
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let from: Box<dyn io::Read> = match file == Path::new("-") {
        true => Box::new(io::stdin().lock()),
        false => Box::new(std::fs::File::open(file)?),
    };
    let mut bytes = Vec::new();
    from.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
