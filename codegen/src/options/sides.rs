//! Which sides of the connection are generated: the client, what a server answers, or both with the same types.

use super::Options;

impl Options {
    /// Whether there is a client.
    pub fn makes_client(&self) -> bool {
        !self.only_types && self.client.unwrap_or(true)
    }

    /// Which option is wrong, what is wrong with it, and a hint.
    pub(super) fn sides_fault(&self) -> Option<(&'static str, &'static str, &'static str)> {
        if self.only_types && self.server {
            return Some((
                "server",
                "a server is more than the types alone",
                "leave `only_types` out, and write `client = false` where there is to be no client",
            ));
        }
        let is_none = self.client == Some(false) && !self.server && !self.only_types;
        is_none.then_some((
            "client",
            "neither a client nor a server is to be generated",
            "write `server = true` beside it, or `only_types = true` for the types alone",
        ))
    }
}
