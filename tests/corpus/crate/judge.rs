//! Reads values from standard input, each with its document and type, and prints what the type makes of it.
//!
//! A line in is `document type json`, a line out `= json` for what was read and written again, or `! reason`.

use std::io::{BufRead, BufWriter, Write};

use callwright::__private::v1::{serde, serde_json};

/// Reads a value and writes it again.
type Judge = fn(&str) -> Result<String, serde_json::Error>;

fn through<T: serde::de::DeserializeOwned + serde::Serialize>(
    text: &str,
) -> Result<String, serde_json::Error> {
    serde_json::to_string(&serde_json::from_str::<T>(text)?)
}

fn main() -> std::io::Result<()> {
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
                Ok(written) => writeln!(out, "= {written}")?,
                Err(error) => writeln!(out, "! {error}")?,
            },
            _ => writeln!(out, "! no such type")?,
        }
    }
    out.flush()
}
