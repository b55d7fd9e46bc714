//! When two addresses are the same: what is written differently and means the same is one key.
use crate::Wire;

/// An address, and the options for it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    url: String,
    profile: u64,
}

impl Key {
    /// Scheme and host are the same in any letters; what follows them is not looked into.
    pub(super) fn new(url: &str, profile: u64) -> Self {
        let (scheme, rest) = url.split_once(':').unwrap_or_default();
        let end = match rest.strip_prefix("//") {
            Some(authority) => {
                let end = authority.find(['/', '?', '#']);
                2 + end.unwrap_or(authority.len())
            }
            None => 0,
        };
        let (authority, rest) = rest.split_at(end);
        // A user and a password keep their letters.
        let host = authority.rfind('@').map_or(0, |place| place + 1);
        let (user, host) = authority.split_at(host);
        let rest = if rest == "/" { "" } else { rest };
        let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
        Self {
            url: format!("{scheme}:{user}{host}{rest}"),
            profile,
        }
    }

    /// The address, to connect to.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The format that the address names.
    pub(super) fn wire(&self) -> Wire {
        match self.url.starts_with("msgpack+") {
            #[cfg(feature = "msgpack")]
            true => Wire::MessagePack,
            _ => Wire::Json,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_by_what_they_mean() {
        let key = |url| Key::new(url, 0);
        assert!(key("TCP://LocalHost:1") == key("tcp://localhost:1"));
        assert!(key("ws://localhost:1/") == key("ws://localhost:1"));
        assert!(key("unix:/Run/a.sock") != key("unix:/run/a.sock"));
        assert!(key("ws://localhost/A") != key("ws://localhost/a"));
        assert!(key("ws://U:P@localhost") != key("ws://u:p@localhost"));
        assert!(key("tcp://a:1?framing=lines") != key("tcp://a:1"));
        assert!(Key::new("tcp://a:1", 1) != key("tcp://a:1"));
        assert_eq!(key("unix:/run/a b.sock").url(), "unix:/run/a b.sock");
        assert_eq!(key("").url(), ":");
    }
}
