//! All that is logged by this thread at any level, the libraries below included.
use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing::{Dispatch, Level, subscriber::DefaultGuard};
use tracing_subscriber::fmt::format::FmtSpan;

/// What was logged since it began.
pub(crate) struct Logs {
    text: Text,
    _guard: DefaultGuard,
    /// As long as there is one subscriber alone, the first thread that comes to a line decides whether it is ever logged.
    _beside: Dispatch,
}

impl Logs {
    pub(crate) fn start() -> Self {
        let beside = Dispatch::new(tracing_subscriber::registry());
        let text = Text::default();
        let writer = text.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_writer(move || writer.clone())
            .finish();
        Self {
            text,
            _guard: tracing::subscriber::set_default(subscriber),
            _beside: beside,
        }
    }

    /// The text, with a line of our own in it: what is looked for would be found.
    pub(crate) fn end(self) -> String {
        tracing::trace!("the end");
        let text = self.text.0.lock().unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(text.contains("the end"));
        text
    }
}

#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
