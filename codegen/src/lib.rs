//! Takes an OpenRPC document and gives the source of a typed Rust client.
//!
//! The pipeline, one stage a module, each from one plain type to the next:
//!
//! ```text
//! source -> load -> document -> filter -> model (with schema) -> types -> emit -> format
//! ```

mod build;
pub mod config;
pub mod diagnostic;
mod document;
mod emit;
mod files;
mod filter;
mod format;
mod letters;
mod load;
mod markdown;
mod model;
#[cfg(feature = "neovim")]
pub mod neovim;
pub mod options;
mod overlay;
mod percent;
mod pointer;
mod resolve;
mod schema;
mod source;
mod suggest;
mod typed;
mod types;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use proc_macro2::TokenStream;

pub use build::{Build, BuildError};
pub use diagnostic::{Diagnostic, Diagnostics};
pub use files::relative_path;
pub use load::{Vendored, root_above_current, vendor, write};
pub use options::Options;
pub use pointer::Pointer;
pub use source::Source;
pub use typed::TypedSchema;

use diagnostic::Code;
use files::Files;
use model::{Api, Context};
use options::Nil;
use schema::{Normaliser, Schemas};
use types::Types;

/// A generated client.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The items of the client's module, without the module itself.
    pub tokens: TokenStream,
    /// The client's name.
    pub name: String,
    /// The items of the module that users name: the client, and the trait, the service and the clients of a server.
    pub shown: Vec<String>,
    /// What was less exact than the document, and what was decided on the way.
    pub warnings: Diagnostics,
    /// Which type each param, result and schema with a name became.
    pub schemas: Vec<TypedSchema>,
    /// Local files whose change calls for generating anew.
    pub watched: Vec<PathBuf>,
    /// How long each stage took, in the order of the pipeline.
    pub timings: Vec<(&'static str, Duration)>,
    header: format::Header,
    /// The document as it was read, for its hash.
    document: Vec<u8>,
}

impl Generated {
    /// The tokens as formatted source, under a header with the document's title, version and SHA-256.
    ///
    /// Made on demand: the macro has no use for it, and it takes longer than all the rest.
    ///
    /// # Errors
    ///
    /// When the tokens do not parse, which is a fault of the generator.
    pub fn code(&self) -> Result<String, Diagnostics> {
        format::source(&self.tokens, &self.header, &load::sha256(&self.document)).map_err(|error| {
            let message = format!("the generated code does not parse: {error}");
            let fault = Diagnostic::of(Code::Internal, "", message);
            fault.hint("please report this with the document").into()
        })
    }
}

/// One method as `inspect` shows it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Inspected {
    /// The name on the wire.
    pub name: String,
    /// The Rust signature, optional params in brackets.
    pub signature: String,
    /// What is special about the method: `pages`, `notification`, `deprecated`, the errors it declares.
    pub notes: Vec<String>,
}

/// Generates a client.
///
/// # Errors
///
/// All faults of the stage that failed, or with `strict` every warning.
pub fn generate(source: &Source, options: &Options) -> Result<Generated, Diagnostics> {
    let mut clock = Clock::new();
    let prepared = Prepared::new(source, options, &mut clock)?;
    let tokens = emit::module(&prepared.api, &prepared.types, options);
    let shown = emit::shown(&prepared.api, options);
    clock.lap("emit");
    Ok(Generated {
        timings: clock.laps,
        tokens,
        header: format::Header {
            title: prepared.api.title,
            version: prepared.api.version,
        },
        document: prepared.files.document(),
        shown,
        name: prepared.api.name,
        warnings: prepared.notes,
        schemas: typed::list(&prepared.schemas, &prepared.types, &prepared.files),
        watched: prepared.files.watched.into_iter().collect(),
    })
}

/// Reads a document and says what its methods become.
///
/// # Errors
///
/// As [`generate`].
pub fn inspect(
    source: &Source,
    options: &Options,
) -> Result<(Vec<Inspected>, Diagnostics), Diagnostics> {
    let prepared = Prepared::new(source, options, &mut Clock::new())?;
    let cx = emit::Context {
        api: &prepared.api,
        types: &prepared.types,
        visibility: options.visibility,
        msgpack: options.speaks_msgpack(),
    };
    let methods = prepared.api.methods.iter();
    let calls = methods.map(|method| Inspected {
        name: method.wire.clone(),
        signature: emit::signature(method, &cx),
        notes: method.notes(),
    });
    let events = prepared.api.notifications.events.iter();
    let events = events.map(|event| Inspected {
        name: event.wire.clone(),
        signature: format!("notifications::{}", event.type_name),
        notes: vec!["sent by the server".to_owned()],
    });
    let requests = prepared.api.requests.iter();
    let requests = requests.map(|asked| Inspected {
        name: asked.params.wire.clone(),
        signature: format!("requests().{}()", asked.function),
        notes: vec!["asked by the server".to_owned()],
    });
    let all = calls.chain(events).chain(requests);
    Ok((all.collect(), prepared.notes))
}

/// Times the stages.
struct Clock {
    started: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn new() -> Self {
        Self {
            started: Instant::now(),
            laps: Vec::new(),
        }
    }

    /// States that a stage is done.
    fn lap(&mut self, stage: &'static str) {
        self.laps.push((stage, self.started.elapsed()));
        self.started = Instant::now();
    }
}

/// Everything before the first token.
struct Prepared {
    files: Files,
    api: Api,
    schemas: Schemas,
    types: Types,
    notes: Diagnostics,
}

impl Prepared {
    fn new(source: &Source, options: &Options, clock: &mut Clock) -> Result<Self, Diagnostics> {
        let mut files = load::load(source, options)?;
        let mut notes = std::mem::take(&mut files.warnings);
        clock.lap("load");
        let mut document = match document::read(&files, &mut notes) {
            Ok(document) => document,
            Err(error) => {
                notes.push(error);
                return Err(notes.locate(&files));
            }
        };
        clock.lap("document");
        filter::select(&mut document, options, &mut notes);
        if let Err(error) = filter::check_size(&document) {
            notes.push(error);
            return Err(notes.locate(&files));
        }
        let options = Options {
            nil: match options.nil {
                Nil::Auto if document.nil_server => Nil::Null,
                Nil::Auto => Nil::Off,
                decided => decided,
            },
            ..options.clone()
        };
        let mut schemas = Normaliser::new(&files, &options);
        let mut cx = Context {
            files: &files,
            options: &options,
            schemas: &mut schemas,
            notes: &mut notes,
        };
        let api = model::build(&document, &mut cx);
        let (schemas, faults) = schemas.finish();
        notes.append(faults);
        clock.lap("model");
        let (types, faults) = Types::generate(&schemas, &options);
        notes.append(faults);
        clock.lap("types");
        if options.strict {
            notes.make_strict();
        }
        let notes = notes.locate(&files);
        match notes.has_errors() {
            true => Err(notes),
            false => Ok(Self {
                files,
                api,
                schemas,
                types,
                notes,
            }),
        }
    }
}
