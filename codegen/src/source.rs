//! Takes what a user wrote for the document and gives where it comes from. No I/O.

use std::path::{Path, PathBuf};

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, JSON or YAML.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// A document served at an `http://` or `https://` URL.
    Url(String),
    /// A running server, asked by `rpc.discover` at this `http`, `https`, `ws` or `wss` URL.
    Discover(String),
}

impl Source {
    /// Reads `-`, a URL, `discover+` and a URL, or a path; a relative path starts at `base`.
    pub fn parse(text: &str, base: &Path) -> Self {
        const DOCUMENT: [&str; 2] = ["http://", "https://"];
        const SERVER: [&str; 4] = ["http://", "https://", "ws://", "wss://"];
        let starts = |url: &str, schemes: &[&str]| schemes.iter().any(|s| url.starts_with(s));
        match text.strip_prefix("discover+") {
            Some(url) if starts(url, &SERVER) => Self::Discover(url.to_owned()),
            _ if text == "-" => Self::Stdin,
            _ if starts(text, &DOCUMENT) => Self::Url(text.to_owned()),
            _ => Self::Path(base.join(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_looks_like_a_url_is_a_file() {
        let base = Path::new("crate");
        assert_eq!(Source::parse("-", base), Source::Stdin);
        assert_eq!(
            Source::parse("httpd.json", base),
            Source::Path("crate/httpd.json".into())
        );
        assert_eq!(
            Source::parse("https://x/openrpc.json", base),
            Source::Url("https://x/openrpc.json".into())
        );
        assert_eq!(
            Source::parse("discover+ws://x", base),
            Source::Discover("ws://x".into())
        );
    }
}
