//! Takes a document and gives its client, as a user with the default options gets it.

use std::time::{Duration, Instant};

use callwright_codegen::diagnostic::{Code, Severity};
use callwright_codegen::{Diagnostic, Generated, Options, Source, generate, inspect};

use crate::documents::{Document, workspace};
use crate::fault::{Fault, during};
use crate::wires::Wires;

/// What was generated, and what is known of it.
pub(crate) struct Client {
    /// The module that it is put into.
    pub(crate) module: String,
    /// Everything that the generator gives.
    pub(crate) generated: Generated,
    /// The formatted source.
    pub(crate) code: String,
    /// The names of its methods on the wire.
    pub(crate) methods: Vec<String>,
    /// Those among them that the server calls.
    pub(crate) sent: Vec<String>,
    /// What generating took, from reading the document to formatted source.
    pub(crate) time: Duration,
}

impl Client {
    pub(crate) fn new(document: &Document, wires: Wires) -> Result<Self, Fault> {
        let mut options = options()?;
        options.wire = wires.option();
        Self::by(document, options)
    }

    /// The same with the server beside it.
    pub(crate) fn with_server(document: &Document) -> Result<Self, Fault> {
        let mut options = options()?;
        options.server = true;
        Self::by(document, options)
    }

    fn by(document: &Document, options: Options) -> Result<Self, Fault> {
        let failed = |cause: callwright_codegen::Diagnostics| during(&document.id, cause);
        let source = Source::Path(document.path.clone());
        let started = Instant::now();
        let generated = generate(&source, &options).map_err(failed)?;
        let code = generated.code().map_err(failed)?;
        let time = started.elapsed();
        let (methods, _) = inspect(&source, &options).map_err(failed)?;
        let is_sent = |note: &String| note.ends_with("by the server");
        let sent = methods.iter();
        let sent = sent.filter(|method| method.notes.iter().any(is_sent));
        Ok(Self {
            module: module(&document.id),
            generated,
            code,
            sent: sent.map(|method| method.name.clone()).collect(),
            methods: methods.into_iter().map(|method| method.name).collect(),
            time,
        })
    }
}

impl Client {
    /// Whether the generator has anything to warn of.
    pub(crate) fn warns(&self) -> bool {
        let mut found = self.generated.warnings.iter();
        found.any(|diagnostic| diagnostic.severity == Severity::Warning)
    }

    /// The places that became values of any kind although the schema says more.
    pub(crate) fn fallbacks(&self) -> usize {
        let found = self.generated.warnings.iter();
        found.filter(|diagnostic| is_fallback(diagnostic)).count()
    }
}

/// Whether a diagnostic says that a value of any kind stands for a schema.
pub(crate) fn is_fallback(diagnostic: &Diagnostic) -> bool {
    let hint = diagnostic.hint.as_deref().unwrap_or_default();
    diagnostic.code == Code::Untyped || hint.contains("`serde_json::Value`")
}

/// Whether `strict` refuses the document.
pub(crate) fn strict_refuses(document: &Document) -> Result<bool, Fault> {
    let mut options = options()?;
    options.strict = true;
    Ok(generate(&Source::Path(document.path.clone()), &options).is_err())
}

/// What every user has; nothing is fetched, and paths are told from the top of the repository.
fn options() -> Result<Options, Fault> {
    let mut options = Options::default();
    options.fetch.offline = true;
    options.fetch.root = Some(workspace().canonicalize()?);
    Ok(options)
}

fn module(id: &str) -> String {
    let plain: String = id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    format!("d_{}", plain.to_ascii_lowercase())
}
