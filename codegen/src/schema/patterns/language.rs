//! Takes a regular expression and gives its parts, as far as they are about ASCII: what a class is recognised by.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// Groups inside groups that are followed.
const NESTING: u32 = 50;

/// What a pattern matches.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) piece: Piece,
    /// The pattern is about the whole text, not about a part of it.
    pub(super) is_whole: bool,
    /// At least some of it begins at the start and ends at the end.
    pub(super) is_anchored: bool,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    /// One of these characters.
    One(Characters),
    Repeat(u32, Option<u32>, Box<Piece>),
    Row(Vec<Piece>),
    Either(Vec<Piece>),
}

/// ASCII characters, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Characters(u128);

impl Characters {
    pub(super) fn of(text: &str) -> Self {
        Self(
            text.bytes()
                .filter(u8::is_ascii)
                .fold(0, |set, byte| set | 1 << byte),
        )
    }

    pub(super) fn are_within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    pub(super) fn has_any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub(super) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(super) fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }
}

/// The language of a pattern; none where it is about more than ASCII, or cannot be read.
pub(super) fn read(pattern: &str) -> Option<Language> {
    let mut parser = regex_syntax::ParserBuilder::new();
    let parser = parser.unicode(false).utf8(false).nest_limit(NESTING);
    let hir = parser.build().parse(pattern).ok()?;
    let properties = hir.properties();
    let begins = properties.look_set_prefix().contains(Look::Start);
    let ends = properties.look_set_suffix().contains(Look::End);
    let looks = properties.look_set();
    Some(Language {
        is_whole: begins && ends,
        is_anchored: looks.contains(Look::Start) && looks.contains(Look::End),
        piece: piece(&hir)?,
    })
}

fn piece(hir: &Hir) -> Option<Piece> {
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(Look::Start | Look::End) => Piece::Row(Vec::new()),
        HirKind::Look(_) => return None,
        HirKind::Literal(literal) => Piece::Text(
            std::str::from_utf8(&literal.0)
                .ok()
                .filter(|t| t.is_ascii())?
                .to_owned(),
        ),
        HirKind::Class(class) => Piece::One(characters(class)?),
        HirKind::Repetition(repetition) => {
            let inner = Box::new(piece(&repetition.sub)?);
            Piece::Repeat(repetition.min, repetition.max, inner)
        }
        HirKind::Capture(capture) => piece(&capture.sub)?,
        HirKind::Concat(parts) => row(parts.iter().map(piece).collect::<Option<_>>()?),
        HirKind::Alternation(parts) => {
            Piece::Either(parts.iter().map(piece).collect::<Option<_>>()?)
        }
    })
}

/// Parts one behind the other, without rows in rows and without what is empty.
fn row(parts: Vec<Piece>) -> Piece {
    let flat = parts.into_iter().flat_map(|part| match part {
        Piece::Row(inner) => inner,
        other => vec![other],
    });
    let mut flat: Vec<Piece> = flat.collect();
    match flat.len() {
        1 => flat.remove(0),
        _ => Piece::Row(flat),
    }
}

fn characters(class: &Class) -> Option<Characters> {
    let mut set = 0;
    let Class::Bytes(class) = class else {
        return None;
    };
    for range in class.iter() {
        if range.end() > 127 {
            return None;
        }
        for byte in range.start()..=range.end() {
            set |= 1 << byte;
        }
    }
    Some(Characters(set))
}
