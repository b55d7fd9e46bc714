//! Takes a name that does not exist and gives the one that was likely meant.

/// The most similar of the names, if any is similar enough to be a slip.
pub(crate) fn nearest<S: AsRef<str>>(
    wanted: &str,
    names: impl IntoIterator<Item = S>,
) -> Option<String> {
    names
        .into_iter()
        .map(|name| {
            (
                strsim::jaro_winkler(wanted, name.as_ref()),
                name.as_ref().to_owned(),
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_mended_and_nothing_else() {
        assert_eq!(
            nearest("exlude", ["include", "exclude"]).as_deref(),
            Some("exclude")
        );
        assert_eq!(nearest("colour", ["include", "exclude"]), None);
    }
}
