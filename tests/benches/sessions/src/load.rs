//! What is asked of a client: of which server, over which transport, by how many at once.

/// Who answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    /// A server of a few lines, which is faster than any client.
    Ours,
    Neovim,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    Unix,
    Tcp,
}

/// One row of the table.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) server: Server,
    pub(crate) transport: Transport,
    concurrency: usize,
}

impl Load {
    /// Those of our server first.
    pub(crate) fn all(has_neovim: bool) -> Vec<Self> {
        let servers: &[_] = match has_neovim {
            true => &[Server::Ours, Server::Neovim],
            false => &[Server::Ours],
        };
        let mut loads = Vec::new();
        for &server in servers {
            for transport in [Transport::Unix, Transport::Tcp] {
                loads.extend([1, 16, 256].map(|concurrency| Self {
                    server,
                    transport,
                    concurrency,
                }));
            }
        }
        loads
    }

    /// As the table has it.
    pub(crate) fn row(&self) -> turns::Load {
        let server = match self.server {
            Server::Ours => "",
            Server::Neovim => "Neovim, ",
        };
        let transport = match self.transport {
            Transport::Unix => "unix",
            Transport::Tcp => "tcp",
        };
        turns::Load {
            name: format!("{server}{transport}, {} at once", self.concurrency),
            concurrency: self.concurrency,
            batch: 1,
            counted: 4000_usize.div_ceil(self.concurrency),
        }
    }
}
