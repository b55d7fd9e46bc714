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
    /// Eight megabytes of them.
    EightMegabytes,
    /// Eight megabytes as one text.
    Text,
}

impl Reply {
    pub(crate) const ALL: [Self; 4] = [
        Self::Small,
        Self::Megabyte,
        Self::EightMegabytes,
        Self::Text,
    ];

    /// The method that gives it.
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::Small => "entry",
            Self::Megabyte => "listing",
            Self::EightMegabytes => "archive",
            Self::Text => "text",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) transport: Transport,
    pub(crate) reply: Reply,
    /// How many callers there are.
    pub(crate) concurrency: usize,
    /// How many calls one of them makes at a time: more than one are a batch.
    pub(crate) batch: usize,
}

impl Load {
    /// Calls first, then batches.
    pub(crate) fn all() -> Vec<Self> {
        let mut loads = Vec::new();
        for transport in [Transport::Http, Transport::Ws, Transport::Unix] {
            for reply in Reply::ALL {
                loads.extend(levels(transport, reply).iter().map(|&concurrency| Self {
                    transport,
                    reply,
                    concurrency,
                    batch: 1,
                }));
            }
        }
        for transport in [Transport::Http, Transport::Ws, Transport::Unix] {
            loads.extend([10, 100, 1000].map(|batch| Self {
                transport,
                reply: Reply::Small,
                concurrency: 1,
                batch,
            }));
        }
        loads
    }

    /// As the table has it.
    pub(crate) fn row(&self) -> turns::Load {
        turns::Load {
            name: self.to_string(),
            concurrency: self.concurrency,
            batch: self.batch,
            counted: self.counted_calls(),
        }
    }

    /// How many calls each caller makes while allocations are counted: enough for the callers themselves not to count.
    fn counted_calls(&self) -> usize {
        match self.reply {
            Reply::Small => 4000_usize.div_ceil(self.concurrency * self.batch).max(16),
            Reply::Megabyte => 32_usize.div_ceil(self.concurrency),
            Reply::EightMegabytes | Reply::Text => 4_usize.div_ceil(self.concurrency),
        }
    }
}

/// How many call at once. 256 replies of eight megabytes, decoded, would fill the machine's memory.
fn levels(transport: Transport, reply: Reply) -> &'static [usize] {
    match (transport, reply) {
        (_, Reply::EightMegabytes) => &[1, 16],
        (_, Reply::Text) => &[1],
        (Transport::Unix, Reply::Small) => &[1, 16, 64, 256],
        _ => &[1, 16, 256],
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
            Reply::EightMegabytes => "8 MB",
            Reply::Text => "8 MB text",
        };
        match self.batch {
            1 => write!(f, "{transport}, {reply}, {} at once", self.concurrency),
            batch => write!(f, "{transport}, batch of {batch}"),
        }
    }
}
