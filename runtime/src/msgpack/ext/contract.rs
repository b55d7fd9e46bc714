//! The macro of generated extension types: takes a newtype's name, its code and the kind of its payload.

/// Gives a tuple struct over one value what an extension type needs.
///
/// The kind of the payload is `integer`, `value` for any value of MessagePack, `bytes`, or `timestamp`. With `plain` it is
/// also read where no extension stands around what it holds.
#[doc(hidden)]
#[macro_export]
macro_rules! __ext {
    ($name:ident $code:literal $kind:ident $($plain:ident)?) => {
        impl $crate::__private::v1::ext::Ext for $name {
            const NAME: &'static str = ::std::stringify!($name);
            const CODE: i8 = $code;
            const ACCEPTS_PLAIN: bool = $crate::__ext!(@accepts $($plain)?);

            fn to_payload(&self) -> $crate::__private::v1::ext::Result<::std::vec::Vec<u8>> {
                <$crate::__ext!(@kind $kind) as $crate::__private::v1::ext::Payload<_>>::write(&self.0)
            }

            fn of_payload(payload: &[u8]) -> $crate::__private::v1::ext::Result<Self> {
                <$crate::__ext!(@kind $kind) as $crate::__private::v1::ext::Payload<_>>::read(payload).map(Self)
            }

            fn of_plain(message: &[u8]) -> $crate::__private::v1::ext::Result<Self> {
                $crate::__private::v1::union::read_msgpack(message).map(Self)
            }

            fn of_json(text: &str) -> $crate::__private::v1::serde_json::Result<Self> {
                $crate::__private::v1::union::read(text).map(Self)
            }

            fn serialize_inner<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::v1::serde::Serializer,
            {
                $crate::__private::v1::serde::Serialize::serialize(&self.0, serializer)
            }
        }
        impl $crate::__private::v1::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::v1::serde::Serializer,
            {
                $crate::__private::v1::ext::serialize(self, serializer)
            }
        }
        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: $crate::__private::v1::serde::Deserializer<'de>,
            {
                $crate::__private::v1::ext::deserialize(deserializer)
            }
        }
    };
    (@accepts) => { false };
    (@accepts plain) => { true };
    (@kind integer) => { $crate::__private::v1::ext::Nested };
    (@kind value) => { $crate::__private::v1::ext::Nested };
    (@kind bytes) => { $crate::__private::v1::ext::Plain };
    (@kind timestamp) => { $crate::__private::v1::ext::Moment };
}
