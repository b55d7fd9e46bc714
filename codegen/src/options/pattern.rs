//! Method names against the patterns of options: `*` stands for anything.

/// Whether a name matches a pattern as a whole.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    let mut rest = rest;
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// What a list of patterns says of a name; those with a leading `!` say no, and count more.
pub(crate) fn verdict(patterns: &[String], name: &str) -> Option<bool> {
    let denied = patterns.iter().filter_map(|p| p.strip_prefix('!'));
    if denied.into_iter().any(|pattern| matches(pattern, name)) {
        return Some(false);
    }
    let named = patterns.iter().any(|pattern| matches(pattern, name));
    named.then_some(true)
}

/// What the first `*` of a pattern stands for in a name that it matches, as much as it can.
pub(crate) fn starred<'n>(pattern: &str, name: &'n str) -> Option<&'n str> {
    let (before, after) = pattern.split_once('*')?;
    let rest = name.strip_prefix(before)?;
    let tail = after.split('*').next().unwrap_or_default();
    match after.contains('*') {
        true => rest.rfind(tail).map(|end| &rest[..end]),
        false => rest.strip_suffix(tail),
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, starred, verdict};

    #[test]
    fn a_star_holds_what_it_stands_for() {
        assert_eq!(starred("sub_*", "sub_heads"), Some("heads"));
        assert_eq!(starred("*.subscribe", "health.subscribe"), Some("health"));
        assert_eq!(starred("a*b*", "axbyb"), Some("xby"));
        assert_eq!(starred("a*b*", "c"), None);
        assert_eq!(starred("plain", "plain"), None);
    }

    #[test]
    fn a_denial_counts_more() {
        let patterns = ["get_*".to_owned(), "!get_next".to_owned()];
        assert_eq!(verdict(&patterns, "get_all"), Some(true));
        assert_eq!(verdict(&patterns, "get_next"), Some(false));
        assert_eq!(verdict(&patterns, "put"), None);
    }

    #[test]
    fn a_star_stands_for_anything() {
        assert!(matches("eth_*", "eth_call"));
        assert!(matches("*", ""));
        assert!(matches("a*c*e", "abcde"));
        assert!(matches("eth_call", "eth_call"));
        assert!(!matches("eth_call", "eth_callMany"));
        assert!(!matches("a*b*b", "ab"));
        assert!(!matches("*_x", "a_y"));
    }
}
