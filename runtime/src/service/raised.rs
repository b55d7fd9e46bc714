//! Declared errors as servers answer with them: takes the name of an emitted enum, gives it its constructors.

/// For each variant of an enum of [`__failure!`](crate::__failure): a function that makes it, its
/// name, and the code and the message that it has.
#[doc(hidden)]
#[macro_export]
macro_rules! __raised {
    ($name:ident { $($function:ident $variant:ident $code:literal $message:literal),* $(,)? }) => {
        impl $name {
            $(
                #[doc = ::std::concat!("The error ", $code, ": ", $message)]
                pub fn $function() -> Self {
                    Self::$variant(::std::convert::From::from(
                        $crate::ServerError::new($code, $message),
                    ))
                }
            )*

            /// Sets its data. What cannot be JSON is left out.
            #[must_use]
            pub fn with_data<T>(self, data: &T) -> Self
            where
                T: $crate::__private::v1::serde::Serialize + ?::std::marker::Sized,
            {
                match self {
                    $(Self::$variant(error) => {
                        let error: $crate::ServerError = ::std::convert::From::from(error);
                        Self::$variant(::std::convert::From::from(error.with_data(data)))
                    })*
                    Self::Other(error) => Self::Other(error.with_data(data)),
                }
            }
        }

        impl $crate::RpcError for $name {
            fn into_server_error(self) -> $crate::ServerError {
                match self {
                    $(Self::$variant(error) => ::std::convert::From::from(error),)*
                    Self::Other(error) => error,
                }
            }
        }
    };
}

#[cfg(test)]
#[allow(
    unreachable_pub,
    reason = "whose enum is public is not known to the macro"
)]
mod tests {
    use crate::{ErrorWith, RpcError as _, ServerError};

    #[derive(Debug)]
    enum Lend {
        Lent(ErrorWith<[u8; 1]>),
        Lost(ServerError),
        Other(ServerError),
    }
    crate::__failure!(Lend { -7 => Lent, 8 => Lost });
    crate::__raised!(Lend { lent Lent -7 "Already lent", lost Lost 8 "Lost" });

    #[test]
    fn a_declared_error_has_its_code_and_message_by_itself() {
        let lent = Lend::lent().with_data(&[1]);
        assert!(matches!(lent, Lend::Lent(_)));
        assert_eq!((lent.code(), lent.message()), (-7, "Already lent"));
        assert_eq!(lent.raw_data().unwrap().get(), "[1]");
        assert_eq!(Lend::lost().with_data("x").code(), 8);
        let other = Lend::from(ServerError::new(1, "no")).with_data("x");
        assert!(matches!(other, Lend::Other(_)));
        let answered = other.into_server_error();
        assert_eq!((answered.code(), answered.message()), (1, "no"));
    }
}
