//! `callwright generate`: a document in, Rust source out.

use std::fs;
use std::path::Path;

use callwright_codegen::config::Given;
use callwright_codegen::{Diagnostics, Generated};

use crate::arguments::Generate;
use crate::report::Report;
use crate::{Outcome, output, progress};

pub(crate) fn run(arguments: &Generate, report: &Report) -> Outcome {
    let (generated, code) = match generated(arguments) {
        Ok(generated) => generated,
        Err(faults) => return report.failed(&faults),
    };
    report.found(&generated.warnings);
    match &arguments.output {
        None => output::print(&code, report),
        Some(file) if arguments.check => check(file, &code, arguments, report),
        Some(file) => output::write(file, &code, report),
    }
}

/// The client and its source.
fn generated(arguments: &Generate) -> Result<(Generated, String), Diagnostics> {
    let mut given = Given::new();
    given.extend(
        arguments
            .name
            .clone()
            .map(|name| ("name".to_owned(), name.into())),
    );
    let flags = [
        ("strict", arguments.strict, true),
        ("server", arguments.server, true),
        ("client", arguments.no_client, false),
    ];
    let flags = flags.into_iter().filter(|(_, is_given, _)| *is_given);
    given.extend(flags.map(|(option, _, value)| (option.to_owned(), value.into())));
    let wire = Some(&arguments.wire).filter(|wire| !wire.is_empty());
    given.extend(wire.map(|wire| ("wire".to_owned(), wire.clone().into())));
    let document = &arguments.document;
    let (source, config) = document.common.read(&document.spec, &given)?;
    progress::show(&document.spec, || {
        let generated = callwright_codegen::generate(&source, &config.options)?;
        let code = generated.code()?;
        Ok((generated, code))
    })
}

fn check(file: &Path, code: &str, arguments: &Generate, report: &Report) -> Outcome {
    let shown = file.display();
    let why = match fs::read(file) {
        Ok(old) if old == code.as_bytes() => return Outcome::Done,
        Ok(_) => "is not what the document gives now".to_owned(),
        Err(error) => format!("cannot be read: {error}"),
    };
    let command = format!("callwright generate {} -o {shown}", arguments.document.spec);
    report.say(
        "stale",
        &format!("`{shown}` {why}"),
        &format!("`{command}` writes it anew"),
    );
    Outcome::Fault
}
