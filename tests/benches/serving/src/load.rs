//! What is asked of a server: over which transport, for what, by how many at once.

/// The transport.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    Http,
    Ws,
    Unix,
}

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Entry,
    Listing,
    Count,
}

/// One row of the table.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) transport: Transport,
    pub(crate) method: Method,
    concurrency: usize,
    /// How many requests go out together over each connection.
    pub(crate) together: usize,
}

impl Method {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Listing => "listing",
            Self::Count => "count",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Entry => "small",
            Self::Listing => "1 MB back",
            Self::Count => "1 MB there",
        }
    }
}

impl Load {
    /// All rows: each caller with a connection of its own, and then many requests over one.
    pub(crate) fn all() -> Vec<Self> {
        let mut loads = Vec::new();
        for transport in [Transport::Http, Transport::Ws, Transport::Unix] {
            for method in [Method::Entry, Method::Listing, Method::Count] {
                loads.extend([1, 16, 64, 256].map(|concurrency| Self {
                    transport,
                    method,
                    concurrency,
                    together: 1,
                }));
                if transport != Transport::Http && method == Method::Entry {
                    loads.extend([16, 64, 256].map(|together| Self {
                        transport,
                        method,
                        concurrency: 1,
                        together,
                    }));
                }
            }
        }
        loads
    }

    /// As the table has it.
    pub(crate) fn row(&self) -> turns::Load {
        let transport = match self.transport {
            Transport::Http => "http",
            Transport::Ws => "ws",
            Transport::Unix => "unix",
        };
        let at_once = match self.together {
            1 => format!("{} at once", self.concurrency),
            together => format!("{together} together"),
        };
        turns::Load {
            name: format!("{transport}, {}, {at_once}", self.method.title()),
            concurrency: self.concurrency,
            batch: self.together,
            counted: 1,
        }
    }
}
