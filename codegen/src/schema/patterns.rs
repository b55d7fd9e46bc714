//! Takes the pattern of a string and gives what is known of the strings that it matches.

mod class;
mod language;
mod spelling;

use std::hash::{Hash, Hasher};

pub(crate) use class::{Alphabet, Class, Digits};

use language::Piece;

/// Bytes that a compiled pattern may take: what explodes is more than that.
const SIZE: usize = 1 << 20;

/// Bytes of a pattern that are read at all.
const LONGEST: usize = 1 << 14;

/// A pattern as the document has it, and what it means.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) source: String,
    pub(crate) class: Class,
    /// The class says all that the pattern says.
    pub(crate) is_exact: bool,
    /// The pattern in the engine's syntax, if it needs the engine and the engine takes it.
    pub(crate) matched: Option<String>,
}

/// What a pattern makes of a string.
#[derive(Debug)]
pub(super) enum Meaning {
    /// It is one of these.
    Choice(Vec<String>),
    Pattern(Pattern),
}

/// Why a pattern is not checked.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// It has something that only ECMAScript has.
    Syntax(String),
    /// It takes too much memory.
    Size,
}

/// Reads a pattern; a fault keeps it from being checked, not from having a type.
pub(super) fn read(source: &str) -> (Meaning, Option<Fault>) {
    if source.len() > LONGEST {
        return (
            Meaning::Pattern(Pattern::unknown(source)),
            Some(Fault::Size),
        );
    }
    let spelt = spelling::of_engine(source);
    let language = language::read(&spelt);
    if let Some(values) = language.as_ref().and_then(only_values) {
        return (Meaning::Choice(values), None);
    }
    let (class, is_exact) = language.map_or((Class::Other, false), |known| class::of(&known));
    // What the class says is checked without the engine.
    let fault = (!is_exact).then(|| compile(&spelt).err()).flatten();
    let pattern = Pattern {
        source: source.to_owned(),
        class,
        is_exact,
        matched: (!is_exact && fault.is_none()).then_some(spelt),
    };
    (Meaning::Pattern(pattern), fault)
}

impl Pattern {
    fn unknown(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            class: Class::Other,
            is_exact: false,
            matched: None,
        }
    }
}

/// The engine is the runtime's: what compiles here compiles there.
fn compile(spelt: &str) -> Result<(), Fault> {
    let built = regex_lite::RegexBuilder::new(spelt)
        .size_limit(SIZE)
        .build();
    built.map(drop).map_err(|error| {
        let message = error.to_string();
        match message.contains("size limit") {
            true => Fault::Size,
            false => Fault::Syntax(message),
        }
    })
}

/// The values of a pattern that lists them: `^0x2$`, `^(asc|desc)$`.
fn only_values(language: &language::Language) -> Option<Vec<String>> {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => Some(text.clone()),
        _ => None,
    };
    match &language.piece {
        _ if !language.is_whole => None,
        Piece::Either(pieces) => pieces.iter().map(text).collect(),
        piece => text(piece).map(|text| vec![text]),
    }
}

/// Two ways to write one class are one pattern.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        match self.is_exact && other.is_exact {
            true => self.class == other.class,
            false => self.source == other.source,
        }
    }
}

impl Eq for Pattern {}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.is_exact {
            true => self.class.hash(state),
            false => self.source.hash(state),
        }
    }
}

#[cfg(test)]
mod tests;
