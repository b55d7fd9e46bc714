//! Messages by their brackets: takes bytes, finds where each object or array ends.
use super::scan::{LONGEST_LINE, Scan, Step, blank};

/// JSON objects and arrays one after another.
///
/// A value that cannot go on as it does ends there, so that the next one is found: strings hold no
/// newline, a bracket opens only behind `:`, `,` or `[`, and nothing but `:`, `,` or a closing bracket
/// follows a string. One that cannot be followed so has swallowed the beginning of the next value.
#[derive(Default)]
pub(super) struct Values {
    seen: usize,
    /// How many brackets are open.
    depth: usize,
    string: Text,
    /// The last byte that is not white space, outside of strings; of a string its quote.
    before: u8,
    /// Where the last string began.
    opened: usize,
}

/// Where in a string the scanner stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Text {
    #[default]
    Outside,
    Inside,
    /// Behind a backslash.
    Escaped,
}

impl Values {
    fn between(bytes: &[u8]) -> Option<Step> {
        let blank = blank(bytes);
        if blank > 0 {
            return Some(Step::Skip(blank));
        }
        match bytes.first()? {
            b'{' | b'[' => None,
            _ => Some(noise(bytes)),
        }
    }

    /// Looks for the end of the value that has begun.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut place = self.seen;
        let end = loop {
            let Some(&byte) = bytes.get(place) else {
                break None;
            };
            match self.string {
                Text::Escaped => self.string = Text::Inside,
                Text::Inside => match memchr::memchr3(b'"', b'\\', b'\n', &bytes[place..]) {
                    None => {
                        place = bytes.len();
                        break None;
                    }
                    Some(skipped) => {
                        place += skipped;
                        match bytes[place] {
                            b'"' => {
                                self.string = Text::Outside;
                                self.before = b'"';
                            }
                            b'\\' => self.string = Text::Escaped,
                            _ => break Some(place),
                        }
                    }
                },
                Text::Outside => {
                    match byte {
                        _ if self.before == b'"' && !follows_string(byte) => {
                            break Some(self.opened);
                        }
                        b'"' => {
                            self.string = Text::Inside;
                            self.opened = place;
                        }
                        b'{' | b'[' if self.depth > 0 && !self.opens_here() => break Some(place),
                        b'{' | b'[' => self.depth += 1,
                        b'}' | b']' if self.depth == 1 => break Some(place + 1),
                        b'}' | b']' => self.depth -= 1,
                        _ => {}
                    }
                    if !byte.is_ascii_whitespace() && byte != b'"' {
                        self.before = byte;
                    }
                }
            }
            place += 1;
        };
        self.seen = place;
        end
    }

    fn opens_here(&self) -> bool {
        matches!(self.before, b':' | b',' | b'[')
    }
}

impl Scan for Values {
    fn step(&mut self, bytes: &[u8]) -> Step {
        if self.depth == 0 {
            match Self::between(bytes) {
                Some(step) => return step,
                None if bytes.is_empty() => return Step::More,
                None => {}
            }
        }
        match self.end(bytes) {
            Some(end) => {
                *self = Self::default();
                Step::Frame(end)
            }
            None => Step::More,
        }
    }

    fn is_inside(&self) -> bool {
        self.depth > 0
    }

    fn shift(&mut self, bytes: usize) {
        self.seen -= bytes;
        self.opened = self.opened.saturating_sub(bytes);
    }
}

fn follows_string(byte: u8) -> bool {
    matches!(byte, b':' | b',' | b'}' | b']') || byte.is_ascii_whitespace()
}

/// What reaches to the next line or value, however the bytes arrive.
fn noise(bytes: &[u8]) -> Step {
    let most = &bytes[..bytes.len().min(LONGEST_LINE)];
    match most
        .iter()
        .position(|byte| matches!(byte, b'{' | b'[' | b'\n'))
    {
        Some(end) => Step::Noise(end),
        None if most.len() == LONGEST_LINE => Step::Noise(LONGEST_LINE),
        None => Step::More,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(mut bytes: &[u8]) -> Vec<Step> {
        let mut scan = Values::default();
        let mut steps = Vec::new();
        loop {
            let step = scan.step(bytes);
            match step {
                Step::More => return steps,
                Step::Skip(length) | Step::Noise(length) | Step::Frame(length) => {
                    bytes = &bytes[length..];
                }
            }
            steps.push(step);
        }
    }

    #[test]
    fn values_end_at_their_brackets() {
        assert_eq!(
            steps(br#"{"a":"}\"{"}[[],{}]"#),
            [Step::Frame(12), Step::Frame(7)]
        );
        assert_eq!(
            steps("\u{feff} {} \r\n\u{1e}[]x".as_bytes()),
            [Step::Skip(4), Step::Frame(2), Step::Skip(4), Step::Frame(2)]
        );
    }

    #[test]
    fn a_broken_value_ends_where_the_next_begins() {
        assert_eq!(
            steps(b"{\"a\":\"b\n{}"),
            [Step::Frame(7), Step::Skip(1), Step::Frame(2)]
        );
        assert_eq!(steps(br#"{"a":1{"b":2}"#), [Step::Frame(6), Step::Frame(7)]);
        assert_eq!(
            steps(br#"{"a":["b{"c":[1]}{}"#),
            [
                Step::Frame(6),
                Step::Noise(2),
                Step::Frame(9),
                Step::Frame(2)
            ]
        );
        assert_eq!(
            steps(b"log: x\n[]"),
            [Step::Noise(6), Step::Skip(1), Step::Frame(2)]
        );
    }
}
