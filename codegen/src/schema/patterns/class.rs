//! Takes the parts of a pattern and gives the class that it belongs to: hexadecimal, decimal, a fraction, or none.

use super::language::{Characters, Language, Piece};

/// What kind of text a pattern means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// Digits in hexadecimal: bytes or a number.
    Hex(Digits),
    /// An integer in decimal.
    Decimal(Digits),
    /// A number with a decimal point.
    Fraction,
    Other,
}

/// Digits behind a prefix.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Digits {
    pub(crate) prefix: String,
    pub(crate) signed: bool,
    pub(crate) alphabet: Alphabet,
    pub(crate) min: u32,
    /// None where there is no end.
    pub(crate) max: Option<u32>,
    /// Only ever two at a time.
    pub(crate) is_even: bool,
    /// A number without zeros before it.
    pub(crate) is_number: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Alphabet {
    Decimal,
    Hex,
    LowerHex,
    UpperHex,
}

/// The class of a pattern, and whether it says all that the pattern says.
pub(super) fn of(language: &Language) -> (Class, bool) {
    if !language.is_anchored {
        return (Class::Other, false);
    }
    let (row, bare_zero) = match &language.piece {
        // `^0x…|0$`, where brackets were forgotten.
        Piece::Either(parts) if parts.iter().any(is_zero) && parts.len() == 2 => {
            let other = parts.iter().find(|part| !is_zero(part));
            match other {
                Some(Piece::Row(row)) if row.first().is_some_and(is_text) => (row.clone(), true),
                _ => (vec![language.piece.clone()], false),
            }
        }
        Piece::Row(row) => (row.clone(), false),
        piece => (vec![piece.clone()], false),
    };
    let (prefix, rest, exact_prefix) = prefix(row);
    let found = digits(prefix, rest.clone(), bare_zero);
    match found {
        Some((class, is_exact)) => (
            class,
            is_exact && exact_prefix && !bare_zero && language.is_whole,
        ),
        None if is_fraction(&rest) => (Class::Fraction, false),
        None => (Class::Other, false),
    }
}

/// The text before the digits, what comes after, and whether the pattern has that text in one way only.
fn prefix(mut row: Vec<Piece>) -> (String, Vec<Piece>, bool) {
    let x = Characters::of("xX");
    let mut is_exact = true;
    // `0[xX]` is `0x`.
    if let [Piece::Text(text), Piece::One(one), ..] = row.as_mut_slice()
        && text == "0"
        && one.are_within(x)
    {
        text.push('x');
        row.remove(1);
        is_exact = false;
    }
    let Some(Piece::Text(text)) = row.first_mut() else {
        return (String::new(), row, is_exact);
    };
    let end = text
        .rfind(|c: char| !c.is_ascii_hexdigit())
        .map_or(0, |at| at + 1);
    let digits = text.split_off(end);
    let prefix = std::mem::replace(text, digits);
    if row.first() == Some(&Piece::Text(String::new())) {
        row.remove(0);
    }
    (prefix, row, is_exact)
}

/// Digits and nothing else, with whether their rule is exact.
fn digits(prefix: String, mut row: Vec<Piece>, bare_zero: bool) -> Option<(Class, bool)> {
    let signed = match row.first() {
        Some(Piece::Repeat(0, Some(1), sign)) => {
            let minus = **sign == Piece::Text("-".to_owned());
            let either = **sign == Piece::One(Characters::of("+-"));
            if either {
                return None;
            }
            minus
        }
        _ => false,
    };
    if signed {
        row.remove(0);
    }
    let whole = Piece::Row(row);
    let measure = measure(&whole)?;
    let alphabet = alphabet(measure.characters)?;
    let (numbers, is_exact) = match shape(&whole, alphabet.characters()) {
        Some((is_number, is_even)) => ((is_number, is_even), true),
        None => ((is_number(&whole) || bare_zero, false), false),
    };
    let digits = Digits {
        signed,
        alphabet,
        min: measure.min,
        max: measure.max,
        is_number: numbers.0,
        is_even: numbers.1,
        prefix,
    };
    // Without a prefix or letters these are decimal; `V012` is neither.
    match alphabet {
        Alphabet::Decimal if digits.prefix.is_empty() => Some((Class::Decimal(digits), is_exact)),
        Alphabet::Decimal if digits.prefix != "0x" => None,
        Alphabet::Decimal => Some((
            Class::Hex(Digits {
                alphabet: Alphabet::LowerHex,
                ..digits
            }),
            false,
        )),
        _ if signed => None,
        _ => Some((Class::Hex(digits), is_exact)),
    }
}

impl Alphabet {
    fn characters(self) -> Characters {
        Characters::of(match self {
            Self::Decimal => "0123456789",
            Self::Hex => "0123456789abcdefABCDEF",
            Self::LowerHex => "0123456789abcdef",
            Self::UpperHex => "0123456789ABCDEF",
        })
    }
}

/// The smallest alphabet with these characters; a comma among them is a slip.
fn alphabet(found: Characters) -> Option<Alphabet> {
    let found = found.without(Characters::of(","));
    [
        Alphabet::Decimal,
        Alphabet::LowerHex,
        Alphabet::UpperHex,
        Alphabet::Hex,
    ]
    .into_iter()
    .find(|alphabet| found.are_within(alphabet.characters()))
}

/// How long a piece may be, and of what characters.
struct Measure {
    min: u32,
    max: Option<u32>,
    characters: Characters,
}

fn measure(piece: &Piece) -> Option<Measure> {
    let all = |pieces: &[Piece]| pieces.iter().map(measure).collect::<Option<Vec<_>>>();
    let characters = |all: &[Measure]| {
        all.iter()
            .fold(Characters::default(), |set, one| set.and(one.characters))
    };
    Some(match piece {
        Piece::Text(text) => {
            let length = u32::try_from(text.len()).ok()?;
            Measure {
                min: length,
                max: Some(length),
                characters: Characters::of(text),
            }
        }
        Piece::One(characters) => Measure {
            min: 1,
            max: Some(1),
            characters: *characters,
        },
        Piece::Repeat(min, max, inner) => {
            let inner = measure(inner)?;
            Measure {
                min: inner.min.checked_mul(*min)?,
                max: inner.max.zip(*max).and_then(|(a, b)| a.checked_mul(b)),
                ..inner
            }
        }
        Piece::Row(pieces) => {
            let all = all(pieces)?;
            Measure {
                min: all
                    .iter()
                    .try_fold(0_u32, |sum, one| sum.checked_add(one.min))?,
                max: all
                    .iter()
                    .try_fold(0_u32, |sum, one| sum.checked_add(one.max?)),
                characters: characters(&all),
            }
        }
        Piece::Either(pieces) => {
            let all = all(pieces)?;
            let longest: Option<Vec<u32>> = all.iter().map(|one| one.max).collect();
            Measure {
                min: all.iter().map(|one| one.min).min()?,
                max: longest.and_then(|longest| longest.into_iter().max()),
                characters: characters(&all),
            }
        }
    })
}

/// For pieces that are just digits: whether they are a number without zeros before it, and whether they come in twos.
fn shape(piece: &Piece, full: Characters) -> Option<(bool, bool)> {
    let one = |piece: &Piece| *piece == Piece::One(full);
    let optional = |piece: &Piece| matches!(piece, Piece::Repeat(0, Some(1), inner) if one(inner));
    let two = |piece: &Piece| match piece {
        Piece::Row(row) => row.len() == 2 && row.iter().all(one),
        Piece::Repeat(2, Some(2), inner) => one(inner),
        _ => false,
    };
    match piece {
        Piece::Row(row) => match row.as_slice() {
            [only] => shape(only, full),
            _ => None,
        },
        Piece::Repeat(min, _, inner) if one(inner) || (optional(inner) && *min > 0) => {
            Some((false, false))
        }
        Piece::Repeat(_, _, inner) if two(inner) => Some((false, true)),
        Piece::Either(parts) if parts.len() == 2 && parts.iter().any(is_zero) => {
            let number = parts.iter().find(|part| !is_zero(part))?;
            no_zero_first(number, full).then_some((true, false))
        }
        _ => one(piece).then_some((false, false)),
    }
}

/// `[1-9a-f][0-9a-f]{0,7}`, or `[1-9a-f]+[0-9a-f]*`.
fn no_zero_first(piece: &Piece, full: Characters) -> bool {
    let first = Piece::One(full.without(Characters::of("0")));
    let Piece::Row(row) = piece else {
        return false;
    };
    match row.as_slice() {
        [one, Piece::Repeat(0, _, rest)] if *one == first => **rest == Piece::One(full),
        [Piece::Repeat(1, None, one), Piece::Repeat(0, None, rest)] if **one == first => {
            **rest == Piece::One(full)
        }
        _ => false,
    }
}

/// `0|…` is how documents write numbers.
fn is_number(piece: &Piece) -> bool {
    match piece {
        Piece::Row(row) if row.len() == 1 => row.first().is_some_and(is_number),
        Piece::Either(parts) => parts.iter().any(is_zero),
        _ => false,
    }
}

/// Digits around one point at most, with one sign at most.
fn is_fraction(row: &[Piece]) -> bool {
    let whole = Piece::Row(row.to_vec());
    let (point, sign) = (Characters::of("."), Characters::of("+-"));
    let digits = Alphabet::Decimal.characters();
    let allowed = digits.and(point).and(sign);
    measure(&whole).is_some_and(|measure| {
        measure.characters.are_within(allowed)
            && measure.characters.has_any(point)
            && measure.characters.has_any(digits)
    }) && most(&whole, point) == Some(1)
        && most(&whole, sign).is_some_and(|most| most <= 1)
}

/// How many of these characters a piece may have; none where there is no end.
fn most(piece: &Piece, of: Characters) -> Option<u32> {
    match piece {
        Piece::Text(text) => {
            let has = |c: char| of.has_any(Characters::of(c.encode_utf8(&mut [0; 4])));
            u32::try_from(text.chars().filter(|c| has(*c)).count()).ok()
        }
        Piece::One(one) => Some(u32::from(one.has_any(of))),
        Piece::Repeat(_, max, inner) => match most(inner, of)? {
            0 => Some(0),
            most => most.checked_mul((*max)?),
        },
        Piece::Row(parts) => parts
            .iter()
            .try_fold(0_u32, |sum, part| sum.checked_add(most(part, of)?)),
        Piece::Either(parts) => {
            let all: Option<Vec<u32>> = parts.iter().map(|part| most(part, of)).collect();
            all?.into_iter().max()
        }
    }
}

fn is_zero(piece: &Piece) -> bool {
    matches!(piece, Piece::Text(text) if text == "0")
}

fn is_text(piece: &Piece) -> bool {
    matches!(piece, Piece::Text(_))
}
