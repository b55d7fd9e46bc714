//! Takes keys and indices and gives JSON pointers (RFC 6901): where a thing stands in a document.

use std::fmt;

/// A JSON pointer in its string form, `""` for the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes a pointer as written in a reference's fragment, percent-decoded, without the `#`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pointer to the member `key`, or to the element `key`, of what this one points to.
    pub fn join(&self, key: impl fmt::Display) -> Self {
        let key = key.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{key}", self.0))
    }

    /// The unescaped steps from the root.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0
            .split('/')
            .skip(1)
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
    }

    /// The last step, unescaped; none at the root.
    pub fn last(&self) -> Option<String> {
        self.steps().last()
    }

    /// The pointer to what holds this, and the last step, unescaped.
    pub(crate) fn parted(&self) -> (Self, String) {
        let holder = self.0.rsplit_once('/').map_or("", |(holder, _)| holder);
        (Self::new(holder), self.last().unwrap_or_default())
    }

    /// The pointer as RFC 6901 writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_escaped_and_come_back() {
        let pointer = Pointer::root().join("a/b").join("~").join(0);
        assert_eq!(pointer.as_str(), "/a~1b/~0/0");
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["a/b", "~", "0"]);
        assert_eq!(Pointer::root().steps().count(), 0);
    }
}
