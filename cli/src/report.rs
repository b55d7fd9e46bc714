//! Faults on standard error, for people or for programs.

use std::io::{self, Write as _};

use callwright_codegen::diagnostic::{Code, Severity};
use callwright_codegen::{Diagnostic, Diagnostics};
use serde::Serialize;

use crate::Outcome;
use crate::arguments::Format;

/// Writes what was found. Nothing here fails: without standard error there is nobody to tell.
pub(crate) struct Report {
    format: Format,
}

/// A fault as programs read it. The names are part of the command's interface.
#[derive(Serialize)]
struct Message<'a> {
    severity: &'a str,
    code: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    pointer: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    hint: Option<&'a str>,
}

impl Report {
    pub(crate) fn new(format: Format) -> Self {
        Self { format }
    }

    /// Everything.
    pub(crate) fn all(&self, found: &Diagnostics) {
        found.iter().for_each(|diagnostic| self.one(diagnostic));
    }

    /// Everything but notes, which people are told the number of.
    pub(crate) fn found(&self, found: &Diagnostics) {
        if self.format == Format::Json {
            return self.all(found);
        }
        let is_note = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Note;
        found
            .iter()
            .filter(|found| !is_note(found))
            .for_each(|diagnostic| self.one(diagnostic));
        let notes = found.iter().filter(is_note).count();
        if notes > 0 {
            self.line(&format!(
                "{notes} more to know; `callwright inspect` shows it"
            ));
        }
    }

    /// What kept the command from its work, and how that counts.
    pub(crate) fn failed(&self, faults: &Diagnostics) -> Outcome {
        self.all(faults);
        let is_misuse = |fault: &Diagnostic| {
            fault.severity == Severity::Error
                && matches!(fault.code, Code::Options | Code::Unreadable)
        };
        match faults.iter().any(is_misuse) {
            true => Outcome::Misuse,
            false => Outcome::Fault,
        }
    }

    /// An error of the command itself.
    pub(crate) fn say(&self, code: &str, message: &str, hint: &str) {
        match self.format {
            Format::Text => self.line(&format!("error[{code}]: {message}\n  hint: {hint}")),
            Format::Json => self.json(&Message {
                severity: "error",
                code,
                message,
                file: None,
                pointer: None,
                line: None,
                column: None,
                hint: Some(hint),
            }),
        }
    }

    /// News that only people want.
    pub(crate) fn progress(&self, news: &str) {
        if self.format == Format::Text {
            self.line(news);
        }
    }

    fn one(&self, diagnostic: &Diagnostic) {
        match self.format {
            Format::Text => self.line(&format!("{diagnostic}\n")),
            Format::Json => self.json(&Message {
                severity: diagnostic.severity.as_str(),
                code: diagnostic.code.as_str(),
                message: &diagnostic.message,
                file: Some(diagnostic.origin.as_str()).filter(|origin| !origin.is_empty()),
                pointer: Some(diagnostic.pointer.as_str())
                    .filter(|_| !diagnostic.origin.is_empty()),
                line: diagnostic.position.map(|position| position.line),
                column: diagnostic.position.map(|position| position.column),
                hint: diagnostic.hint.as_deref(),
            }),
        }
    }

    fn json(&self, message: &Message<'_>) {
        if let Ok(line) = serde_json::to_string(message) {
            self.line(&line);
        }
    }

    fn line(&self, text: &str) {
        _ = writeln!(io::stderr().lock(), "{text}");
    }
}
