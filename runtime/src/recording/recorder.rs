//! Writes down what passes a connection: takes calls, hands them on, and adds a line for each to a file.
use std::{
    fmt,
    fs::File,
    io::{self, Write},
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use serde_json::Value;

use super::{Redaction, line::Line};
use crate::{
    BoxFuture, Connection, Error, Feed, Handlers, IntoConnection, Reply, Request,
    ServerNotification, Wire,
    subscription::{Inbox, Overflow, Room, queue},
};

/// A connection whose exchanges are written to a file, for a [`Replayer`](super::Replayer).
///
/// Each exchange is a line of JSON, written as soon as it is over: the method, the params, and the
/// result or error, with the notifications of subscriptions and of who listens. A call that is
/// dropped is none. Headers are not recorded; what else is secret a
/// [redaction](Recorder::with_redaction) takes out.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use callwright::{Recorder, connect};
///
/// let node = connect("http://127.0.0.1:8545").await?;
/// let recorder = Recorder::create(node, "tests/node.jsonl")?
///     .with_redaction(|_, value| if let Some(key) = value.pointer_mut("/api_key") { *key = "…".into() });
/// # Ok(()) }
/// ```
pub struct Recorder {
    connection: Arc<dyn Connection>,
    tape: Arc<Tape>,
    /// Keeps the one feed that records for all who listen.
    listening: OnceLock<Inbox>,
}

struct Tape {
    file: Mutex<Written>,
    redaction: Mutex<Redaction>,
}

struct Written {
    file: File,
    subscriptions: u64,
    /// The first line that could not be written.
    failed: Option<io::Error>,
}

impl Recorder {
    /// Records to a new file, in the place of one of that name.
    pub fn create(connection: impl IntoConnection, path: impl AsRef<Path>) -> io::Result<Self> {
        let written = Written {
            file: File::create(path)?,
            subscriptions: 0,
            failed: None,
        };
        Ok(Self {
            connection: connection.into_connection(),
            tape: Arc::new(Tape {
                file: Mutex::new(written),
                redaction: Mutex::default(),
            }),
            listening: OnceLock::new(),
        })
    }

    /// Sets what takes secrets out before anything is written: it is given the method, and the
    /// params, result, or error object, one after another. A replayer needs the same for params.
    #[must_use]
    pub fn with_redaction(self, redact: impl Fn(&str, &mut Value) + Send + Sync + 'static) -> Self {
        let redaction = self.tape.redaction.lock();
        *redaction.unwrap_or_else(PoisonError::into_inner) = Redaction::new(redact);
        self
    }

    /// The first error of writing, if any line is missing. Calls themselves go on without.
    pub fn check(&self) -> io::Result<()> {
        match self.tape.lock().failed.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

impl Tape {
    fn lock(&self) -> std::sync::MutexGuard<'_, Written> {
        // A line is written whole or not at all.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn redaction(&self) -> Redaction {
        let redaction = self.redaction.lock();
        redaction.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A request before its outcome.
    fn request(&self, request: &Request) -> Line {
        let params = request.params().to_json();
        Line {
            params: Some(self.redaction().apply(request.method(), &params)),
            ..Line::default()
        }
    }

    fn write(&self, line: &Line) {
        self.lock().write(line);
    }

    fn called(&self, asked: Line, method: &str, outcome: &Result<Reply, Error>) {
        let line = Line {
            call: Some(method.to_owned()),
            ..asked
        };
        let outcome = outcome.clone().map(Some);
        self.write(&line.with_outcome(method, &outcome, &self.redaction()));
    }

    fn notified(&self, asked: Line, method: &str, outcome: &Result<(), Error>) {
        let line = Line {
            notify: Some(method.to_owned()),
            ..asked
        };
        let outcome = outcome.clone().map(|()| None);
        self.write(&line.with_outcome(method, &outcome, &self.redaction()));
    }

    fn came(&self, notification: &ServerNotification, number: Option<u64>) {
        let line = Line::of_notification(notification, &self.redaction());
        self.write(&Line { number, ..line });
    }
}

impl Written {
    fn write(&mut self, line: &Line) {
        let written = line.write().map_err(io::Error::from);
        let written = written.and_then(|line| self.file.write_all(line.as_bytes()));
        if let Err(error) = written {
            self.failed.get_or_insert(error);
        }
    }
}

/// The notifications of a subscription, which are written behind the line that begins it.
#[derive(Default)]
struct Begun {
    number: Option<u64>,
    early: Vec<ServerNotification>,
}

impl Connection for Recorder {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let (asked, method) = (self.tape.request(&request), request.method_name());
            let outcome = self.connection.call(request).await;
            self.tape.called(asked, &method, &outcome);
            outcome
        })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let (asked, method) = (self.tape.request(&request), request.method_name());
            let outcome = self.connection.notify(request).await;
            self.tape.notified(asked, &method, &outcome);
            outcome
        })
    }

    fn wire(&self) -> Wire {
        self.connection.wire()
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        Box::pin(async move {
            let asked = requests.iter().map(|request| {
                let kind = request.is_notification();
                (self.tape.request(request), request.method_name(), kind)
            });
            let asked: Vec<_> = asked.collect();
            let outcomes = self.connection.batch(requests).await;
            for ((line, method, is_notification), outcome) in asked.into_iter().zip(&outcomes) {
                match is_notification {
                    true => self
                        .tape
                        .notified(line, &method, &outcome.clone().map(drop)),
                    false => self.tape.called(line, &method, outcome),
                }
            }
            outcomes
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let (asked, method) = (self.tape.request(&request), request.method_name());
            let begun = Arc::new(Mutex::new(Begun::default()));
            let (tape, state) = (Arc::clone(&self.tape), Arc::clone(&begun));
            let feed = feed.heard_by(move |notification| {
                let mut begun = state.lock().unwrap_or_else(PoisonError::into_inner);
                match begun.number {
                    Some(number) => tape.came(notification, Some(number)),
                    None => begun.early.push(notification.clone()),
                }
            });
            let outcome = self.connection.subscribe(request, feed).await;
            let mut begun = begun.lock().unwrap_or_else(PoisonError::into_inner);
            let mut written = self.tape.lock();
            written.subscriptions += 1;
            let number = Some(written.subscriptions);
            let line = Line {
                subscribe: Some(method.to_string()),
                number,
                ..asked
            };
            let answer = outcome.clone().map(Some);
            written.write(&line.with_outcome(&method, &answer, &self.tape.redaction()));
            drop(written);
            for early in std::mem::take(&mut begun.early) {
                self.tape.came(&early, number);
            }
            begun.number = number;
            outcome
        })
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        self.connection.listen(feed)?;
        // One feed records what all who listen hear, and keeps none of it.
        if self.listening.get().is_none() {
            let overflow = Overflow::DropNewest;
            let (recording, inbox) = queue(Room { limit: 1, overflow }, None);
            if self.listening.set(inbox).is_ok() {
                let tape = Arc::clone(&self.tape);
                let recording = recording.heard_by(move |came| tape.came(came, None));
                self.connection.listen(recording)?;
            }
        }
        Ok(())
    }

    fn handlers(&self) -> Result<&Handlers, Error> {
        self.connection.handlers()
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        self.connection.close(deadline)
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        self.connection.ended()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recorder").field(&self.connection).finish()
    }
}
