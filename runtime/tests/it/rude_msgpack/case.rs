//! One row of the table: what the client asks for, and the bytes that the peer sends about it.
use callwright::{BoxFuture, ByteStream};

pub struct Case {
    /// Of the research that the table follows, such as `W2`.
    pub row: &'static str,
    /// What the peer does, as a sentence with it as the subject.
    pub what: &'static str,
    pub way: Way,
    /// What becomes of it over every transport, for a client that is not strict.
    pub expected: &'static str,
    /// Whether a connection that is not strict outlives it.
    pub lives: bool,
}

/// Bytes in hexadecimal, as `hex::bytes` reads them.
pub type Bytes = &'static str;

/// What a client does of its own accord.
pub type Act = for<'a> fn(&'a ByteStream) -> BoxFuture<'a, String>;

/// What happens in a row.
#[derive(Clone, Copy)]
pub enum Way {
    /// The client does this, and sends these bytes.
    Sent(Act, Bytes),
    /// The peer sends these bytes in the place of the answer.
    Answer(Bytes),
    /// The same, each byte by itself.
    Dribble(Bytes),
    /// The same, and hangs up.
    End(Bytes),
    /// The peer sends these bytes, waits for so many messages, and then answers.
    Ask(Bytes, usize),
}

impl Case {
    pub fn new(row: &'static str, what: &'static str, way: Way, expected: &'static str) -> Self {
        Self {
            row,
            what,
            way,
            expected,
            lives: true,
        }
    }

    /// The connection ends by it.
    pub fn fatal(mut self) -> Self {
        self.lives = false;
        self
    }

    /// Whether the id of the call is in what the peer sends.
    pub fn is_about_the_id(&self) -> bool {
        self.bytes().contains("ID")
    }

    /// The first cells of its row.
    pub fn shown(&self) -> String {
        format!("{} | {} | `{}`", self.row, self.what, self.bytes())
    }

    fn bytes(&self) -> Bytes {
        let (Way::Sent(_, bytes)
        | Way::Answer(bytes)
        | Way::Dribble(bytes)
        | Way::End(bytes)
        | Way::Ask(bytes, _)) = self.way;
        bytes
    }
}
