//! What a text has to be like: takes the words of a generated type, gives the answer in linear time.
#[cfg(feature = "patterns")]
use std::sync::OnceLock;

/// What a text has to be like. Generated code builds it where it declares the type.
#[derive(Debug)]
pub struct Rule {
    pattern: Option<&'static str>,
    digits: Option<Digits>,
    /// What this pattern matches, in the engine's syntax.
    matched: Option<&'static str>,
    /// Characters.
    lengths: (usize, usize),
    /// The pattern once it was used; none where it does not compile.
    #[cfg(feature = "patterns")]
    compiled: OnceLock<Option<regex_lite::Regex>>,
}

/// Digits behind a prefix.
#[derive(Debug)]
struct Digits {
    prefix: &'static str,
    /// A minus may stand before all.
    signed: bool,
    alphabet: Alphabet,
    min: usize,
    max: usize,
    /// Two make one byte.
    even: bool,
    /// No zeros before the number.
    number: bool,
}

#[derive(Debug)]
enum Alphabet {
    Decimal,
    Hex,
    LowerHex,
    UpperHex,
}

impl Rule {
    /// Text of any kind, called by its pattern.
    pub const fn new(pattern: &'static str) -> Self {
        let mut rule = Self::any();
        rule.pattern = Some(pattern);
        rule
    }

    /// Text of any kind.
    pub const fn any() -> Self {
        Self {
            pattern: None,
            digits: None,
            matched: None,
            lengths: (0, usize::MAX),
            #[cfg(feature = "patterns")]
            compiled: OnceLock::new(),
        }
    }

    /// The number of characters.
    pub const fn lengths(mut self, min: usize, max: usize) -> Self {
        self.lengths = (min, max);
        self
    }

    /// Decimal digits.
    pub const fn decimal(self, min: usize, max: usize) -> Self {
        self.digits("", Alphabet::Decimal, min, max)
    }

    /// Hexadecimal digits behind a prefix.
    pub const fn hex(self, prefix: &'static str, min: usize, max: usize) -> Self {
        self.digits(prefix, Alphabet::Hex, min, max)
    }

    /// The same, in lower case.
    pub const fn lower_hex(self, prefix: &'static str, min: usize, max: usize) -> Self {
        self.digits(prefix, Alphabet::LowerHex, min, max)
    }

    /// The same, in upper case.
    pub const fn upper_hex(self, prefix: &'static str, min: usize, max: usize) -> Self {
        self.digits(prefix, Alphabet::UpperHex, min, max)
    }

    const fn digits(
        mut self,
        prefix: &'static str,
        alphabet: Alphabet,
        min: usize,
        max: usize,
    ) -> Self {
        self.digits = Some(Digits {
            prefix,
            signed: false,
            alphabet,
            min,
            max,
            even: false,
            number: false,
        });
        self
    }

    /// The number of digits is even.
    pub const fn even(mut self) -> Self {
        if let Some(digits) = &mut self.digits {
            digits.even = true;
        }
        self
    }

    /// No zeros stand before the number.
    pub const fn number(mut self) -> Self {
        if let Some(digits) = &mut self.digits {
            digits.number = true;
        }
        self
    }

    /// A minus may stand before the digits.
    pub const fn signed(mut self) -> Self {
        if let Some(digits) = &mut self.digits {
            digits.signed = true;
        }
        self
    }

    /// What a pattern matches, in the engine's syntax.
    // Evaluated where generated code declares a type: its build fails, with this sentence.
    #[allow(clippy::assertions_on_constants)]
    pub const fn matched(mut self, pattern: &'static str) -> Self {
        assert!(
            cfg!(feature = "patterns"),
            "the generated code checks patterns: switch on the feature `patterns` of callwright"
        );
        self.matched = Some(pattern);
        self
    }

    /// The pattern as the document has it.
    pub(super) fn pattern(&self) -> Option<&'static str> {
        self.pattern
    }

    /// The text before the digits.
    pub(super) fn prefix(&self) -> &'static str {
        self.digits.as_ref().map_or("", |digits| digits.prefix)
    }

    /// The fewest digits.
    pub(super) fn fewest(&self) -> usize {
        self.digits.as_ref().map_or(0, |digits| digits.min)
    }

    /// Whether digits above nine are in upper case.
    pub(super) fn is_upper(&self) -> bool {
        let alphabet = self.digits.as_ref().map(|digits| &digits.alphabet);
        matches!(alphabet, Some(Alphabet::UpperHex))
    }

    /// What is wrong with the number of characters.
    pub(super) fn wrong_length(&self, text: &str) -> Option<String> {
        let (min, max) = self.lengths;
        match text.chars().count() {
            count if count < min => Some(format!("shorter than {min} characters")),
            count if count > max => Some(format!("longer than {max} characters")),
            _ => None,
        }
    }

    /// Whether the text is as the rule says.
    pub(crate) fn accepts(&self, text: &str) -> bool {
        let (min, max) = self.lengths;
        // Characters are only counted where it matters.
        let fits = (min == 0 && max >= text.len()) || (min..=max).contains(&text.chars().count());
        fits && match (self.matched, &self.digits) {
            // The digits say less than the pattern then.
            (Some(pattern), _) => self.matches(pattern, text),
            (None, Some(digits)) => digits.accept(text),
            (None, None) => true,
        }
    }

    #[cfg(feature = "patterns")]
    fn matches(&self, pattern: &str, text: &str) -> bool {
        let compiled = || {
            regex_lite::RegexBuilder::new(pattern)
                .size_limit(1 << 20)
                .build()
                .ok()
        };
        let compiled = self.compiled.get_or_init(compiled);
        compiled.as_ref().is_none_or(|regex| regex.is_match(text))
    }

    #[cfg(not(feature = "patterns"))]
    #[allow(clippy::unused_self)]
    fn matches(&self, _: &str, _: &str) -> bool {
        true
    }
}

impl Digits {
    fn accept(&self, text: &str) -> bool {
        let text = match self.signed {
            true => text.strip_prefix('-').unwrap_or(text),
            false => text,
        };
        let Some(digits) = text.strip_prefix(self.prefix).map(str::as_bytes) else {
            return false;
        };
        (self.min..=self.max).contains(&digits.len())
            && !(self.even && digits.len() % 2 == 1)
            && !(self.number && digits.len() > 1 && digits[0] == b'0')
            && digits.iter().all(|digit| self.alphabet.has(*digit))
    }
}

impl Alphabet {
    fn has(&self, byte: u8) -> bool {
        match self {
            Self::Decimal => byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::LowerHex => byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'),
            Self::UpperHex => byte.is_ascii_digit() || matches!(byte, b'A'..=b'F'),
        }
    }
}
