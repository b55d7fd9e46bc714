//! What callers and the task that connects know of each other: whether there is a connection, and why there is none.
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use super::{Reconnect, ReconnectEvent, streams::Streams};
use crate::{Connection, Error, Fault, Wire, connection::closed_by_us};

/// The state of a connection that is made again.
pub(super) struct Shared {
    state: watch::Sender<State>,
    pub(super) streams: Streams,
    pub(super) reconnect: Reconnect,
    /// The format of the first connection.
    pub(super) wire: OnceLock<Wire>,
}

enum State {
    /// The next connection is being made; why the last one ended, or was not made.
    Down(Option<Error>),
    Up(Up),
    /// No call begins any more; those under way may run until then.
    Closing(Instant),
    Ended(Error),
}

impl State {
    /// What a call gets now; `None` while the next connection is being made.
    fn decided(&self) -> Option<Result<Up, Error>> {
        match self {
            Self::Down(_) => None,
            Self::Up(up) => Some(Ok(up.clone())),
            Self::Closing(_) => Some(Err(closed())),
            Self::Ended(why) => Some(Err(why.clone())),
        }
    }

    /// Why calls fail that do not wait.
    fn down(&self) -> Error {
        Error::Closed(match self {
            Self::Down(Some(why)) => {
                Fault::new(format!("there is no connection: {why}")).caused_by(why.clone())
            }
            _ => Fault::new("there is no connection yet"),
        })
    }
}

/// One of the connections, and which of them it is.
#[derive(Clone)]
pub(super) struct Up {
    pub(super) connection: Arc<dyn Connection>,
    pub(super) number: u64,
}

impl Shared {
    pub(super) fn new(reconnect: Reconnect) -> Self {
        Self {
            state: watch::Sender::new(State::Down(None)),
            streams: Streams::default(),
            reconnect,
            wire: OnceLock::new(),
        }
    }

    /// The connection, and whether it had to be waited for, if that is what calls do.
    pub(super) async fn up(&self, limit: Duration) -> Result<(Up, bool), Error> {
        if let Some(decided) = self.state.borrow().decided() {
            return decided.map(|up| (up, false));
        }
        if !self.reconnect.calls_wait {
            // Who asks again and again lets others connect.
            tokio::task::yield_now().await;
            let state = self.state.borrow();
            let decided = state.decided().unwrap_or_else(|| Err(state.down()));
            return decided.map(|up| (up, true));
        }
        let mut states = self.state.subscribe();
        let decided = states.wait_for(|state| !matches!(state, State::Down(_)));
        match tokio::time::timeout(limit, decided).await {
            Err(_) => Err(self.late(limit)),
            Ok(state) => {
                let decided = state.as_deref().ok().and_then(State::decided);
                let decided = decided.unwrap_or_else(|| Err(closed()));
                decided.map(|up| (up, true))
            }
        }
    }

    /// The connection, if there is one now.
    pub(super) fn up_now(&self) -> Option<Up> {
        match &*self.state.borrow() {
            State::Up(up) => Some(up.clone()),
            _ => None,
        }
    }

    fn late(&self, limit: Duration) -> Error {
        match &*self.state.borrow() {
            State::Down(Some(why)) => {
                let message = format!("there was no connection for {limit:?}: {why}");
                Error::Timeout(Fault::new(message).caused_by(why.clone()))
            }
            _ => Error::Timeout(Fault::new(format!("there was no connection for {limit:?}"))),
        }
    }

    /// Has calls begin over this connection, unless it was closed meanwhile.
    pub(super) fn connected(&self, up: &Up) {
        self.wire.get_or_init(|| up.connection.wire());
        self.state.send_if_modified(|state| {
            let is_down = matches!(state, State::Down(_));
            if is_down {
                *state = State::Up(up.clone());
            }
            is_down
        });
    }

    /// Has calls wait, since this connection has ended. Who learns it first says so, so that no call is tried in vain.
    pub(super) fn lost(&self, number: u64, why: &Error) {
        self.state.send_if_modified(|state| {
            let is_up = matches!(state, State::Up(up) if up.number == number);
            if is_up {
                *state = State::Down(Some(why.clone()));
            }
            is_up
        });
    }

    /// Keeps why the last attempt failed.
    pub(super) fn failed(&self, error: &Error) {
        self.state.send_if_modified(|state| {
            if let State::Down(why) = state {
                *why = Some(error.clone());
            }
            false
        });
    }

    /// Lets no call begin any more. The earliest deadline holds.
    pub(super) fn close(&self, deadline: Duration) {
        let now = Instant::now();
        // Where the clock does not reach further, it is as good as none.
        let deadline = now
            .checked_add(deadline)
            .unwrap_or_else(|| now + Duration::from_secs(1 << 30));
        self.state.send_if_modified(|state| {
            let is_new = match state {
                State::Down(_) | State::Up(_) => true,
                State::Closing(before) => deadline < *before,
                State::Ended(_) => false,
            };
            if is_new {
                *state = State::Closing(deadline);
            }
            is_new
        });
    }

    /// Ends it all for this reason, unless there is one already.
    pub(super) fn end(&self, why: Error) {
        let why = match &*self.state.borrow() {
            State::Ended(_) => return,
            State::Closing(_) => closed(),
            _ => why,
        };
        self.streams.end(&why);
        self.state.send_replace(State::Ended(why.clone()));
        self.reconnect.tell(&ReconnectEvent::Ended(why));
    }

    /// Waits until this connection is not the one that calls use, and gives why.
    pub(super) async fn until_lost(&self, number: u64) -> Option<Error> {
        let is_lost = |state: &State| !matches!(state, State::Up(up) if up.number == number);
        let mut states = self.state.subscribe();
        match states.wait_for(is_lost).await.as_deref() {
            Ok(State::Down(why)) => why.clone(),
            _ => None,
        }
    }

    /// Waits until it is being closed by a deadline other than this one, and gives that.
    pub(super) async fn until_closing(&self, other: Option<Instant>) -> Instant {
        let mut states = self.state.subscribe();
        let is_new = |state: &State| matches!(state, State::Closing(at) if Some(*at) != other);
        match states.wait_for(is_new).await.as_deref() {
            Ok(State::Closing(deadline)) => *deadline,
            _ => Instant::now(),
        }
    }

    /// Waits until it has ended for good.
    pub(super) async fn ended(&self) -> Error {
        let mut states = self.state.subscribe();
        let ended = states.wait_for(|state| matches!(state, State::Ended(_)));
        match ended.await.as_deref() {
            Ok(State::Ended(why)) => why.clone(),
            _ => closed(),
        }
    }
}

fn closed() -> Error {
    Error::Closed(closed_by_us())
}
