//! Answers from a recording: takes its lines, gives each request what was answered to the same one.
use std::{
    collections::HashMap,
    fmt,
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde_json::{Value, value::RawValue};

use super::{Redaction, line::Line, nearest::nearest};
use crate::{BoxFuture, Connection, Error, Fault, Feed, Reply, Request, ServerNotification};

/// A connection that answers as a [`Recorder`](super::Recorder) has written it down.
///
/// A request gets the first line of its method and params that no other had: repeated ones get
/// their answers in the order in which those came. Params are the same when they are the same
/// text, and else the same values, whatever the order of members. What was not recorded is an
/// [`Error::Layer`] that says what comes nearest.
///
/// A subscription brings all its notifications at once, and ends behind them with
/// [`Error::Closed`]; so does listening.
///
/// ```no_run
/// # fn run() -> Result<(), callwright::Error> {
/// let node = callwright::Replayer::open("tests/node.jsonl")?;
/// # let _ = node; Ok(()) }
/// ```
pub struct Replayer {
    lines: Vec<Line>,
    /// Which lines were replayed.
    used: Mutex<Vec<bool>>,
    /// What came for each subscription, and for none.
    came: HashMap<Option<u64>, Vec<ServerNotification>>,
    redaction: Redaction,
    repeats: bool,
}

/// What a line answers to.
#[derive(Clone, Copy)]
enum Kind {
    Call,
    Notify,
    Subscribe,
}

impl Replayer {
    /// Reads the recording in a file.
    ///
    /// Gives [`Error::Connect`] for a file that cannot be read, and for what is no recording.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let message = format!("cannot read the recording {}: {error}", path.display());
            Error::Connect(Fault::new(message).caused_by(error).lasting())
        })?;
        Self::read(&text)
    }

    /// Reads a recording, as by `include_str!`.
    ///
    /// Gives [`Error::Connect`] with the line for what is no recording.
    pub fn read(text: &str) -> Result<Self, Error> {
        let lines = (1..).zip(text.lines());
        let lines = lines.filter(|(_, line)| !line.trim().is_empty());
        let lines = lines.map(|(number, line)| Line::read(number, line));
        let lines: Vec<Line> = lines.collect::<Result<_, _>>()?;
        let mut came: HashMap<_, Vec<_>> = HashMap::new();
        for line in &lines {
            if let Some(notification) = line.came() {
                came.entry(line.number).or_default().push(notification);
            }
        }
        Ok(Self {
            used: Mutex::new(vec![false; lines.len()]),
            lines,
            came,
            redaction: Redaction::default(),
            repeats: false,
        })
    }

    /// Sets what took secrets out of the params when they were recorded.
    #[must_use]
    pub fn with_redaction(
        mut self,
        redact: impl Fn(&str, &mut Value) + Send + Sync + 'static,
    ) -> Self {
        self.redaction = Redaction::new(redact);
        self
    }

    /// Sets whether a request that comes more often than it was recorded gets its last answer
    /// again. It is an error otherwise.
    #[must_use]
    pub fn with_repeats(mut self, repeats: bool) -> Self {
        self.repeats = repeats;
        self
    }

    /// How many recorded exchanges nobody asked for so far.
    pub fn remaining(&self) -> usize {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = self.lines.iter().zip(&*used);
        let left = lines.filter(|(line, used)| line.notification.is_none() && !**used);
        left.count()
    }

    fn find(&self, kind: Kind, request: &Request) -> Result<&Line, Error> {
        let asked = request.params().to_json();
        let asked = self.redaction.apply(request.method(), &asked);
        let of_method: Vec<usize> = (0..self.lines.len())
            .filter(|place| self.lines[*place].method(kind) == Some(request.method()))
            .collect();
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let same_text = |place: &usize| self.lines[*place].is_written(&asked);
        let value = value_of(&asked);
        let same_value = |place: &usize| self.lines[*place].is_valued(&value);
        let unused = |place: &usize| !used[*place];
        let fresh = of_method.iter().copied().filter(unused);
        let mut fresh_values = fresh.clone().filter(same_value);
        let found = fresh
            .clone()
            .find(same_text)
            .or_else(|| fresh_values.next());
        let again = || of_method.iter().rev().copied().find(same_value);
        let found = found.or_else(|| again().filter(|_| self.repeats));
        match found {
            Some(place) => {
                used[place] = true;
                Ok(&self.lines[place])
            }
            None => {
                let all = self.lines.iter().filter_map(|line| line.method(kind));
                let of_method = of_method.iter().map(|place| &self.lines[*place]);
                let params = of_method.filter_map(|line| line.params.as_deref());
                let nearest = nearest(&value, params, all);
                let message = format!("the recording does not have this request: {nearest}");
                Err(Error::Layer(Fault::new(message).lasting()))
            }
        }
    }
}

impl Line {
    /// The method that it answers to.
    fn method(&self, kind: Kind) -> Option<&str> {
        match kind {
            Kind::Call => self.call.as_deref(),
            Kind::Notify => self.notify.as_deref(),
            Kind::Subscribe => self.subscribe.as_deref(),
        }
    }

    fn is_written(&self, params: &RawValue) -> bool {
        self.params
            .as_ref()
            .is_some_and(|known| known.get() == params.get())
    }

    fn is_valued(&self, params: &Value) -> bool {
        self.params
            .as_ref()
            .is_some_and(|known| value_of(known) == *params)
    }
}

fn value_of(json: &RawValue) -> Value {
    serde_json::from_str(json.get()).unwrap_or_default()
}

impl Connection for Replayer {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move { self.find(Kind::Call, &request)?.outcome() })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move { self.find(Kind::Notify, &request)?.outcome().map(drop) })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let line = self.find(Kind::Subscribe, &request)?;
            let answer = line.outcome()?;
            self.play(line.number, &feed);
            Ok(answer)
        })
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        self.play(None, &feed);
        Ok(())
    }
}

impl Replayer {
    /// Brings what came for a subscription, or for none, and ends the stream.
    fn play(&self, number: Option<u64>, feed: &Feed) {
        let came = self.came.get(&number);
        feed.fill(came.into_iter().flatten().cloned());
        feed.close(Error::Closed(Fault::new("the recording ends here")));
    }
}

impl fmt::Debug for Replayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replayer")
            .field("lines", &self.lines.len())
            .field("remaining", &self.remaining())
            .finish()
    }
}
