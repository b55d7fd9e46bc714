//! The crate of the servers: with a program that serves every document by a server that implements nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::{library, templates};
use crate::client::Client;
use crate::fault::Fault;

pub(super) fn write(folder: &Path, servers: &[Client]) -> Result<(), Fault> {
    let sources = library(folder, "servers", "", servers)?;
    let mut program = fs::read_to_string(templates().join("servers/server.rs"))?;
    let mut services = String::new();
    for server in servers {
        let of = format!(
            "corpus_servers::{}::{}",
            server.module, server.generated.name
        );
        let _ = writeln!(program, "impl {of}Server for Nothing {{}}");
        let _ = writeln!(
            services,
            "    || Handlers::from({of}Service::new(Nothing)),"
        );
    }
    let _ = write!(
        program,
        "\n/// The service of each document.\nstatic SERVICES: &[fn() -> Handlers] = &[\n{services}];\n"
    );
    Ok(fs::write(sources.join("server.rs"), program)?)
}
