//! Numbers that are written otherwise: takes floats and text, gives integers where they are some.
use crate::msgpack::head::Kind;

/// `20.0` is the same integer as `20`, as JSON Schema has it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "without a fraction and inside of the bounds"
)]
pub(super) fn integral(number: f64) -> Option<Kind> {
    let whole = number.fract() == 0.0;
    match number {
        0.0..18_446_744_073_709_551_616.0 if whole => Some(Kind::Unsigned(number as u64)),
        -9_223_372_036_854_775_808.0..0.0 if whole => Some(Kind::Negative(number as i64)),
        _ => None,
    }
}

/// The integer of decimal digits.
pub(super) fn of_digits(text: &[u8]) -> Option<Kind> {
    let text = std::str::from_utf8(text).ok()?;
    match (text.parse(), text.parse()) {
        (Ok(number), _) => Some(Kind::Unsigned(number)),
        (_, Ok(number)) => Some(Kind::Negative(number)),
        _ => None,
    }
}

/// An integer of more than 64 bits.
pub(super) enum Long {
    Signed(i128),
    Unsigned(u128),
}

/// The same, of any number of digits that fit.
pub(super) fn long(text: &str) -> Option<Long> {
    let signed = text.parse().ok().map(Long::Signed);
    signed.or_else(|| text.parse().ok().map(Long::Unsigned))
}
