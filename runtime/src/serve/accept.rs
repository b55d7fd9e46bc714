//! Accepting clients: takes a listener, starts a session for each, outlives what the system refuses.
use std::{
    fmt, io,
    sync::{Arc, Weak},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, watch},
    task::JoinSet,
    time::sleep,
};

use super::{Listener, ServerEvent, accepted::Arrived, door::Door, sessions::Sessions};

/// How long it is waited after an error, at first. The wait doubles up to [`LONGEST`].
const FIRST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_secs(1);

/// A listener of a server. It listens on when this is dropped.
#[derive(Clone)]
pub struct Listening {
    url: Arc<str>,
    stop: Weak<Stop>,
}

/// Set to end a listener. Its receiver goes when the listener has gone, and so does the listener
/// with this.
pub(super) struct Stop {
    pub(super) url: Arc<str>,
    is_over: watch::Sender<bool>,
}

impl Listening {
    /// Where it listens, with the port that it has.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Accepts no more clients, and gives the address free. Those that are connected go on.
    pub async fn close(&self) {
        if let Some(stop) = self.stop.upgrade() {
            stop.end().await;
        }
    }
}

impl Stop {
    pub(super) fn is_listening(&self) -> bool {
        !self.is_over.is_closed()
    }

    /// Ends the listener and waits until it has gone.
    pub(super) async fn end(&self) {
        self.is_over.send_replace(true);
        self.is_over.closed().await;
    }
}

/// Starts the task that accepts clients.
pub(super) fn start(
    sessions: &Arc<Sessions>,
    listener: Listener,
    url: String,
) -> (Listening, Arc<Stop>) {
    let url: Arc<str> = url.into();
    let (is_over, stopping) = watch::channel(false);
    let stop = Arc::new(Stop {
        url: Arc::clone(&url),
        is_over,
    });
    let listening = Listening {
        url: Arc::clone(&url),
        stop: Arc::downgrade(&stop),
    };
    let presence = sessions.presence();
    let accepting = accept(Arc::downgrade(sessions), listener, url, stopping.clone());
    tokio::spawn(async move {
        let mut stopping = stopping;
        tokio::select! {
            () = accepting => {}
            // It is over, too, when the server was dropped.
            _ = stopping.wait_for(|is_over| *is_over) => {}
        }
        drop(stopping);
        drop(presence);
    });
    (listening, stop)
}

/// Accepts clients until there is no other. The server is held only while one is met.
async fn accept(
    sessions: Weak<Sessions>,
    mut listener: Listener,
    url: Arc<str>,
    _stopping: watch::Receiver<bool>,
) {
    let mut pause = FIRST;
    // Those that shake hands still go with the listener.
    let mut handshakes = JoinSet::<()>::new();
    while let Some(place) = place(&sessions).await {
        let accepted = listener.accept().await;
        let Some(sessions) = sessions.upgrade() else {
            return;
        };
        match accepted {
            Ok(Some(arrived)) => {
                pause = FIRST;
                while handshakes.try_join_next().is_some() {}
                let door = Door {
                    sessions: Arc::downgrade(&sessions),
                    connection: Arc::clone(&listener.connection),
                    url: Arc::clone(&url),
                    place,
                };
                match arrived {
                    Arrived::Ready(met) => door.enter(met),
                    #[cfg(feature = "tls")]
                    Arrived::Shaking(address, shaking) => {
                        handshakes.spawn(door.shake(address, shaking));
                    }
                }
            }
            Ok(None) => return,
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                drop(place);
                let mut presences = sessions.presences();
                sessions.options().tell(|| ServerEvent::CannotAccept {
                    url: Arc::clone(&url),
                    why: Arc::new(error),
                    pause,
                });
                drop(sessions);
                presences.mark_unchanged();
                tokio::select! {
                    () = sleep(pause) => {}
                    // Somebody may have given back what is missing.
                    _ = presences.changed() => sleep(FIRST).await,
                }
                pause = (pause * 2).min(LONGEST);
            }
        }
    }
}

/// A place among so many clients; none when the server has gone.
async fn place(sessions: &Weak<Sessions>) -> Option<OwnedSemaphorePermit> {
    let places = Arc::clone(sessions.upgrade()?.places());
    places.acquire_owned().await.ok()
}

/// Whether it is of a client who went before it was accepted, and of nothing else.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionReset | Interrupted
    )
}

impl fmt::Debug for Listening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listening")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
