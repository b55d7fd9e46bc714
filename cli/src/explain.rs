//! `callwright explain`: codes of faults in, what they mean out.

use callwright_codegen::Diagnostic;
use callwright_codegen::diagnostic::{Code, Severity};

use crate::arguments::Explain;
use crate::report::Report;
use crate::{Outcome, output};

pub(crate) fn run(arguments: &Explain, report: &Report) -> Outcome {
    match text(&arguments.codes) {
        Ok(text) => output::print(&text, report),
        Err(fault) => report.failed(&fault.into()),
    }
}

/// The texts of these codes, or a line for each that there is.
fn text(codes: &[String]) -> Result<String, Diagnostic> {
    if codes.is_empty() {
        return Ok(Code::ALL.iter().map(|code| line(*code)).collect());
    }
    let texts: Result<Vec<String>, _> = codes
        .iter()
        .map(|name| name.parse().map(explanation))
        .collect();
    Ok(texts?.join("\n"))
}

fn line(code: Code) -> String {
    let (name, severity) = (code.as_str(), code.severity().as_str());
    let first = code.explanation().lines().next().unwrap_or_default();
    format!("{severity:<7}  {name:<18}  {first}\n")
}

fn explanation(code: Code) -> String {
    let head = format!("{}[{}]", code.severity().as_str(), code.as_str());
    let strict = match code.severity() {
        Severity::Warning => " (an error with `strict`)",
        Severity::Error | Severity::Note => "",
    };
    format!("{head}{strict}\n\n{}", code.explanation())
}
