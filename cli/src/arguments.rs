//! What the command takes.

use std::path::{Path, PathBuf};

use callwright_codegen::config::{self, Config, Given};
use callwright_codegen::{Diagnostics, Source, root_above_current};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Typed Rust clients from OpenRPC documents.
#[derive(Debug, Parser)]
#[command(name = "callwright", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a client's Rust source.
    Generate(Generate),
    /// List a document's methods as Rust signatures.
    Inspect(Inspect),
    /// Keep a copy of a document in the source tree and lock it.
    Fetch(Fetch),
    /// Make an OpenRPC document of what another system says of itself.
    #[command(subcommand)]
    Import(Import),
    /// Tell what a fault's code means and what to do about it.
    #[command(long_flag = "explain")]
    Explain(Explain),
}

#[derive(Args, Debug)]
pub(crate) struct Generate {
    #[command(flatten)]
    pub(crate) document: Document,
    /// Where the source goes; standard output without it.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The client's name; the document's title without it.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The encodings that the client speaks: json, msgpack or both; those of the options without it.
    #[arg(long, value_delimiter = ',', value_name = "WIRES")]
    pub(crate) wire: Vec<String>,
    /// Write the trait of what a server answers, too.
    #[arg(long)]
    pub(crate) server: bool,
    /// Leave the client out.
    #[arg(long, requires = "server")]
    pub(crate) no_client: bool,
    /// Write nothing: fail where FILE is not what would be written.
    #[arg(long, requires = "output")]
    pub(crate) check: bool,
    /// Make warnings errors, and check in types what schemas forbid.
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) document: Document,
}

#[derive(Args, Debug)]
pub(crate) struct Fetch {
    /// http:// or https://, or discover+ and the URL of a running server.
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// Where the copy goes; next to Cargo.toml without it.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// The API of a Neovim: of the one on the PATH, where nothing else is said.
    Neovim(ImportNeovim),
}

#[derive(Args, Debug)]
pub(crate) struct ImportNeovim {
    /// A running Neovim to ask: the path of its socket, HOST:PORT, or a URL, msgpack+unix: and the like.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "api_info")]
    pub(crate) address: Option<String>,
    /// What `nvim --api-info` printed, - for standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) api_info: Option<PathBuf>,
    /// Where the document goes; standard output without it.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// How faults are written to standard error.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) message_format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// What stands in brackets behind `error`, `warning` or `note`; all are listed without it.
    #[arg(value_name = "CODE")]
    pub(crate) codes: Vec<String>,
}

/// A document and how it is read.
#[derive(Args, Debug)]
pub(crate) struct Document {
    /// A path, - for standard input, http:// or https://, or discover+ and the URL of a running server.
    #[arg(value_name = "SPEC")]
    pub(crate) spec: String,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Args, Debug)]
pub(crate) struct Common {
    /// A file with options; callwright.toml next to the document without it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How faults are written to standard error.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) message_format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl Command {
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Generate(arguments) => arguments.document.common.message_format,
            Self::Inspect(arguments) => arguments.document.common.message_format,
            Self::Fetch(arguments) => arguments.common.message_format,
            Self::Import(Import::Neovim(arguments)) => arguments.message_format,
            Self::Explain(_) => Format::Text,
        }
    }
}

impl Common {
    /// The document and all options; those that are given win over those of the file.
    pub(crate) fn read(&self, spec: &str, given: &Given) -> Result<(Source, Config), Diagnostics> {
        let current = std::env::current_dir().unwrap_or_default();
        let source = Source::parse(spec, &current);
        let file = self.config.as_deref().map(|file| current.join(file));
        let config = config::read(&source, file.as_deref(), given, &root_above_current())?;
        Ok((source, config))
    }
}

/// A path from the current folder on.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
