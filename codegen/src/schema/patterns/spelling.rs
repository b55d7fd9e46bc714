//! Takes a pattern as documents write it and gives it in the syntax of the engine.

use std::borrow::Cow;

/// Takes off the slashes of a JavaScript literal, and escapes the hyphens that ECMAScript takes for themselves.
pub(super) fn of_engine(source: &str) -> String {
    let bare = source
        .strip_prefix("/^")
        .and_then(|rest| rest.strip_suffix("$/"));
    let bare = bare.map_or(Cow::Borrowed(source), |inside| {
        Cow::Owned(format!("^{inside}$"))
    });
    let mut spelt = String::with_capacity(bare.len());
    let mut rest = bare.chars().peekable();
    let mut in_class = false;
    while let Some(c) = rest.next() {
        spelt.push(c);
        match c {
            '\\' => {
                let escaped = rest.next();
                spelt.extend(escaped);
                // `[\w-.]`: a range cannot begin at a class.
                let class = escaped.is_some_and(|c| matches!(c, 'd' | 'D' | 's' | 'S' | 'w' | 'W'));
                if in_class && class && rest.next_if_eq(&'-').is_some() {
                    spelt.push_str("\\-");
                }
            }
            '[' if in_class => {
                spelt.pop();
                spelt.push_str("\\[");
            }
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
    }
    spelt
}

#[cfg(test)]
mod tests {
    #[test]
    fn patterns_of_ecmascript_are_spelt_for_the_engine() {
        for (source, spelt) in [
            ("^a$", "^a$"),
            ("/^own$/", "^own$"),
            ("^[\\w-.]+\\[-$", "^[\\w\\-.]+\\[-$"),
            ("[[a]", "[\\[a]"),
            ("\\", "\\"),
        ] {
            assert_eq!(super::of_engine(source), spelt);
        }
    }
}
