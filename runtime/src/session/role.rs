//! Which end of a connection we are, and what is at the other one.
use std::sync::Arc;

use crate::{Fault, connection::closed_by_us, handlers::Arrival};

/// The other end.
pub(crate) struct Origin {
    pub(crate) arrival: Arrival,
    /// Which end we are.
    pub(crate) role: Role,
}

impl Origin {
    /// A server that we have connected to.
    pub(crate) fn server(name: &Arc<str>) -> Self {
        Self {
            arrival: Arrival::of(Arc::clone(name)),
            role: Role::Client,
        }
    }
}

/// What we are. Both ends do the same; they call themselves by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// We have connected.
    Client,
    /// We have accepted. What was answered is waited for until the client has read it.
    Server,
}

impl Role {
    /// The reason that all are told when the user closes the connection.
    pub(super) fn closed(self) -> Fault {
        match self {
            Self::Client => closed_by_us(),
            Self::Server => Fault::new("the server closed the connection"),
        }
    }

    /// The reason that all are told when the user has let go of it.
    pub(super) fn dropped(self) -> Fault {
        match self {
            Self::Client => Fault::new("the client was dropped"),
            Self::Server => Fault::new("the server was dropped"),
        }
    }
}
