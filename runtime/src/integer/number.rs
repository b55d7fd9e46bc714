//! JSON numbers as integers: takes the text of a number, gives its digits where nothing stands behind the point.

use super::Integer;

/// Zeros that an exponent may put behind the digits: as many as a number in double precision may have.
const ZEROS: usize = 308;

/// `20`, `20.0` and `2e1` are the same integer, as JSON Schema has it. None for fractions and for what is no number.
pub(crate) fn integral(text: &str) -> Option<Integer> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent),
        None => (rest, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() && exponent == "0" {
        return Some(Integer::of_digits(negative, whole));
    }
    let digits = format!("{whole}{fraction}");
    if digits.bytes().all(|digit| digit == b'0') {
        return Some(Integer::default());
    }
    let shift = exponent
        .parse::<i64>()
        .ok()?
        .checked_sub(i64::try_from(fraction.len()).ok()?)?;
    shifted(negative, &digits, shift)
}

/// Digits times ten to the power of `shift`.
fn shifted(negative: bool, digits: &str, shift: i64) -> Option<Integer> {
    let by = usize::try_from(shift.unsigned_abs()).ok()?;
    if shift < 0 {
        let (kept, cut) = digits.split_at_checked(digits.len().checked_sub(by)?)?;
        let whole = cut.bytes().all(|digit| digit == b'0');
        return whole.then(|| Integer::of_digits(negative, kept));
    }
    (by <= ZEROS).then(|| Integer::of_digits(negative, &format!("{digits}{}", "0".repeat(by))))
}
