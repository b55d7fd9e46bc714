//! Numbers in text: takes integers, gives text as a type's rule has it, and back.
use super::hex::digits_of;
use super::{Text, TextError};

/// The text that stands for this number; `radix` is 10 or 16.
pub fn from_number<T: Text>(number: u128, radix: u32) -> T {
    let rule = T::rule();
    let width = rule.fewest();
    let digits = match radix {
        16 if rule.is_upper() => format!("{number:0width$X}"),
        16 => format!("{number:0width$x}"),
        _ => format!("{number:0width$}"),
    };
    T::of(format!("{}{digits}", rule.prefix()))
}

/// The number that the text stands for.
pub fn to_number<T: Text, N: TryFrom<i128> + TryFrom<u128>>(
    value: &T,
    radix: u32,
) -> Result<N, TextError> {
    let text = value.text();
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits = digits_of::<T>(rest);
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(TextError::of(text, "is no number"));
    }
    let number = u128::from_str_radix(digits, radix)
        .ok()
        .and_then(|number| match negative {
            true => N::try_from(0_i128.checked_sub_unsigned(number)?).ok(),
            false => N::try_from(number).ok(),
        });
    let name = std::any::type_name::<N>();
    number.ok_or_else(|| TextError::of(text, &format!("does not fit in {name}")))
}

/// The number that the text stands for, rounded to double precision.
pub fn to_float<T: Text>(value: &T) -> Result<f64, TextError> {
    let text = value.text();
    let plain = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-'));
    let number = text.parse().ok().filter(|_| plain);
    number.ok_or_else(|| TextError::of(text, "is no number"))
}
