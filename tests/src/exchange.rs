//! A recorded request and what the original answered to it.

use crate::envelope;

/// One recorded request with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The request as it was sent.
    pub request: String,
    /// What came back.
    pub answer: Recorded,
}

/// A recorded answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// An HTTP answer.
    Http {
        /// The HTTP status.
        status: u16,
        /// The body, byte for byte.
        body: String,
    },
    /// The original broke down without an answer; the words are its own.
    Broken(String),
}

impl Exchange {
    /// The recorded request as a client sends it that numbers its requests otherwise: to be compared byte for byte
    /// with what was asked.
    pub fn request_with_id_of(&self, asked: &str) -> String {
        match envelope::id(asked) {
            Some(id) => envelope::with_id(&self.request, id),
            None => self.request.clone(),
        }
    }

    /// The body that answers `asked`, byte for byte, but for the id: where the original echoed the id of the
    /// recorded request, the id of `asked` stands in its place. An id that is not an echo (null, or one that the
    /// original made up) stays.
    pub fn body_for<'a>(&self, body: &'a str, asked: &str) -> std::borrow::Cow<'a, str> {
        let recorded = envelope::id(&self.request);
        match envelope::id(asked) {
            Some(id)
                if recorded.is_some() && recorded != Some(id) && envelope::id(body) == recorded =>
            {
                envelope::with_id(body, id).into()
            }
            _ => body.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn echoes_the_id_of_the_caller() {
        let exchange = Exchange {
            request: r#"{"id":1,"method":"m"}"#.to_owned(),
            answer: Recorded::Broken(String::new()),
        };
        let asked = r#"{"method":"m","id":"x"}"#;
        assert_eq!(
            exchange.body_for(r#"{"result":1,"id":1}"#, asked),
            r#"{"result":1,"id":"x"}"#
        );
        assert_eq!(
            exchange.body_for(r#"{"error":{},"id":null}"#, asked),
            r#"{"error":{},"id":null}"#
        );
        assert_eq!(exchange.body_for("null", asked), "null");
        assert_eq!(
            exchange.request_with_id_of(asked),
            r#"{"id":"x","method":"m"}"#
        );
    }
}
