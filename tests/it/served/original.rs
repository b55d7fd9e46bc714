//! The shop of the recordings, in code: it answers each recorded request as the original did, but where the original is wrong.

#[cfg(corpus)]
mod answers;
#[cfg(corpus)]
mod better;
pub(super) mod shop;
