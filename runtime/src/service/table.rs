//! The methods of a service as constants: takes the name of one, gives its number.
use super::slots::Slots;
use crate::{Incoming, Method, ServerError};

/// The methods of a service, without their code.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Table {
    /// In the order of their numbers.
    pub methods: &'static [Method],
    /// The names of the methods in their order, each with the number of its method.
    names: &'static [(&'static str, u16)],
    /// What becomes of params that a method does not know.
    pub unknown_params: UnknownParams,
}

/// What becomes of params that a method does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownParams {
    /// They are passed over.
    #[default]
    Ignore,
    /// They are answered with the error -32602.
    Reject,
}

impl Table {
    /// The methods, and their names in the order of their bytes.
    pub const fn new(methods: &'static [Method], names: &'static [(&'static str, u16)]) -> Self {
        Self {
            methods,
            names,
            unknown_params: UnknownParams::Ignore,
        }
    }

    /// Sets what becomes of params that a method does not know.
    #[must_use]
    pub const fn unknown_params(mut self, unknown: UnknownParams) -> Self {
        self.unknown_params = unknown;
        self
    }

    /// Whether there is such a method.
    pub fn has(&self, name: &str) -> bool {
        self.number(name).is_some()
    }

    /// The number of a method.
    pub fn number(&self, name: &str) -> Option<usize> {
        let place = self.names.binary_search_by(|(known, _)| (*known).cmp(name));
        place.ok().map(|place| usize::from(self.names[place].1))
    }

    /// The method that is asked for, and its params in their slots.
    pub(super) fn take<'a>(&self, asked: Incoming<'a>) -> Result<(usize, Slots<'a>), ServerError> {
        let number = self.number(asked.method());
        let number = number.ok_or_else(ServerError::method_not_found)?;
        let method = &self.methods[number];
        Ok((number, Slots::split(asked, method, self.unknown_params)?))
    }
}
