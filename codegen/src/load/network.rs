//! Takes a URL and asks its server, in the way that its scheme says; refuses where fetching is not built in.

use super::cache::Validators;
use super::failure::Failure;
use crate::diagnostic::Diagnostic;
use crate::options::Fetch;

/// What a server says about a document.
pub(super) enum Answer {
    /// The copy with these validators is still right.
    #[cfg_attr(
        not(feature = "fetch"),
        expect(dead_code, reason = "no server is asked")
    )]
    Unchanged,
    #[cfg_attr(
        not(feature = "fetch"),
        expect(dead_code, reason = "no server is asked")
    )]
    Document(Vec<u8>, Validators),
}

/// The outer error is the user's, the inner one the network's.
#[cfg(feature = "fetch")]
pub(super) fn ask(
    url: &str,
    validators: Validators,
    options: &Fetch,
) -> Result<Result<Answer, Failure>, Diagnostic> {
    use super::fetch::{Request, fetch};

    let request = Request {
        url: url.to_owned(),
        headers: super::headers::expanded(options)?,
        validators,
        timeout: std::time::Duration::from_secs(options.timeout),
        max_size: options.max_size,
        body: None,
    };
    Ok(match url.strip_prefix("discover+") {
        Some(server) => super::discover::ask(Request {
            url: server.to_owned(),
            validators: Validators::default(),
            ..request
        }),
        None => fetch(request),
    })
}

#[cfg(not(feature = "fetch"))]
pub(super) fn ask(
    _: &str,
    _: Validators,
    _: &Fetch,
) -> Result<Result<Answer, Failure>, Diagnostic> {
    let failure = Failure::new(
        "documents cannot be fetched: callwright was built without its feature `fetch`",
    );
    Ok(Err(failure.hint(
        "turn the feature on, or keep a copy with `callwright fetch`",
    )))
}
