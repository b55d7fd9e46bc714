//! Takes a name that does not exist and gives the one that was likely meant.

use crate::diagnostic::Diagnostic;

/// The most similar of the names, if any is similar enough to be a slip: one letter in four may be wrong.
pub(crate) fn nearest<S: AsRef<str>>(
    wanted: &str,
    names: impl IntoIterator<Item = S>,
) -> Option<String> {
    let limit = (wanted.chars().count() / 4).max(1);
    names
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(wanted, name.as_ref()),
                name.as_ref().to_owned(),
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// The fault with the name that was likely meant as its hint.
pub(crate) fn hinted<S: AsRef<str>>(
    fault: Diagnostic,
    wanted: &str,
    names: impl IntoIterator<Item = S>,
) -> Diagnostic {
    match nearest(wanted, names) {
        Some(name) => fault.hint(format!("did you mean `{name}`?")),
        None => fault,
    }
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
        assert_eq!(nearest("nul", ["auto", "null"]).as_deref(), Some("null"));
        assert_eq!(nearest("colour", ["include", "exclude"]), None);
        assert_eq!(nearest("nope.json", ["oa.json"]), None);
    }
}
