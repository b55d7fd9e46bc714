//! Newtypes of text with a pattern: takes the rule of a generated type, gives its checks and its conversions.
//!
//! What the types do is written here once; generated code has a line for each type, and the few impls that Rust wants on
//! the type itself.
mod contract;
mod error;
mod hex;
mod number;
mod rule;

use serde::de::{Deserialize, Deserializer, Error};

pub use error::TextError;
pub use hex::{from_bytes, to_bytes};
pub use number::{from_number, to_float, to_number};
pub use rule::Rule;

/// A newtype of text.
pub trait Text: Sized {
    /// Its name, for errors.
    const NAME: &'static str;

    /// What the text has to be like.
    fn rule() -> &'static Rule;

    /// The text.
    fn text(&self) -> &str;

    /// A value of text that was checked, or that need not be.
    fn of(text: String) -> Self;
}

/// Whether the text is as the rule says, or why not.
pub fn check<T: Text>(text: &str) -> Result<(), TextError> {
    match T::rule().accepts(text) {
        true => Ok(()),
        false => Err(TextError::misfit(T::NAME, T::rule(), text)),
    }
}

/// A value of text, if it is as the rule says.
pub fn checked<T: Text>(text: String) -> Result<T, TextError> {
    check::<T>(&text)?;
    Ok(T::of(text))
}

/// Reads text and checks it.
pub fn deserialize<'de, T: Text, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    checked(String::deserialize(deserializer)?).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests;
