//! The way of one client into the server: takes who has arrived, begins its session.
use std::sync::{Arc, Weak};
#[cfg(feature = "tls")]
use std::{io, net::SocketAddr};

use tokio::sync::OwnedSemaphorePermit;

#[cfg(feature = "tls")]
use super::ServerEvent;
use super::{accepted::Met, sessions::Sessions};
#[cfg(feature = "tls")]
use crate::BoxFuture;
use crate::ConnectOptions;

/// By which one client comes in.
pub(super) struct Door {
    pub(super) sessions: Weak<Sessions>,
    pub(super) connection: Arc<ConnectOptions>,
    /// The address of the listener.
    pub(super) url: Arc<str>,
    /// Its place among so many clients.
    pub(super) place: OwnedSemaphorePermit,
}

impl Door {
    pub(super) fn enter(self, met: Met) {
        let Some(sessions) = self.sessions.upgrade() else {
            return;
        };
        match met {
            Met::Stream(accepted) => {
                let accepted = accepted.at(&self.url);
                // Fails only when the server closes.
                drop(sessions.meet_with(accepted, &self.connection, Some(self.place)));
            }
            #[cfg(feature = "serve-http")]
            Met::Http(caller) => caller.serve(&sessions, &self.url, self.place),
        }
    }

    /// Lets a client in once it has shaken hands, if it does so in time.
    #[cfg(feature = "tls")]
    pub(super) async fn shake(
        self,
        address: SocketAddr,
        shaking: BoxFuture<'static, io::Result<Met>>,
    ) {
        let Some(sessions) = self.sessions.upgrade() else {
            return;
        };
        let limit = sessions.options().handshake_timeout;
        // The server is not held meanwhile.
        drop(sessions);
        let shaken = tokio::time::timeout(limit, shaking).await;
        let late = || io::Error::new(io::ErrorKind::TimedOut, "the handshake took too long");
        match shaken.unwrap_or_else(|_| Err(late())) {
            Ok(met) => self.enter(met),
            Err(why) => self.tell(address, why),
        }
    }

    #[cfg(feature = "tls")]
    fn tell(&self, address: SocketAddr, why: io::Error) {
        if let Some(sessions) = self.sessions.upgrade() {
            sessions.options().tell(|| ServerEvent::HandshakeFailed {
                url: Arc::clone(&self.url),
                address,
                why: Arc::new(why),
            });
        }
    }
}
