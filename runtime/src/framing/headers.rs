//! Messages by `Content-Length` headers: takes bytes, reads each head and counts the bytes behind it.
use super::scan::{LONGEST_LINE, Scan, Step, blank};

const LENGTH: &[u8] = b"content-length:";

/// The base protocol of the Language Server Protocol.
///
/// Lines may end with `\n` alone, and names are in any case. What is no header is noise up to the
/// next `Content-Length`, wherever in a line that begins.
#[derive(Default)]
pub(super) struct Headers {
    seen: usize,
    at: At,
}

#[derive(Clone, Copy, Default)]
enum At {
    /// Between messages.
    #[default]
    Start,
    /// Behind a header that says how long the message is.
    Head(usize),
    /// In a message, so many bytes before its end.
    Body(usize),
}

impl Headers {
    fn line(&mut self, line: &[u8]) -> Step {
        let all = line.len();
        let blank = blank(line);
        if blank == all {
            if let At::Head(length) = self.at {
                self.at = match length {
                    0 => At::Start,
                    _ => At::Body(length),
                };
            }
            return Step::Skip(all);
        }
        if let Some(place) = length_header(line) {
            if place > blank {
                self.at = At::Start;
                return Step::Noise(place);
            }
            let number = line[place + LENGTH.len()..].trim_ascii();
            let length = std::str::from_utf8(number)
                .ok()
                .and_then(|text| text.parse().ok());
            self.at = length.map_or(At::Start, At::Head);
            return match length {
                Some(_) => Step::Skip(all),
                None => Step::Noise(all),
            };
        }
        let is_header = match self.at {
            At::Head(_) => is_header(line),
            _ => is_content_header(line),
        };
        match is_header {
            true => Step::Skip(all),
            false => {
                self.at = At::Start;
                Step::Noise(all)
            }
        }
    }

    /// A line without an end: the beginning of what may become a header is kept.
    fn endless(bytes: &[u8]) -> Step {
        let most = &bytes[..LONGEST_LINE];
        Step::Noise(match length_header(most) {
            Some(0) | None => LONGEST_LINE - LENGTH.len(),
            Some(place) => place,
        })
    }
}

impl Scan for Headers {
    fn step(&mut self, bytes: &[u8]) -> Step {
        if let At::Body(left) = self.at {
            self.seen = bytes.len();
            if bytes.len() < left {
                return Step::More;
            }
            *self = Self::default();
            return Step::Frame(left);
        }
        let most = &bytes[..bytes.len().min(LONGEST_LINE)];
        match memchr::memchr(b'\n', most.get(self.seen..).unwrap_or_default()) {
            Some(place) => {
                let end = std::mem::take(&mut self.seen) + place + 1;
                self.line(&bytes[..end])
            }
            None if most.len() == LONGEST_LINE => {
                *self = Self::default();
                Self::endless(bytes)
            }
            None => {
                self.seen = bytes.len();
                Step::More
            }
        }
    }

    fn is_inside(&self) -> bool {
        matches!(self.at, At::Body(_))
    }

    fn shift(&mut self, bytes: usize) {
        self.seen -= bytes;
        if let At::Body(left) = &mut self.at {
            *left -= bytes;
        }
    }
}

/// Where in the line the last `Content-Length` begins.
fn length_header(line: &[u8]) -> Option<usize> {
    line.windows(LENGTH.len())
        .rposition(|name| name.eq_ignore_ascii_case(LENGTH))
}

/// Whether a line begins as the headers of the protocol do.
pub(super) fn is_content_header(line: &[u8]) -> bool {
    let line = &line[blank(line)..];
    [LENGTH, b"content-type:"].iter().any(|name| {
        line.get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    })
}

fn is_header(line: &[u8]) -> bool {
    let name = line.iter().position(|byte| *byte == b':');
    name.is_some_and(|end| {
        end > 0
            && line[..end]
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(text: &str) -> (Vec<&str>, usize) {
        let mut scan = Headers::default();
        let (mut rest, mut frames, mut noise) = (text, Vec::new(), 0);
        loop {
            match scan.step(rest.as_bytes()) {
                Step::More => return (frames, noise),
                Step::Skip(length) => rest = &rest[length..],
                Step::Noise(length) => {
                    noise += length;
                    rest = &rest[length..];
                }
                Step::Frame(length) => {
                    frames.push(&rest[..length]);
                    rest = &rest[length..];
                }
            }
        }
    }

    #[test]
    fn heads_are_read_in_any_dress() {
        let text = "Content-Length: 2\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{}\
                    \r\ncontent-length:4\n\n[\n1]CONTENT-TYPE: x\nX-Other: y\nContent-LENGTH: 2 \n\n[]";
        assert_eq!(
            frames(text),
            (vec!["{}", "[\n1]", "[]"], "X-Other: y\n".len())
        );
    }

    #[test]
    fn the_next_head_is_found_behind_noise() {
        let noise = "log line\nContent-Length: many\n\n{}";
        let text = format!("{noise}Content-Length: 2\r\n\r\n[]");
        assert_eq!(frames(&text), (vec!["[]"], noise.len() - 1));
        let noise = "x".repeat(3 * LONGEST_LINE + 100);
        let text = format!("{noise}Content-Length: 2\r\n\r\n[]");
        assert_eq!(frames(&text), (vec!["[]"], noise.len()));
        let unended = "Content-Length: 2\n{}\nContent-Length: 2\r\n\r\n[]";
        assert_eq!(frames(unended), (vec!["[]"], "{}\n".len()));
    }
}
