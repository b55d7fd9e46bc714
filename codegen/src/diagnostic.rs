//! What is wrong with a document or with a use of it: where, a sentence, and a hint.

mod code;
mod group;

use std::fmt;

pub use code::Code;
pub use group::Group;

use serde_json::Value;

use crate::files::{At, Files};
use crate::pointer::Pointer;

/// One fault: the place in a file, what is wrong there, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The kind of fault.
    pub code: Code,
    /// Whether something could still be generated.
    pub severity: Severity,
    /// The file as the user knows it: a relative path or a URL; empty where no file is concerned.
    pub origin: String,
    /// The place in the file as a JSON pointer.
    pub pointer: Pointer,
    /// Line and column, both from 1, where they are known.
    pub position: Option<Position>,
    /// A plain sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The place before its line and column are looked up.
    pub(crate) at: Option<At>,
}

/// Line and column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

impl Position {
    /// Of what follows this text.
    pub(crate) fn after(text: &str) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let last = text.rsplit('\n').next().unwrap_or_default();
        Self {
            line: number(text.matches('\n').count() + 1),
            column: number(last.chars().count() + 1),
        }
    }
}

/// Whether something could still be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something less exact was generated than the document promises.
    Warning,
    /// A decision worth knowing, such as a name that was changed to avoid a collision.
    Note,
}

impl Severity {
    /// The word for it, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Diagnostic {
    /// A fault of this kind at a place in a loaded file; the code decides the severity.
    pub(crate) fn at(code: Code, at: &At, message: impl Into<String>) -> Self {
        Self {
            at: Some(at.clone()),
            pointer: at.pointer.clone(),
            ..Self::of(code, "", message)
        }
    }

    /// A value of another type than `wanted` says, which is a sentence.
    pub(crate) fn wrong_type(at: &At, value: &Value, wanted: &str) -> Self {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        let name = match at.pointer.last() {
            Some(key) if key.parse::<usize>().is_err() => format!("`{key}`"),
            Some(_) | None => "this".to_owned(),
        };
        Self::at(Code::WrongType, at, format!("{name} is {found}; {wanted}"))
    }

    /// A fault of this kind in a source as a whole, or in no source (`origin` empty).
    pub(crate) fn of(code: Code, origin: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            origin: origin.into(),
            pointer: Pointer::root(),
            position: None,
            message: message.into(),
            hint: None,
            at: None,
        }
    }

    /// Adds what to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Those of one file stand together, in its order; what is the same stands side by side.
    fn order(&self) -> impl Ord + '_ {
        (
            &self.origin,
            self.position,
            self.code,
            &self.pointer,
            &self.message,
        )
    }

    /// Adds a line and column that are already known.
    pub(crate) fn position(mut self, line: u32, column: u32) -> Self {
        self.position = Some(Position { line, column });
        self
    }
}

impl fmt::Display for Diagnostic {
    /// `warning[code]: sentence`, then the place, then the hint, each on a line of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        group::groups(std::iter::once(self))
            .iter()
            .try_for_each(|group| group.fmt(f))
    }
}

impl std::error::Error for Diagnostic {}

/// All that was found, in the order of the document. Shown as text, a cause that repeats is told once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Every fault found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// The faults by cause, in the order of the first of each: what reports show.
    pub fn groups(&self) -> Vec<Group<'_>> {
        group::groups(self.0.iter())
    }

    /// What a build tells: the warnings by cause, and at last where more of them is written; nothing where there is none.
    pub fn warnings(&self) -> Vec<String> {
        let mut groups = self.groups();
        groups.retain(|group| group.first().severity == Severity::Warning);
        let texts = groups.iter().map(Group::to_string);
        texts.chain(Group::footer(&groups)).collect()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether anything keeps the client from being generated.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Takes back what was said of this kind about places that turn out to be as they should be.
    pub(crate) fn retract(&mut self, code: Code, is_right: impl Fn(&At) -> bool) {
        self.0.retain(|diagnostic| {
            diagnostic.code != code || !diagnostic.at.as_ref().is_some_and(&is_right)
        });
    }

    /// Turns warnings into errors, as `strict` asks for.
    pub(crate) fn make_strict(&mut self) {
        for diagnostic in &mut self.0 {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// Looks up file names, lines and columns, and puts the faults in the order of the document.
    pub(crate) fn locate(mut self, files: &Files) -> Self {
        for diagnostic in &mut self.0 {
            if let Some(at) = diagnostic.at.take() {
                let written = files.written(&at);
                diagnostic.origin = files.origin(written.file).to_owned();
                diagnostic.position = files.position(&written);
                diagnostic.pointer = written.pointer;
            }
        }
        self.0.sort_by(|a, b| a.order().cmp(&b.order()));
        self.0.dedup();
        self
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Diagnostics {
    /// Each cause once, with its first places and the number of the others.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, group) in self.groups().iter().enumerate() {
            if i > 0 {
                f.write_str("\n\n")?;
            }
            write!(f, "{group}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
