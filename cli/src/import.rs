//! `callwright import`: another system's description of itself in, an OpenRPC document out.

mod neovim;

use crate::Outcome;
use crate::arguments::Import;
use crate::report::Report;

pub(crate) fn run(arguments: &Import, report: &Report) -> Outcome {
    match arguments {
        Import::Neovim(arguments) => neovim::run(arguments, report),
    }
}
