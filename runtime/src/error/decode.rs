//! A result of the wrong shape: takes its bytes and serde's error, gives the place and an excerpt.
use std::{borrow::Cow, fmt, sync::Arc};

use super::{Snippet, path};

/// A result that is not of the type that the document promises: where, what stood there, and what
/// was expected.
#[derive(Clone)]
pub struct DecodeFault(Box<Inner>);

#[derive(Clone)]
struct Inner {
    method: Option<Cow<'static, str>>,
    status: Option<u16>,
    path: String,
    snippet: Snippet,
    cause: Arc<dyn std::error::Error + Send + Sync>,
}

impl DecodeFault {
    /// Of JSON that stands at `root` of the result.
    pub(crate) fn new(root: &str, json: &[u8], cause: serde_json::Error) -> Self {
        let place = path::offset(json, cause.line(), cause.column());
        Self::at(root, json, place, Arc::new(cause))
    }

    /// Of MessagePack that stands at `root` of the result. The path and the excerpt are as JSON has them.
    #[cfg(feature = "msgpack")]
    pub(crate) fn of_msgpack(root: &str, message: &[u8], cause: crate::msgpack::Error) -> Self {
        let place = cause.place().unwrap_or(0);
        let (json, place) = crate::msgpack::transcode::excerpt(message, place);
        Self::at(root, &json, place, Arc::new(cause))
    }

    fn at(
        root: &str,
        json: &[u8],
        place: usize,
        cause: Arc<dyn std::error::Error + Send + Sync>,
    ) -> Self {
        Self(Box::new(Inner {
            method: None,
            status: None,
            path: format!("{root}{}", path::at(json, place)),
            snippet: Snippet::around(json, place),
            cause,
        }))
    }

    /// The method's name on the wire.
    pub fn method(&self) -> Option<&str> {
        self.0.method.as_deref()
    }

    /// The HTTP status of the reply, where there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The place in the result as a JSON path; `$` is the result itself: `$.items[3].name`.
    ///
    /// Where several variants of a union fail at different places, it is the place of the union.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What stands around that place, at most 200 bytes of it.
    pub fn snippet(&self) -> &str {
        self.0.snippet.as_str()
    }

    /// Says at which path of the result the value stands that was decoded.
    pub(crate) fn stand_at(&mut self, root: &str) {
        if let Some(inside) = self.0.path.strip_prefix('$') {
            self.0.path = format!("{root}{inside}");
        }
    }

    pub(crate) fn set_status(&mut self, status: Option<u16>) {
        self.0.status = status;
    }

    pub(super) fn name_method(&mut self, name: Cow<'static, str>) {
        self.0.method.get_or_insert(name);
    }

    pub(crate) fn cause(&self) -> &(dyn std::error::Error + 'static) {
        &*self.0.cause
    }
}

impl fmt::Display for DecodeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = self.method() {
            write!(f, "`{method}`: ")?;
        }
        let Inner {
            path,
            cause,
            snippet,
            ..
        } = &*self.0;
        write!(
            f,
            "the result is not as documented at `{path}`: {cause}: {}",
            snippet.as_str()
        )
    }
}

impl fmt::Debug for DecodeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeFault")
            .field("method", &self.0.method)
            .field("status", &self.0.status)
            .field("path", &self.0.path)
            .field("snippet", &self.0.snippet)
            .field("cause", &self.0.cause)
            .finish()
    }
}

/// Letters of what is said to the other side at the most: it may quote what that sent.
const LONGEST: usize = 400;

/// What a decoder says of a value for the one who sent it: not too much, and without the line and the column of a value
/// that nobody sees by itself.
pub(crate) fn sentence(cause: impl fmt::Display) -> String {
    let mut cause = cause.to_string();
    cause.truncate(cause.rfind(" at line ").unwrap_or(cause.len()));
    cause.truncate(cut(&cause).len());
    cause
}

/// The beginning of a text.
pub(crate) fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST);
    end.map_or(text, |(end, _)| &text[..end])
}
