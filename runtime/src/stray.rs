//! What a server sends that belongs to no call: takes it with its kind, counts it, traces it, and tells an observer.
mod counts;
mod kind;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

pub use counts::StrayCounts;
pub use kind::StrayKind;

use crate::{ConnectOptions, Fault, error::Snippet, observer};

/// Something that a server sent and that belongs to no call, as an observer is told.
#[derive(Clone, Copy, Debug)]
pub struct Stray<'a> {
    kind: StrayKind,
    origin: &'a str,
    bytes: &'a [u8],
}

impl Stray<'_> {
    /// Why it belongs to no call.
    pub fn kind(&self) -> StrayKind {
        self.kind
    }

    /// The server, as errors name it: scheme, host and port, the path of a socket, or a program.
    pub fn origin(&self) -> &str {
        self.origin
    }

    /// The beginning of it, at most 200 bytes.
    pub fn snippet(&self) -> String {
        Snippet::head(self.bytes).as_str().to_owned()
    }
}

/// Who is told of strays.
#[derive(Clone)]
pub(crate) struct Observer(Arc<dyn Fn(&Stray<'_>) + Send + Sync>);

impl Observer {
    pub(crate) fn new(observe: impl Fn(&Stray<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(observe))
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}

/// The strays of one connection.
pub(crate) struct Strays {
    counts: [AtomicU64; StrayKind::ALL.len()],
    observer: Option<Observer>,
    origin: Arc<str>,
    is_strict: bool,
}

impl Strays {
    /// Of the connection to `origin`.
    pub(crate) fn new(origin: Arc<str>, options: &ConnectOptions) -> Self {
        Self {
            counts: [const { AtomicU64::new(0) }; _],
            observer: options.observer.clone(),
            origin,
            is_strict: options.strict,
        }
    }

    /// Takes note of a stray; gives what a strict connection ends for. No lock may be held: the
    /// observer may ask the connection.
    pub(crate) fn note(&self, kind: StrayKind, bytes: &[u8]) -> Result<(), Fault> {
        self.counts[kind as usize].fetch_add(1, Ordering::Relaxed);
        let stray = Stray {
            kind,
            origin: &self.origin,
            bytes,
        };
        #[cfg(feature = "tracing")]
        tracing::debug!(
            %kind,
            origin = stray.origin,
            bytes = stray.snippet(),
            "something came that belongs to no call"
        );
        if let Some(Observer(observe)) = &self.observer {
            observer::tell(|| observe(&stray));
        }
        match self.is_strict && kind.is_breach() {
            false => Ok(()),
            true => {
                let message = format!("strict: {} sent {kind}", self.origin);
                Err(Fault::new(message).with_snippet(bytes).lasting())
            }
        }
    }

    /// The server, as errors name it.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// How many there were.
    pub(crate) fn counts(&self) -> StrayCounts {
        StrayCounts::new(|kind| self.counts[kind as usize].load(Ordering::Relaxed))
    }

    /// Whether tolerances are off.
    pub(crate) fn is_strict(&self) -> bool {
        self.is_strict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observer_that_panics_costs_nothing() {
        let options = ConnectOptions::new().with_observer(|stray| panic!("{}", stray.snippet()));
        let strays = Strays::new("here".into(), &options);
        assert!(strays.note(StrayKind::NotJson, b"hello").is_ok());
        assert!(strays.note(StrayKind::NotJson, b"hello").is_ok());
        assert_eq!(strays.counts().of(StrayKind::NotJson), 2);
    }
}
