//! A short excerpt of a body for an error's text: takes any bytes, gives one line of at most 200 bytes.
use std::fmt;

const LONGEST: usize = 200;

/// One line of readable text.
#[derive(Clone)]
pub(crate) struct Snippet(Box<str>);

impl Snippet {
    /// The beginning of `body`. What begins as no text does, such as a message in MessagePack, is shown in hex.
    pub(crate) fn head(body: &[u8]) -> Self {
        if body.first().is_some_and(is_middle) {
            return Self::hex(body);
        }
        Self::window(body, 0, body.len().min(LONGEST))
    }

    /// What stands around the byte at `place`.
    pub(crate) fn around(body: &[u8], place: usize) -> Self {
        let start = place.min(body.len()).saturating_sub(LONGEST * 3 / 4);
        Self::window(body, start, body.len().min(start + LONGEST))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn hex(body: &[u8]) -> Self {
        let shown = body.iter().take(LONGEST / 3);
        let shown: Vec<_> = shown.map(|byte| format!("{byte:02x}")).collect();
        let after = if body.len() > shown.len() { " …" } else { "" };
        Self(format!("{}{after}", shown.join(" ")).into())
    }

    fn window(body: &[u8], start: usize, end: usize) -> Self {
        let begin = start
            + body[start..end]
                .iter()
                .take(3)
                .take_while(|byte| is_middle(byte))
                .count();
        let mut end = end;
        // The last character is left out when it is cut.
        if body.get(end).is_some_and(is_middle) {
            while end > begin && is_middle(&body[end]) {
                end -= 1;
            }
        }
        let text = String::from_utf8_lossy(&body[begin..end]);
        let text = text.trim().replace(|c: char| c.is_control(), " ");
        let (before, after) = (
            if start > 0 { "…" } else { "" },
            if end < body.len() { "…" } else { "" },
        );
        Self(format!("{before}{text}{after}").into())
    }
}

/// Whether it is a byte of a character that is not its first.
fn is_middle(byte: &u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

impl fmt::Debug for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_text_stays_whole() {
        assert_eq!(Snippet::head(b"").as_str(), "");
        assert_eq!(
            Snippet::head("  {\"a\":\"ä\"}\r\n".as_bytes()).as_str(),
            "{\"a\":\"ä\"}"
        );
        assert_eq!(Snippet::head(b"a\xff\x80b").as_str(), "a\u{fffd}\u{fffd}b");
    }

    #[test]
    fn what_is_no_text_is_shown_in_hex() {
        assert_eq!(Snippet::head(&[0x94, 1, 0, 0xc0]).as_str(), "94 01 00 c0");
        let long = Snippet::head(&[0x90; 500]);
        assert!(long.as_str().ends_with("90 …") && long.as_str().len() <= LONGEST + 3);
    }

    #[test]
    fn characters_are_not_cut() {
        for shift in 0..4 {
            let body = format!("{}{}", "x".repeat(shift), "€".repeat(300));
            for place in [0, 150, 151, 152, 153, 500, 899, 5000] {
                let snippet = Snippet::around(body.as_bytes(), place);
                assert!(snippet.as_str().len() <= LONGEST + 2 * "…".len());
                assert!(!snippet.as_str().contains('\u{fffd}'), "{snippet:?}");
            }
        }
    }

    #[test]
    fn any_bytes_and_places_are_taken() {
        for length in 0..600 {
            for byte in [b'a', 0x80, 0xff, 0] {
                let body = vec![byte; length];
                for place in [0, 1, length / 2, length, length + 1] {
                    Snippet::around(&body, place);
                }
            }
        }
    }
}
