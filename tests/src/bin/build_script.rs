//! A build script as users write it, for the tests to run with an environment of their own: takes a document.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = std::env::args().nth(1).ok_or("which document?")?;
    let written = callwright_codegen::Build::new(document).compile()?;
    println!("written to {}", written.display());
    Ok(())
}
