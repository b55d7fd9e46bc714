//! Takes `callwright.toml` and what a door was told, and gives the options.

mod layers;
mod places;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::Location;
use crate::options::Options;
use crate::pointer::Pointer;
use crate::source::Source;
use crate::suggest;
pub(crate) use places::placed;

/// The name of the file with options, next to the document.
pub const FILE_NAME: &str = "callwright.toml";

/// Options by their names, as a door was told them. Whatever is in it wins over the file.
pub type Given = Map<String, Value>;

/// The options for a document.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Config {
    /// All of them.
    pub options: Options,
    /// The file that some of them come from.
    pub file: Option<PathBuf>,
}

/// Reads `file`, or else the `callwright.toml` next to the document if there is one, and lays over it what was given.
///
/// `root` is the crate's root: the place of the lock, and of the file where the document is no local one.
///
/// # Errors
///
/// Unknown keys and wrong values, each at its line.
pub fn read(
    source: &Source,
    file: Option<&Path>,
    given: &Given,
    root: &Path,
) -> Result<Config, Diagnostics> {
    let path = file.map_or_else(|| next_to(source, root), Path::to_owned);
    let text = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound && file.is_none() => None,
        Err(error) => {
            let origin = Location::local(&path).origin(root);
            let message = format!("the options cannot be read: {error}");
            return Err(Diagnostic::of(Code::Unreadable, origin, message).into());
        }
    };
    let mut table = match &text {
        Some(text) => table(text, &Location::local(&path).origin(root))?,
        None => Map::new(),
    };
    layers::settle_paths(&mut table, path.parent().unwrap_or(root));
    let mut given = given.clone();
    layers::settle_paths(&mut given, root);
    layers::lay(&mut table, &given);
    let mut options = parsed(&Value::Object(table))?;
    let faults = options.faults();
    if !faults.is_empty() {
        return Err(faults.into_iter().collect());
    }
    options.fetch.root = Some(root.to_owned());
    Ok(Config {
        options,
        file: text.map(|_| path),
    })
}

/// What of these options is not as it is by default, as something given.
pub fn given(options: &Options) -> Given {
    let object = |options: &Options| match serde_json::to_value(options) {
        Ok(Value::Object(map)) => map,
        Ok(_) | Err(_) => Map::new(),
    };
    let defaults = object(&Options::default());
    let mut given = object(options);
    given.retain(|key, value| defaults.get(key) != Some(value));
    if let (Some(Value::Object(fetch)), Some(Value::Object(defaults))) =
        (given.get_mut("fetch"), defaults.get("fetch"))
    {
        fetch.retain(|key, value| defaults.get(key) != Some(value));
    }
    given
}

/// Whether an option by this name takes this value.
///
/// # Errors
///
/// An unknown name or a wrong value, with the pointer to it among the options and no other place.
pub fn check(name: &str, value: &Value) -> Result<(), Diagnostic> {
    let one = Map::from_iter([(name.to_owned(), value.clone())]);
    let options = parsed(&Value::Object(one))?;
    options.faults().into_iter().next().map_or(Ok(()), Err)
}

/// The options that a tree of values holds; a fault has its pointer.
fn parsed(options: &Value) -> Result<Options, Diagnostic> {
    serde_path_to_error::deserialize(options).map_err(|error| {
        let steps = error.path().iter().map(ToString::to_string);
        let steps = steps.map(|step| step.trim_matches(['[', ']']).to_owned());
        let pointer = steps.fold(Pointer::root(), |pointer, step| pointer.join(step));
        let mut fault = fault("", &error.into_inner().to_string());
        fault.pointer = pointer;
        fault
    })
}

fn next_to(source: &Source, root: &Path) -> PathBuf {
    match source {
        Source::Path(path) => path.parent().unwrap_or(root).join(FILE_NAME),
        Source::Stdin | Source::Url(_) | Source::Discover(_) => root.join(FILE_NAME),
    }
}

/// Reads the file twice: as options, which knows the place of every fault, and as a table, which can be laid over.
fn table(text: &str, origin: &str) -> Result<Given, Diagnostics> {
    fn parsed<T: DeserializeOwned>(text: &str, origin: &str) -> Result<T, Diagnostics> {
        toml::from_str(text)
            .map_err(|error| placed(fault(origin, error.message()), text, error.span()).into())
    }
    let faults = parsed::<Options>(text, origin)?.faults();
    if !faults.is_empty() {
        let faults = faults.into_iter().map(|mut fault| {
            origin.clone_into(&mut fault.origin);
            let span = places::find(text, &fault.pointer);
            placed(fault, text, span)
        });
        return Err(faults.collect());
    }
    parsed(text, origin)
}

/// A sentence of ours for what serde says.
fn fault(origin: &str, message: &str) -> Diagnostic {
    let diagnostic = |message: String| Diagnostic::of(Code::Options, origin, message);
    for (what, ours) in [
        ("unknown field `", "there is no option"),
        ("unknown variant `", "no value of this option is"),
    ] {
        let names = message
            .strip_prefix(what)
            .and_then(|rest| rest.split_once('`'));
        let Some((wanted, rest)) = names else {
            continue;
        };
        let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        let hint = match suggest::nearest(wanted, &known) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("there are: {}", known.join(", ")),
        };
        return diagnostic(format!("{ours} `{wanted}`")).hint(hint);
    }
    diagnostic(format!(
        "this option cannot be read: {}",
        message.trim_end()
    ))
}

#[cfg(test)]
mod tests;
