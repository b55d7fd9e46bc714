//! A declared error whose data has a type.
use std::{fmt, marker::PhantomData, ops::Deref};

use serde::de::DeserializeOwned;

use super::{Error, ServerError};
use crate::{Json, Wires};

/// An error object of a server whose document says that its data is a `T`: what variants of generated
/// enums hold. It is a [`ServerError`] else.
pub struct ErrorWith<T, W = Json> {
    error: ServerError,
    data: PhantomData<fn() -> (T, W)>,
}

impl<T: DeserializeOwned, W: Wires> ErrorWith<T, W> {
    /// Its data; `None` when the server sent none.
    ///
    /// Gives [`Error::Decode`] when it is not of that shape.
    pub fn data(&self) -> Result<Option<T>, Error> {
        self.error.data_as::<W, T>()
    }
}

impl<T, W> From<ServerError> for ErrorWith<T, W> {
    fn from(error: ServerError) -> Self {
        Self {
            error,
            data: PhantomData,
        }
    }
}

impl<T, W> From<ErrorWith<T, W>> for ServerError {
    fn from(typed: ErrorWith<T, W>) -> Self {
        typed.error
    }
}

impl<T, W> AsRef<ServerError> for ErrorWith<T, W> {
    fn as_ref(&self) -> &ServerError {
        &self.error
    }
}

impl<T, W> Deref for ErrorWith<T, W> {
    type Target = ServerError;

    fn deref(&self) -> &ServerError {
        &self.error
    }
}

impl<T, W> Clone for ErrorWith<T, W> {
    fn clone(&self) -> Self {
        self.error.clone().into()
    }
}

impl<T, W> fmt::Debug for ErrorWith<T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<T, W> fmt::Display for ErrorWith<T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<T, W> std::error::Error for ErrorWith<T, W> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_has_its_type() {
        let error = || ServerError::new(42, "no").with_data(&7);
        let typed = ErrorWith::<u64>::from(error());
        assert_eq!((typed.code(), typed.data().unwrap()), (42, Some(7)));
        let wrong = ErrorWith::<String>::from(error()).data().unwrap_err();
        assert!(matches!(wrong, Error::Decode(_)), "{wrong:?}");
        let none = ErrorWith::<u64>::from(ServerError::new(42, "no"));
        assert_eq!(none.data().unwrap(), None);
        assert_eq!(ServerError::from(typed).message(), "no");
    }
}
