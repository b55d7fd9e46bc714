//! Notifications as servers send them: takes the names of an emitted struct or enum, gives its `Serialize`.

/// Gives a struct of params its `Serialize`: an object without the optional ones that are absent.
#[doc(hidden)]
#[macro_export]
macro_rules! __notification_sent {
    ($name:ident { $($index:literal $field:ident $member:literal $presence:ident),* }) => {
        impl $crate::__private::v1::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::v1::serde::Serializer,
            {
                #[allow(unused_imports)]
                use $crate::__private::v1::serde::ser::SerializeMap as _;
                #[allow(unused_mut)]
                let mut map = serializer.serialize_map(::std::option::Option::None)?;
                $($crate::__notification_sent!(@entry map $presence $member self.$field);)*
                map.end()
            }
        }
    };
    (@entry $map:ident required $member:literal $value:expr) => {
        $map.serialize_entry($member, &$value)?;
    };
    (@entry $map:ident optional $member:literal $value:expr) => {
        if let ::std::option::Option::Some(value) = &$value {
            $map.serialize_entry($member, value)?;
        }
    };
}

/// Gives an enum of notifications what sends each by its method: the methods have numbers.
///
/// `Other`, which clients have for what they do not know, cannot be sent.
#[doc(hidden)]
#[macro_export]
macro_rules! __notifications_sent {
    ($name:ident { $($number:literal $variant:ident),* }) => {
        impl $crate::__private::v1::service::OneOf for $name {
            fn method(&self) -> usize {
                match self {
                    $(Self::$variant(_) => $number,)*
                    Self::Other(_) => 0,
                }
            }

            fn payload<W: $crate::Wires>(
                &self,
                wire: $crate::Wire,
            ) -> ::std::result::Result<
                $crate::Encoded,
                ::std::boxed::Box<dyn ::std::error::Error + ::std::marker::Send + ::std::marker::Sync>,
            > {
                match self {
                    $(Self::$variant(held) => W::encode(&|| wire, held),)*
                    Self::Other(_) => ::std::result::Result::Err(::std::convert::From::from(
                        "the document does not tell of such a notification",
                    )),
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::{Json, ServerNotification, Wire, service::OneOf as _};

    #[derive(Debug)]
    struct Tick {
        number: i64,
        text: Option<String>,
    }
    crate::__notification_sent!(Tick { 0 number "Number" required, 1 text "text" optional });

    #[derive(Debug)]
    enum Any {
        Tick(Tick),
        Bell(bool),
        #[allow(dead_code, reason = "it is never sent")]
        Other(ServerNotification),
    }
    crate::__notifications_sent!(Any { 0 Tick, 1 Bell });

    #[test]
    fn what_is_absent_is_not_sent() {
        let tick = |text| Tick { number: 1, text };
        let json = |any: &Any| {
            let payload = any.payload::<Json>(Wire::Json);
            payload.map(|payload| payload.to_string()).map_err(drop)
        };
        let any = Any::Tick(tick(None));
        assert_eq!(
            (any.method(), json(&any)),
            (0, Ok(r#"{"Number":1}"#.to_owned()))
        );
        let any = Any::Tick(tick(Some("a".to_owned())));
        assert_eq!(json(&any), Ok(r#"{"Number":1,"text":"a"}"#.to_owned()));
        let any = Any::Bell(true);
        assert_eq!((any.method(), json(&any)), (1, Ok("true".to_owned())));
        let other = Any::Other(ServerNotification::new("x", "{}"));
        assert!(json(&other).is_err());
    }
}
