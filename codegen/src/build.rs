//! Takes a document in a build script and gives a file in `OUT_DIR`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fmt};

use heck::ToSnakeCase as _;

use crate::config::{self, Given};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::relative;
use crate::options::Options;
use crate::source::Source;

/// Generates a client in a build script.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), callwright_codegen::BuildError> {
///     callwright_codegen::Build::new("openrpc.json").name("Petshop").compile()?;
///     Ok(())
/// }
/// ```
///
/// and in the crate: `mod petshop { include!(concat!(env!("OUT_DIR"), "/petshop.rs")); }`.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `compile`"]
pub struct Build {
    spec: String,
    name: Option<String>,
    given: Given,
    config: Option<PathBuf>,
}

impl Build {
    /// A document: a path relative to the crate's root, a URL, or `discover+` and the URL of a server.
    pub fn new(spec: impl Into<String>) -> Self {
        Self {
            spec: spec.into(),
            ..Self::default()
        }
    }

    /// The client's name, and in snake_case that of the file.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Whether there is a trait of what a server answers, too.
    pub fn server(mut self, server: bool) -> Self {
        self.given.insert("server".to_owned(), server.into());
        self
    }

    /// Whether there is a client, as there is by itself.
    pub fn client(mut self, client: bool) -> Self {
        self.given.insert("client".to_owned(), client.into());
        self
    }

    /// Lays these options, where they differ from the defaults, over those of `callwright.toml`.
    pub fn options(mut self, options: &Options) -> Self {
        self.given.extend(config::given(options));
        self
    }

    /// Another file of options than the `callwright.toml` next to the document, relative to the crate's root.
    pub fn config(mut self, file: impl Into<PathBuf>) -> Self {
        self.config = Some(file.into());
        self
    }

    /// Writes `OUT_DIR/<name>.rs`, tells cargo what to watch, and gives the path of the file.
    ///
    /// # Errors
    ///
    /// What is wrong with the document or the options, or where the file cannot be written.
    pub fn compile(mut self) -> Result<PathBuf, BuildError> {
        let root = variable("CARGO_MANIFEST_DIR")?;
        let out = variable("OUT_DIR")?;
        let source = Source::parse(&self.spec, &root);
        self.given
            .extend(self.name.map(|name| ("name".to_owned(), name.into())));
        let file = self.config.map(|file| root.join(file));
        let config = config::read(&source, file.as_deref(), &self.given, &root)?;
        let generated = crate::generate(&source, &config.options)?;
        let watched: BTreeSet<PathBuf> = generated
            .watched
            .iter()
            .cloned()
            .chain(config.file)
            .collect();
        print!(
            "{}",
            directives(&source, &watched, &generated.warnings, &root)
        );
        let path = out.join(format!("{}.rs", generated.name.to_snake_case()));
        crate::load::write(&path, generated.code()?.as_bytes()).map_err(|error| {
            let message = format!("`{}` cannot be written: {error}", path.display());
            Diagnostic::of(Code::Unreadable, "", message)
        })?;
        Ok(path)
    }
}

/// What cargo is told. Files that do not exist are not named: cargo would run the script every time.
fn directives(
    source: &Source,
    watched: &BTreeSet<PathBuf>,
    found: &Diagnostics,
    root: &Path,
) -> String {
    let mut lines = vec!["rerun-if-changed=build.rs".to_owned()];
    for path in watched {
        let shown = relative(path, root).unwrap_or_else(|| path.display().to_string());
        lines.push(format!("rerun-if-changed={shown}"));
    }
    if matches!(source, Source::Url(_) | Source::Discover(_)) {
        lines.push("rerun-if-env-changed=CALLWRIGHT_OFFLINE".to_owned());
    }
    for paragraph in found.warnings() {
        // Cargo takes one line at a time.
        lines.extend(paragraph.lines().map(|line| format!("warning={line}")));
    }
    lines
        .into_iter()
        .map(|line| format!("cargo::{line}\n"))
        .collect()
}

fn variable(name: &str) -> Result<PathBuf, Diagnostics> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| {
        let message = format!("`{name}` is not set: this is for build scripts, which cargo runs");
        Diagnostic::of(Code::Options, "", message).into()
    })
}

/// Why no client was generated.
#[derive(Clone)]
pub struct BuildError(Diagnostics);

impl BuildError {
    /// All that was found.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.0
    }
}

impl From<Diagnostics> for BuildError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self(diagnostics)
    }
}

impl From<Diagnostic> for BuildError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(diagnostic.into())
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for BuildError {
    /// As for readers: `main` prints the errors that it returns in this form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no client could be generated\n\n{self}\n")
    }
}

impl std::error::Error for BuildError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_lines_of_cargo_and_end_with_where_more_is_written() {
        let fault = |code| Diagnostic::of(code, "a.json", "a sentence").hint("a hint");
        let found = [Code::Missing, Code::Relaxed, Code::DanglingReference].map(fault);
        let source = Source::Path("a.json".into());
        let told = |found| directives(&source, &BTreeSet::new(), &found, Path::new("."));
        let lines = told(found.into_iter().collect());
        assert_eq!(lines.matches("cargo::warning=").count(), 7, "{lines}");
        let last = "cargo::warning=`callwright explain dangling-reference missing` tells more\n";
        assert!(lines.ends_with(last), "{lines}");
        let quiet = told([fault(Code::Relaxed)].into_iter().collect());
        assert_eq!(quiet, "cargo::rerun-if-changed=build.rs\n");
    }
}
