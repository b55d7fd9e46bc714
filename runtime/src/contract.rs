//! Macros of generated code: take the name of an emitted struct or enum, give it what all of its kind share.
//!
//! They are exported because generated code expands them, and hidden because nobody else should.
#[cfg(feature = "msgpack")]
mod both;

/// Gives a tuple struct over [`Call`](crate::Call) its options and its future.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($name:ident, $result:ty, $failure:ty) => {
        $crate::__call!($name, $result, $failure, $crate::Json);
    };
    ($name:ident, $result:ty, $failure:ty, $wires:ty) => {
        $crate::__options!($name);

        impl $crate::BatchCall for $name {
            type Call = $crate::Call<$result, $failure, $wires>;

            #[inline]
            fn into_call(self) -> Self::Call {
                self.0
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$result, $crate::Error<$failure>>;
            type IntoFuture = $crate::CallFuture<$result, $failure>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.0)
            }
        }
    };
}

/// Gives a tuple struct over [`PagedCall`](crate::PagedCall) its options, its future and its streams.
#[doc(hidden)]
#[macro_export]
macro_rules! __paged_call {
    ($name:ident, $item:ty, $failure:ty) => {
        $crate::__paged_call!($name, $item, $failure, $crate::Json);
    };
    ($name:ident, $item:ty, $failure:ty, $wires:ty) => {
        $crate::__options!($name);

        impl $name {
            /// Starts at the page of this key, as `NextPage::key` gave it.
            pub fn from_key(self, key: impl $crate::__private::v1::serde::Serialize) -> Self {
                Self(self.0.from_key(key))
            }

            /// All pages from this one on, as a stream.
            pub fn pages(self) -> $crate::Pages<$item, $failure> {
                self.0.pages()
            }

            /// The items of all pages from this one on, as a stream.
            pub fn items(self) -> $crate::Items<$item, $failure> {
                self.0.items()
            }
        }

        impl $crate::BatchCall for $name {
            type Call = $crate::PagedCall<$item, $failure, $wires>;

            #[inline]
            fn into_call(self) -> Self::Call {
                self.0
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output =
                ::std::result::Result<$crate::Page<$item, $failure>, $crate::Error<$failure>>;
            type IntoFuture = $crate::PageFuture<$item, $failure>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.0)
            }
        }
    };
}

/// Gives a tuple struct over [`Notification`](crate::Notification) its options and its future.
#[doc(hidden)]
#[macro_export]
macro_rules! __notification {
    ($name:ident) => {
        $crate::__notification!($name, $crate::Json);
    };
    ($name:ident, $wires:ty) => {
        $crate::__options!($name);

        impl $crate::BatchCall for $name {
            type Call = $crate::Notification<$wires>;

            #[inline]
            fn into_call(self) -> Self::Call {
                self.0
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<(), $crate::Error>;
            type IntoFuture = $crate::NotificationFuture;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.0)
            }
        }
    };
}

/// Gives a tuple struct over [`Subscribe`](crate::Subscribe) its options and its future.
#[doc(hidden)]
#[macro_export]
macro_rules! __subscribe {
    ($name:ident, $item:ty, $failure:ty) => {
        $crate::__options!($name);

        impl $name {
            /// Sets how many notifications may wait to be read. 1024.
            pub fn with_buffer(self, notifications: usize) -> Self {
                Self(self.0.with_buffer(notifications))
            }

            /// Sets what becomes of notifications when so many wait. `Overflow::End`.
            pub fn with_overflow(self, overflow: $crate::Overflow) -> Self {
                Self(self.0.with_overflow(overflow))
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output =
                ::std::result::Result<$crate::Subscription<$item>, $crate::Error<$failure>>;
            type IntoFuture = $crate::SubscribeFuture<$item, $failure>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.0)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __options {
    ($name:ident) => {
        impl $name {
            /// Sets how long to wait for the answer; otherwise the connection's own limit holds.
            pub fn with_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Adds an HTTP header to this call. A connection without headers per call leaves it out.
            pub fn with_header(
                self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.with_header(name, value))
            }

            /// Says whether this call may reach the server twice and do no more than once, whatever the document says.
            pub fn with_idempotent(self, idempotent: bool) -> Self {
                Self(self.0.with_idempotent(idempotent))
            }

            /// What will be sent.
            pub fn request(&self) -> &$crate::Request {
                self.0.request()
            }
        }
    };
}

/// Gives a tuple struct over [`ServerUrl`](crate::ServerUrl) its URL and the future of a client.
#[doc(hidden)]
#[macro_export]
macro_rules! __server {
    ($name:ident => $client:path) => {
        impl $name {
            /// The URL with every variable put in.
            ///
            /// Gives `Error::Encode` for a value that the document does not allow.
            pub fn url(&self) -> ::std::result::Result<::std::string::String, $crate::Error> {
                self.0.url()
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$client, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(async move { <$client>::connect(&self.url()?).await })
            }
        }
    };
}

/// Gives an enum of declared errors, with `Other` as its last variant, all of [`Failure`](crate::Failure).
#[doc(hidden)]
#[macro_export]
macro_rules! __failure {
    ($name:ident { $($code:literal => $variant:ident),* $(,)? }) => {
        impl ::std::convert::From<$crate::ServerError> for $name {
            fn from(error: $crate::ServerError) -> Self {
                match error.code() {
                    $($code => Self::$variant(::std::convert::From::from(error)),)*
                    _ => Self::Other(error),
                }
            }
        }

        impl ::std::convert::AsRef<$crate::ServerError> for $name {
            fn as_ref(&self) -> &$crate::ServerError {
                match self {
                    $(Self::$variant(error) => ::std::convert::AsRef::as_ref(error),)*
                    Self::Other(error) => error,
                }
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = $crate::ServerError;

            fn deref(&self) -> &$crate::ServerError {
                self.as_ref()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(::std::convert::AsRef::<$crate::ServerError>::as_ref(self), f)
            }
        }

        impl ::std::error::Error for $name {}

        impl $crate::Failure for $name {}
    };
}

/// Includes the client that a build script generated under this name.
///
/// ```ignore
/// mod petshop {
///     callwright::include_client!("petshop");
/// }
/// ```
#[macro_export]
macro_rules! include_client {
    ($name:literal) => {
        ::std::include!(::std::concat!(::std::env!("OUT_DIR"), "/", $name, ".rs"));
    };
}
