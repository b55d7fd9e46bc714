//! Messages that wait to be written: takes them one by one, gives them in their order.
use std::{collections::VecDeque, mem, ops::Range};

/// Messages up to about this length lie behind each other in one buffer. A longer one keeps the memory that it is in.
const SHORT: usize = 4 << 10;

/// A list of messages. Memory that one thread takes and another gives back costs more than the rest of a short message,
/// so there is none for each of them.
#[derive(Default)]
pub(crate) struct Messages {
    short: Vec<u8>,
    all: VecDeque<Message>,
}

enum Message {
    Short(Range<usize>),
    Long(Vec<u8>),
}

impl Messages {
    /// Adds what `write` appends to a buffer; gives its length.
    pub(crate) fn write(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> usize {
        let start = self.short.len();
        write(&mut self.short);
        let length = self.short.len() - start;
        match length > SHORT {
            true => {
                let long = self.cut(start);
                self.all.push_back(Message::Long(long));
            }
            false => self.all.push_back(Message::Short(start..start + length)),
        }
        length
    }

    /// Adds a message.
    pub(crate) fn push(&mut self, message: Vec<u8>) {
        match message.len() > SHORT {
            true => self.all.push_back(Message::Long(message)),
            false => {
                self.write(|short| short.extend_from_slice(&message));
            }
        }
    }

    /// Takes the last message away.
    pub(crate) fn pop(&mut self) -> Option<Vec<u8>> {
        match self.all.pop_back()? {
            Message::Short(place) => Some(self.cut(place.start)),
            Message::Long(message) => Some(message),
        }
    }

    /// Adds other messages behind these.
    pub(crate) fn append(&mut self, others: &mut Self) {
        if self.all.is_empty() {
            return mem::swap(self, others);
        }
        let start = self.short.len();
        self.short.append(&mut others.short);
        self.all
            .extend(others.all.drain(..).map(|message| match message {
                Message::Short(place) => Message::Short(start + place.start..start + place.end),
                long @ Message::Long(_) => long,
            }));
    }

    /// The message at a place, counted from the first that is left.
    pub(crate) fn get(&self, place: usize) -> Option<&[u8]> {
        self.all.get(place).map(|message| self.bytes(message))
    }

    /// Takes the first message away.
    pub(crate) fn take_first(&mut self) -> Option<Vec<u8>> {
        let first = match self.all.pop_front()? {
            Message::Short(place) => self.short[place].to_vec(),
            Message::Long(message) => message,
        };
        self.tidy();
        Some(first)
    }

    /// Drops so many messages, from the first on.
    pub(crate) fn drop_first(&mut self, count: usize) {
        self.all.drain(..count.min(self.all.len()));
        self.tidy();
    }

    /// The messages in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.all.iter().map(|message| self.bytes(message))
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn bytes<'a>(&'a self, message: &'a Message) -> &'a [u8] {
        match message {
            Message::Short(place) => &self.short[place.clone()],
            Message::Long(message) => message,
        }
    }

    /// Takes the end of the buffer away, and where it is all of it, its memory too.
    fn cut(&mut self, start: usize) -> Vec<u8> {
        match start {
            0 => mem::take(&mut self.short),
            start => {
                let end = self.short[start..].to_vec();
                self.short.truncate(start);
                end
            }
        }
    }

    fn tidy(&mut self) {
        if self.all.is_empty() {
            self.short.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(messages: &Messages) -> Vec<&[u8]> {
        messages.iter().collect()
    }

    #[test]
    fn short_and_long_ones_keep_their_order() {
        let long = vec![7; SHORT + 1];
        let mut messages = Messages::default();
        messages.push(vec![1; 3]);
        assert_eq!(
            messages.write(|out| out.extend_from_slice(&long)),
            SHORT + 1
        );
        assert_eq!(messages.write(|out| out.push(2)), 1);
        messages.push(long.clone());
        assert_eq!(all(&messages), [&[1, 1, 1][..], &long, &[2], &long]);
        assert_eq!(messages.get(2), Some(&[2][..]));
        let mut others = Messages::default();
        others.push(vec![3]);
        others.push(long.clone());
        others.append(&mut messages);
        assert!(messages.is_empty());
        others.drop_first(2);
        assert_eq!(
            all(&others),
            [&[1, 1, 1][..], &long, &[2], &long],
            "behind the others"
        );
        assert_eq!(others.take_first(), Some(vec![1, 1, 1]));
        assert_eq!(others.pop(), Some(long.clone()));
        assert_eq!(others.pop(), Some(vec![2]));
        assert_eq!(others.take_first(), Some(long));
        assert!(others.is_empty() && others.short.is_empty());
        assert_eq!((others.pop(), others.take_first()), (None, None));
    }
}
