//! Takes a URL and gives its document: from the lock, else from the cache, else from the server.

use std::path::PathBuf;

use super::cache::{self, Entry, Slot};
use super::context::{Context, Mode};
use super::failure::Failure;
use super::lock::{self, Lock};
use super::network;
use super::read::Found;
use crate::diagnostic::{Code, Diagnostic};
use crate::options::Fetch;

/// Reads the document that a URL stands for; `discover+` before it asks the server by `rpc.discover`.
pub(super) fn read(
    url: &str,
    origin: &str,
    options: &Fetch,
    context: &Context,
) -> Result<Found, Diagnostic> {
    let mut watched: Vec<PathBuf> = Vec::new();
    if context.mode == Mode::Build
        && let Some(lock) = Lock::read(&context.root)?
    {
        watched.push(context.root.join(lock::FILE_NAME));
        if let Some(entry) = lock.entry(url) {
            watched.push(entry.path(&context.root));
            let bytes = entry.bytes(&context.root)?;
            return Ok(Found {
                bytes,
                watched,
                note: None,
            });
        }
    }
    if let Some(why) = &context.offline {
        return Err(offline(origin, why));
    }
    let (bytes, note) = cached(url, origin, options, context)?;
    Ok(Found {
        bytes,
        watched,
        note,
    })
}

/// The copy in the cache while it is fresh or still right, else what the server gives.
fn cached(
    url: &str,
    origin: &str,
    options: &Fetch,
    context: &Context,
) -> Result<(Vec<u8>, Option<Diagnostic>), Diagnostic> {
    let slot = context
        .cache
        .as_ref()
        .map(|folder| Slot::new(folder, url, options));
    let kept = slot
        .as_ref()
        .and_then(Slot::read)
        .filter(|_| context.mode == Mode::Build);
    if let Some(entry) = kept.as_ref().filter(|entry| entry.is_fresh(context.fresh)) {
        return Ok((entry.bytes.clone(), None));
    }
    let validators = kept
        .as_ref()
        .map(|entry| entry.validators.clone())
        .unwrap_or_default();
    let fault = |failure: Failure| {
        let keep =
            || format!("`callwright fetch {origin}` keeps a copy for builds without a network");
        failure.diagnostic(origin, (context.mode == Mode::Build).then(keep))
    };
    let (mut entry, note) = match (network::ask(url, validators, options)?, kept) {
        (Ok(network::Answer::Document(bytes, validators)), _) => (
            Entry {
                bytes,
                validators,
                checked: 0,
            },
            None,
        ),
        (Ok(network::Answer::Unchanged), Some(kept)) => (kept, None),
        (Ok(network::Answer::Unchanged), None) => {
            let failure =
                Failure::new("the server says that nothing has changed, but there is no copy");
            return Err(fault(failure));
        }
        (Err(failure), Some(kept)) if failure.unreachable => (kept, Some(failure.note(origin))),
        (Err(failure), _) => return Err(fault(failure)),
    };
    // Also after a failure: while the server is away, only one build a minute waits for it.
    entry.checked = cache::now();
    if let Some(slot) = slot {
        // The document is there; that the next build must fetch it again is no fault of this one.
        _ = slot.write(&entry);
    }
    Ok((entry.bytes, note))
}

fn offline(origin: &str, why: &str) -> Diagnostic {
    let message = format!(
        "{origin} is not in `{}`, and the network may not be used: {why}",
        lock::FILE_NAME
    );
    let hint = format!(
        "run `callwright fetch {origin}` where there is a network, and commit what it writes"
    );
    Diagnostic::of(Code::Offline, origin, message).hint(hint)
}

#[cfg(all(test, feature = "fetch"))]
mod tests;
