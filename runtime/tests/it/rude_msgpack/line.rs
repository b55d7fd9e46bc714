//! The peer's end of a connection: takes bytes of the client, gives its messages one by one.
use std::collections::VecDeque;

use crate::peer::Peer;

pub struct Line {
    pub peer: Peer,
    /// What has come and was not given.
    come: Vec<u8>,
    put_back: VecDeque<Message>,
}

/// A message of the client, with the parts that the peer looks at.
pub struct Message {
    pub bytes: Vec<u8>,
    /// The bytes of the id, of a request.
    pub id: Option<Vec<u8>>,
    /// Empty, of a response.
    pub method: String,
    /// The first param, where it is a number.
    pub number: Option<usize>,
}

impl Line {
    pub fn new(peer: Peer) -> Self {
        Self {
            peer,
            come: Vec::new(),
            put_back: VecDeque::new(),
        }
    }

    /// Has messages come once more.
    pub fn put_back(&mut self, messages: Vec<Message>) {
        self.put_back.extend(messages);
    }

    /// The next message; `None` when the client has closed. What is no message at all gives no hope either.
    pub async fn message(&mut self) -> Option<Message> {
        if let Some(message) = self.put_back.pop_front() {
            return Some(message);
        }
        loop {
            let mut rest = &self.come[..];
            if rmpv::decode::read_value_ref(&mut rest).is_ok() {
                let length = self.come.len() - rest.len();
                return Some(Message::read(self.come.drain(..length).collect()));
            }
            let more = self.peer.take().await;
            if more.is_empty() {
                return None;
            }
            self.come.extend(more);
        }
    }
}

impl Message {
    fn read(bytes: Vec<u8>) -> Self {
        let value = rmpv::decode::read_value(&mut &bytes[..]).unwrap();
        let is_request = value[0] == rmpv::Value::from(0);
        let is_response = value[0] == rmpv::Value::from(1);
        let id = is_request.then(|| {
            // Behind the markers of the array and of the kind.
            let mut rest = &bytes[2..];
            rmpv::decode::read_value_ref(&mut rest).unwrap();
            bytes[2..bytes.len() - rest.len()].to_vec()
        });
        let method = &value[if is_request { 2 } else { 1 }];
        let params = &value[if is_request { 3 } else { 2 }];
        Self {
            id,
            method: match is_response {
                true => String::new(),
                false => method.as_str().unwrap_or_default().to_owned(),
            },
            number: params[0].as_u64().map(|number| number as usize),
            bytes,
        }
    }
}
