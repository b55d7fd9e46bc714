//! Reads values from standard input, each with its document and type, and prints what the type makes of it.
//!
//! A line in is `document type json`, a line out `= json` for what was read and written again, or `! reason`. What came
//! through JSON and not through the other wire is told on standard error, and ends the program as failed.

use std::io::{BufRead, BufWriter, Write};

use callwright::__private::v1::{serde, serde_json};

mod wire;

/// Reads a value and writes it again.
type Judge = fn(&str) -> Result<(String, Vec<String>), serde_json::Error>;

fn through<T: serde::de::DeserializeOwned + serde::Serialize>(
    text: &str,
) -> Result<(String, Vec<String>), serde_json::Error> {
    let value = serde_json::from_str::<T>(text)?;
    let written = serde_json::to_string(&value)?;
    let faults = wire::faults(&value, &written);
    Ok((written, faults))
}

fn main() -> std::io::Result<std::process::ExitCode> {
    let mut failed = 0_u8;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut parts = line.splitn(3, ' ');
        let mut number = || parts.next()?.parse::<usize>().ok();
        let judge = number()
            .zip(number())
            .and_then(|(document, index)| DOCUMENTS.get(document)?.get(index));
        match (judge, parts.next()) {
            (Some(judge), Some(value)) => match judge(value) {
                Ok((written, faults)) => {
                    for fault in &faults {
                        failed = failed.saturating_add(1);
                        if failed < 20 {
                            eprintln!("MessagePack: {line:.500}\n    {fault:.500}");
                        }
                    }
                    writeln!(out, "= {written}")?;
                }
                Err(error) => writeln!(out, "! {error}")?,
            },
            _ => writeln!(out, "! no such type")?,
        }
    }
    out.flush()?;
    Ok(failed.into())
}
