//! Several services as one: takes them with prefixes, gives each the requests of its methods.
use std::fmt;

use super::{Answering, Handlers, Incoming, Service};
use crate::{BoxFuture, Document, ServerError, describe::Info};

/// Services side by side, each under a prefix of its own, with one document for all.
///
/// ```
/// use callwright::{Handlers, Services};
/// use callwright::describe::Info;
///
/// let sums = Handlers::new();
/// sums.on("add", async |(a, b): (i64, i64)| Ok(a + b));
/// let names = Handlers::new();
/// names.on("longer", async |(name,): (String,)| Ok(format!("{name}{name}")));
///
/// let all = Services::new(Info::new("Everything", "1.0.0"))
///     .with("sums.", sums)
///     .with("names.", names);
/// let handlers = Handlers::from(all);
/// assert!(handlers.has("sums.add") && !handlers.has("add"));
/// ```
///
/// A request goes to the first service that has a method of what is left of its name. Each
/// service answers `rpc.discover` under its prefix, with its own document.
#[derive(Clone)]
pub struct Services {
    info: Info,
    all: Vec<(String, Handlers)>,
}

impl Services {
    /// None yet, and what is said of all of them.
    pub fn new(info: Info) -> Self {
        Self {
            info,
            all: Vec::new(),
        }
    }

    /// Adds one under a prefix, which may be empty.
    #[must_use]
    pub fn with(mut self, prefix: impl Into<String>, service: impl Into<Handlers>) -> Self {
        self.all.push((prefix.into(), service.into()));
        self
    }

    fn find(&self, method: &str) -> Option<(&Handlers, usize)> {
        let mut all = self.all.iter();
        all.find_map(|(prefix, handlers)| {
            let own = method.strip_prefix(&**prefix)?;
            handlers.has(own).then_some((handlers, prefix.len()))
        })
    }
}

impl Service for Services {
    fn call<'a>(&'a self, asked: Incoming<'a>) -> Answering<'a> {
        let found = self.find(asked.method());
        let answer = found.and_then(|(handlers, prefix)| handlers.answer(asked.without(prefix)));
        answer.unwrap_or_else(|| Box::pin(async { Err(ServerError::method_not_found()) }))
    }

    fn notify<'a>(&'a self, told: Incoming<'a>) -> BoxFuture<'a, ()> {
        let found = self.find(told.method());
        let handled = found.and_then(|(handlers, prefix)| handlers.notify(told.without(prefix)));
        handled.unwrap_or_else(|| Box::pin(async {}))
    }

    fn has(&self, method: &str) -> bool {
        self.find(method).is_some()
    }

    fn document(&self) -> Option<Document> {
        let mut document = Document::new(self.info.clone());
        for (prefix, handlers) in &self.all {
            if let Some(own) = handlers.document() {
                document.merge(own.with_prefix(prefix));
            }
        }
        Some(document)
    }
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefixes = self.all.iter().map(|(prefix, _)| prefix);
        f.debug_list().entries(prefixes).finish()
    }
}
