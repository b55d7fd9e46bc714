//! What is asked of a client: over which transport, how much, by how many at once.

use std::fmt;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    Http,
    Ws,
    Unix,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    /// About a hundred bytes.
    Small,
    /// A megabyte of small structs.
    Megabyte,
}

/// One row of the table.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) transport: Transport,
    pub(crate) reply: Reply,
    pub(crate) concurrency: usize,
}

impl Load {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Transport::Http, Transport::Ws, Transport::Unix]
            .into_iter()
            .flat_map(|transport| {
                [Reply::Small, Reply::Megabyte]
                    .into_iter()
                    .flat_map(move |reply| {
                        [1, 64].into_iter().map(move |concurrency| Self {
                            transport,
                            reply,
                            concurrency,
                        })
                    })
            })
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = match self.transport {
            Transport::Http => "http",
            Transport::Ws => "ws",
            Transport::Unix => "unix",
        };
        let reply = match self.reply {
            Reply::Small => "small",
            Reply::Megabyte => "1 MB",
        };
        write!(f, "{transport}, {reply}, {} at once", self.concurrency)
    }
}
