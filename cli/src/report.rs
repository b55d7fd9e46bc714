//! Faults on standard error, for people or for programs.

use std::io::{self, Write as _};

use callwright_codegen::diagnostic::{Code, Group, Severity};
use callwright_codegen::{Diagnostic, Diagnostics};
use serde::Serialize;

use crate::Outcome;
use crate::arguments::Format;

/// Writes what was found. Nothing here fails: without standard error there is nobody to tell.
pub(crate) struct Report {
    format: Format,
}

/// A fault as programs read it. The names are part of the command's interface; what is not known is null.
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
    /// How many faults have this one's cause, itself included; they follow each other.
    count: usize,
}

impl Report {
    pub(crate) fn new(format: Format) -> Self {
        Self { format }
    }

    /// Everything.
    pub(crate) fn all(&self, found: &Diagnostics) {
        self.groups(&found.groups());
    }

    /// Everything but notes, which people are told the number of.
    pub(crate) fn found(&self, found: &Diagnostics) {
        let mut groups = found.groups();
        if self.format == Format::Text {
            groups.retain(|group| group.first().severity != Severity::Note);
        }
        self.groups(&groups);
        let all = found.iter();
        let notes = all.filter(|found| found.severity == Severity::Note).count();
        if notes > 0 && self.format == Format::Text {
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
                count: 1,
            }),
        }
    }

    /// News that only people want.
    pub(crate) fn progress(&self, news: &str) {
        if self.format == Format::Text {
            self.line(news);
        }
    }

    fn groups(&self, groups: &[Group<'_>]) {
        if self.format == Format::Json {
            for group in groups {
                group
                    .iter()
                    .for_each(|fault| self.json(&message(fault, group.count())));
            }
            return;
        }
        for group in groups {
            self.line(&format!("{group}\n"));
        }
        if let Some(footer) = Group::footer(groups) {
            self.line(&footer);
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

fn message(fault: &Diagnostic, count: usize) -> Message<'_> {
    let placed = !fault.origin.is_empty();
    Message {
        severity: fault.severity.as_str(),
        code: fault.code.as_str(),
        message: &fault.message,
        file: placed.then_some(&fault.origin),
        pointer: placed.then_some(fault.pointer.as_str()),
        line: fault.position.map(|position| position.line),
        column: fault.position.map(|position| position.column),
        hint: fault.hint.as_deref(),
        count,
    }
}
