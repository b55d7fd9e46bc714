//! Why a text is not of its type: takes the type's name, its rule and the text, gives a sentence of bounded length.
use std::fmt;

use super::Rule;
use crate::error::Snippet;

/// A text that is not as its schema says, or that does not hold what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextError(Box<str>);

impl TextError {
    pub(super) fn misfit(name: &str, rule: &Rule, text: &str) -> Self {
        let found = Snippet::head(text.as_bytes());
        let found = found.as_str();
        let message = match rule.wrong_length(text) {
            Some(wrong) => format!("`{found}` is {wrong}, which no `{name}` is"),
            None => {
                let pattern = Snippet::head(rule.pattern().unwrap_or_default().as_bytes());
                let pattern = pattern.as_str();
                format!("`{name}` is text like `{pattern}`, and `{found}` is not")
            }
        };
        Self(message.into())
    }

    /// `what` ends the sentence: "is no number".
    pub(crate) fn of(text: &str, what: &str) -> Self {
        let found = Snippet::head(text.as_bytes());
        Self(format!("`{}` {what}", found.as_str()).into())
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TextError {}
