//! A build script as users write it, for the tests to run with an environment of their own: takes a document, and maybe
//! a file of options to hand over as values and another one to take in place of `callwright.toml`, or that one and
//! `server` alone.

use std::path::Path;

use callwright_codegen::{Build, Source, config};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let document = arguments.next().ok_or("which document?")?;
    let mut build = Build::new(&document);
    let (options, file) = (arguments.next(), arguments.next());
    if let (Some("server"), Some(file)) = (options.as_deref(), &file) {
        build = build.server(true).client(false).config(file);
    } else if let (Some(options), Some(file)) = (options, file) {
        let root = std::env::current_dir()?;
        let source = Source::parse(&document, &root);
        let given = config::Given::new();
        let config = config::read(&source, Some(Path::new(&options)), &given, &root)?;
        build = build.options(&config.options).config(file);
    }
    let written = build.compile()?;
    println!("written to {}", written.display());
    Ok(())
}
