//! Finding the framing out: takes the first bytes of a peer, scans as they tell.
use super::{
    Framing,
    headers::{Headers, is_content_header},
    lines::Lines,
    scan::{LONGEST_LINE, Scan, Step, blank},
    values::Values,
};

/// Scans by a framing that is known, or tells it from the first message.
pub(super) enum Detect {
    /// No message yet: where the line ends is looked for behind so many bytes.
    Start(usize),
    /// In the first message, which began with a bracket.
    First(Values),
    /// Behind the first message: what follows tells lines from values.
    Second,
    Lines(Lines),
    Values(Values),
    Headers(Headers),
}

impl Detect {
    pub(super) fn new(framing: Option<Framing>) -> Self {
        match framing {
            None => Self::Start(0),
            Some(Framing::Lines) => Self::Lines(Lines::default()),
            Some(Framing::Values) => Self::Values(Values::default()),
            Some(Framing::ContentLength) => Self::Headers(Headers::default()),
        }
    }

    /// The framing, once it is known.
    pub(super) fn framing(&self) -> Option<Framing> {
        match self {
            Self::Start(_) | Self::First(_) | Self::Second => None,
            Self::Lines(_) => Some(Framing::Lines),
            Self::Values(_) => Some(Framing::Values),
            Self::Headers(_) => Some(Framing::ContentLength),
        }
    }

    fn start(&mut self, bytes: &[u8], seen: usize) -> Step {
        let blank = blank(bytes);
        if blank > 0 {
            return Step::Skip(blank);
        }
        if let Some(b'{' | b'[') = bytes.first() {
            *self = Self::First(Values::default());
            return self.step(bytes);
        }
        let most = &bytes[..bytes.len().min(LONGEST_LINE)];
        let end = match memchr::memchr(b'\n', &most[seen..]) {
            Some(place) => seen + place + 1,
            None if most.len() == LONGEST_LINE => LONGEST_LINE,
            None => {
                *self = Self::Start(most.len());
                return Step::More;
            }
        };
        if is_content_header(most) {
            *self = Self::Headers(Headers::default());
            return self.step(bytes);
        }
        *self = Self::Start(0);
        Step::Noise(end)
    }

    /// A first message over several lines is no line; one that broke off at the end of a line was.
    fn first(&mut self, bytes: &[u8]) -> Step {
        let Self::First(values) = self else {
            return Step::More;
        };
        let step = values.step(bytes);
        if let Step::Frame(end) = step {
            let has_newline = memchr::memchr(b'\n', &bytes[..end]).is_some();
            let is_broken = !matches!(bytes[end - 1], b'}' | b']');
            *self = match has_newline && !is_broken {
                true => Self::Values(Values::default()),
                false => Self::Second,
            };
        }
        step
    }

    fn second(&mut self, bytes: &[u8]) -> Step {
        match bytes.first() {
            None => Step::More,
            Some(b' ' | b'\t') => Step::Skip(1),
            Some(b'\r' | b'\n') => {
                *self = Self::Lines(Lines::default());
                Step::Skip(1)
            }
            Some(_) => {
                *self = Self::Values(Values::default());
                self.step(bytes)
            }
        }
    }
}

impl Scan for Detect {
    fn step(&mut self, bytes: &[u8]) -> Step {
        match self {
            Self::Start(seen) => {
                let seen = *seen;
                self.start(bytes, seen)
            }
            Self::First(_) => self.first(bytes),
            Self::Second => self.second(bytes),
            Self::Lines(lines) => lines.step(bytes),
            Self::Values(values) => values.step(bytes),
            Self::Headers(headers) => headers.step(bytes),
        }
    }

    fn is_inside(&self) -> bool {
        match self {
            Self::Start(_) | Self::Second => false,
            Self::First(values) | Self::Values(values) => values.is_inside(),
            Self::Lines(lines) => lines.is_inside(),
            Self::Headers(headers) => headers.is_inside(),
        }
    }

    fn shift(&mut self, bytes: usize) {
        match self {
            Self::Start(_) | Self::Second => {}
            Self::First(values) | Self::Values(values) => values.shift(bytes),
            Self::Lines(lines) => lines.shift(bytes),
            Self::Headers(headers) => headers.shift(bytes),
        }
    }
}
