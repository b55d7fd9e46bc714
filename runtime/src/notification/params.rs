//! Reading the params of notifications: takes the names of a generated struct's members, gives its `Deserialize`.

/// Gives a struct with named fields its `Deserialize`, from params by name and from params by position.
///
/// For each field: its number, its name, the param's name, and `required` or `optional`. Other params pass.
#[doc(hidden)]
#[macro_export]
macro_rules! __notification_params {
    ($name:ident { $($index:literal $field:ident $member:literal $presence:ident),* }) => {
        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<__D>(deserializer: __D) -> ::std::result::Result<Self, __D::Error>
            where
                __D: $crate::__private::v1::serde::Deserializer<'de>,
            {
                const MEMBERS: &[&str] = &[$($member),*];
                struct __Visitor;
                impl<'de> $crate::__private::v1::serde::de::Visitor<'de> for __Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str(::std::concat!("the params of ", ::std::stringify!($name)))
                    }

                    fn visit_map<__A>(self, mut map: __A) -> ::std::result::Result<$name, __A::Error>
                    where
                        __A: $crate::__private::v1::serde::de::MapAccess<'de>,
                    {
                        $(let mut $field = ::std::option::Option::None;)*
                        $crate::__record!(@each map MEMBERS { $($index $field plain),* } [ignored]);
                        ::std::result::Result::Ok($name {
                            $($field: $crate::__record!(@take $presence $field $member),)*
                        })
                    }

                    fn visit_seq<__A>(self, mut params: __A) -> ::std::result::Result<$name, __A::Error>
                    where
                        __A: $crate::__private::v1::serde::de::SeqAccess<'de>,
                    {
                        $(let $field = params.next_element()?;)*
                        while params
                            .next_element::<$crate::__private::v1::serde::de::IgnoredAny>()?
                            .is_some()
                        {}
                        ::std::result::Result::Ok($name {
                            $($field: $crate::__record!(@take $presence $field $member),)*
                        })
                    }
                }
                deserializer.deserialize_any(__Visitor)
            }
        }
    };
}

/// Gives an enum of notifications, with `Other` as its last variant, the reading of each by its method.
#[doc(hidden)]
#[macro_export]
macro_rules! __notifications {
    ($name:ident { $($method:literal => $variant:ident),* }) => {
        impl<__W: $crate::Wires> $crate::FromNotification<__W> for $name {
            fn from_notification(
                notification: &$crate::ServerNotification,
                path: &'static [&'static str],
            ) -> ::std::result::Result<Self, $crate::Error> {
                match notification.method() {
                    $($method => ::std::result::Result::Ok(Self::$variant(
                        $crate::FromNotification::<__W>::from_notification(notification, path)?,
                    )),)*
                    _ => ::std::result::Result::Ok(Self::Other(
                        ::std::clone::Clone::clone(notification),
                    )),
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::{Error, FromNotification, ServerNotification};

    #[derive(Debug, PartialEq)]
    struct Tick {
        number: i64,
        text: Option<String>,
    }
    crate::__private::v1::notification_params!(Tick { 0 number "Number" required, 1 text "text" optional });

    #[derive(Debug)]
    struct Bell {}
    crate::__private::v1::notification_params!(Bell {});

    #[derive(Debug)]
    enum Any {
        Tick(Tick),
        Bell(Bell),
        Other(ServerNotification),
    }
    crate::__private::v1::notifications!(Any { "tick" => Tick, "bell" => Bell });

    fn read(method: &'static str, params: &'static str) -> Result<Any, Error> {
        <Any as FromNotification>::from_notification(&ServerNotification::new(method, params), &[])
    }

    #[test]
    fn params_come_by_name_and_by_position() {
        for (params, expected) in [
            (r#"{"Number":1,"more":[]}"#, None),
            (r#"{"text":"a","Number":1}"#, Some("a")),
            (r#"{"text":null,"Number":1}"#, None),
            ("[1]", None),
            (r#"[1,"a",{},2]"#, Some("a")),
        ] {
            let Any::Tick(tick) = read("tick", params).unwrap() else {
                panic!("{params}");
            };
            assert_eq!((tick.number, tick.text.as_deref()), (1, expected));
        }
        assert!(matches!(read("bell", "{}").unwrap(), Any::Bell(Bell {})));
        assert!(matches!(read("bell", "[1]").unwrap(), Any::Bell(Bell {})));
    }

    #[test]
    fn what_does_not_fit_names_the_method_and_the_place() {
        let error = read("tick", r#"{"Number":"x"}"#).unwrap_err();
        assert_eq!(error.method(), Some("tick"));
        assert!(error.to_string().contains("$.Number"), "{error}");
        assert!(matches!(read("tick", "[]"), Err(Error::Decode(_))));
        let Any::Other(other) = read("tock", "[").unwrap() else {
            panic!("known");
        };
        assert_eq!((other.method(), other.params()), ("tock", &b"["[..]));
    }

    #[test]
    fn an_item_is_read_at_its_place_and_an_error_in_its_stead() {
        let tick = |params: &'static str| {
            <i64 as FromNotification>::from_notification(
                &ServerNotification::new("tick", params),
                &["result"],
            )
        };
        assert_eq!(tick(r#"{"subscription":1,"result":7}"#).unwrap(), 7);
        let refused = tick(r#"{"subscription":1,"error":{"code":5,"message":"no"}}"#);
        assert_eq!(refused.unwrap_err().server().unwrap().code(), 5);
        for odd in ["{}", "[7]", "7", "", r#"{"result":"x"}"#] {
            assert!(matches!(tick(odd), Err(Error::Decode(_))), "{odd}");
        }
    }

    /// Called like the macro's own type parameters.
    #[derive(Debug, PartialEq)]
    struct D {
        count: u8,
    }

    #[derive(Debug, PartialEq)]
    struct A {
        name: Option<String>,
    }

    crate::__notification_params!(D { 0 count "count" required });
    crate::__notification_params!(A { 0 name "name" optional });

    #[test]
    fn structs_may_have_any_name() {
        let by_name: D = serde_json::from_str(r#"{"x":[],"count":7}"#).unwrap();
        let by_position: D = serde_json::from_str("[7,8]").unwrap();
        assert_eq!((by_name, by_position), (D { count: 7 }, D { count: 7 }));
        let absent: A = serde_json::from_str("{}").unwrap();
        assert_eq!(absent, A { name: None });
    }
}
