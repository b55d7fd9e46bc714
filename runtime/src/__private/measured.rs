//! Parts by themselves, for who measures them or tries whether they hold.

/// Which call of a session a frame answers.
#[cfg(any(feature = "streams", feature = "ws"))]
pub fn answered_id(frame: &[u8]) -> Option<u64> {
    crate::sniff::answered_id(frame)
}

/// Reading, writing and finding MessagePack.
#[cfg(feature = "msgpack")]
pub mod msgpack {
    use serde::{Serialize, de::DeserializeOwned};

    use crate::msgpack::outline::Outline;
    use crate::msgpack::scan::{Malformed, Scanner};
    use crate::msgpack::{self, Error};

    /// The value as MessagePack.
    pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
        msgpack::encode(value)
    }

    /// The value of a message.
    pub fn decode<T: DeserializeOwned>(message: &[u8]) -> Result<T, Error> {
        msgpack::decode(message)
    }

    /// What an error of [`decode`] becomes for users.
    pub fn described(message: &[u8], error: Error) -> String {
        crate::DecodeFault::of_msgpack("$", message, error).to_string()
    }

    /// A message as JSON.
    pub fn to_json(message: &[u8]) -> Result<Vec<u8>, Error> {
        msgpack::to_json(message)
    }

    /// JSON as a message.
    pub fn from_json(json: &[u8]) -> Result<Vec<u8>, Error> {
        msgpack::from_json(json)
    }

    /// What a message is in MessagePack-RPC.
    pub fn outline(message: &[u8]) -> impl std::fmt::Debug {
        Outline::read(message)
    }

    /// The length of one message that comes in reads of so many bytes.
    pub fn scanned(message: &[u8], read: usize) -> Option<usize> {
        let mut scanner = Scanner::new(usize::MAX, 128);
        (1..=message.len().div_ceil(read)).find_map(|reads| {
            let come = message.len().min(reads * read);
            let whole = scanner.scan(message.get(..come)?).ok()??;
            Some(whole.length)
        })
    }

    /// The messages of a stream.
    #[derive(Debug, PartialEq)]
    pub struct Messages {
        /// The length of each.
        pub lengths: Vec<usize>,
        /// Why nothing comes after them, where it is not that the stream ends.
        pub refused: Option<Malformed>,
    }

    /// The messages of a stream that comes in pieces of so many bytes.
    pub fn messages(stream: &[u8], piece: usize, longest: usize, deepest: usize) -> Messages {
        let mut scanner = Scanner::new(longest, deepest);
        let mut lengths = Vec::new();
        let (mut start, mut come) = (0, 0);
        let mut refused = None;
        while come < stream.len() && refused.is_none() {
            come = stream.len().min(come + piece);
            while start < come {
                match scanner.scan(&stream[start..come]) {
                    Ok(Some(whole)) => {
                        lengths.push(whole.length);
                        start += whole.length;
                    }
                    Ok(None) => break,
                    Err(why) => {
                        refused = Some(why);
                        break;
                    }
                }
            }
        }
        Messages { lengths, refused }
    }
}
