//! The user's own types: by format, in the place of schemas, and what is derived besides.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};

use super::rust_path::{Derive, RustType};

/// Formats that have a well-known type, in the short form of `convert`.
const KNOWN: [(&str, &str); 9] = [
    ("uuid", "::uuid::Uuid"),
    ("date-time", "::chrono::DateTime<::chrono::Utc>"),
    ("date", "::chrono::NaiveDate"),
    ("time", "::chrono::NaiveTime"),
    ("ip", "::std::net::IpAddr"),
    ("ipv4", "::std::net::Ipv4Addr"),
    ("ipv6", "::std::net::Ipv6Addr"),
    ("uri", "::url::Url"),
    ("decimal", "::rust_decimal::Decimal"),
];

/// Other spellings of formats, which a rule for the first of them is for as well.
const SPELLINGS: [(&str, &[&str]); 4] = [
    ("date-time", &["datetime", "timestamp"]),
    ("ip", &["ip-address", "ipv4", "ipv6"]),
    ("uri", &["url"]),
    ("decimal", &["bigdecimal"]),
];

/// A list for the usual case, or a map that says it all.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Written<V> {
    Map(BTreeMap<String, V>),
    List(Vec<String>),
}

/// `["uuid"]`, or `{ uuid = "::uuid::Uuid" }`.
pub(super) fn convert<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, RustType>, D::Error> {
    let map = match written::<String, D>(deserializer, "convert", "a list or a map of formats")? {
        Written::Map(map) => map,
        Written::List(formats) => formats
            .into_iter()
            .map(|format| {
                let known = KNOWN.iter().find(|(name, _)| *name == format);
                let (_, ty) = known.ok_or_else(|| {
                    Error::custom(format!(
                        "`convert`: no type is known for `{format}`; name one"
                    ))
                })?;
                Ok((format, (*ty).to_owned()))
            })
            .collect::<Result<_, D::Error>>()?,
    };
    checked("convert", map)
}

/// `{ Address = "crate::Address" }`.
pub(super) fn replace<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, RustType>, D::Error> {
    checked(
        "replace",
        BTreeMap::<String, String>::deserialize(deserializer)?,
    )
}

/// `["PartialEq"]` for all types, or `{ "Pet*" = ["PartialEq"] }`.
pub(super) fn derives<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Vec<Derive>>, D::Error> {
    let expected = "a list of derives, or a map of such lists";
    let map = match written::<Vec<String>, D>(deserializer, "derives", expected)? {
        Written::Map(map) => map,
        Written::List(derives) => BTreeMap::from([("*".to_owned(), derives)]),
    };
    let rules = map.into_iter().map(|(pattern, names)| {
        let derives = names.iter().map(|name| parsed("derives", &pattern, name));
        let derives = derives.collect::<Result<Vec<_>, _>>()?;
        Ok((pattern, derives))
    });
    rules.collect()
}

/// The rule for a format: its own, or that of a format that it is another spelling of.
pub(crate) fn rule_for<'r>(
    rules: &'r BTreeMap<String, RustType>,
    format: &str,
) -> Option<(&'r str, &'r RustType)> {
    let spelt = |name: &str| {
        let found = SPELLINGS.iter().find(|(known, _)| *known == name);
        found.is_some_and(|(_, others)| others.contains(&format))
    };
    let own = rules.get_key_value(format);
    let found = own.or_else(|| rules.iter().find(|(name, _)| spelt(name)));
    found.map(|(name, ty)| (name.as_str(), ty))
}

fn written<'de, V: serde::de::DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
    key: &str,
    expected: &str,
) -> Result<Written<V>, D::Error> {
    // What serde says of an untagged enum helps nobody.
    Written::deserialize(deserializer).map_err(|_| Error::custom(format!("`{key}` is {expected}")))
}

fn checked<E: Error>(
    key: &str,
    map: BTreeMap<String, String>,
) -> Result<BTreeMap<String, RustType>, E> {
    map.into_iter()
        .map(|(name, path)| Ok((name.clone(), parsed(key, &name, &path)?)))
        .collect()
}

fn parsed<T: FromStr<Err = String>, E: Error>(key: &str, name: &str, text: &str) -> Result<T, E> {
    text.parse()
        .map_err(|fault| Error::custom(format!("`{key}`, `{name}`: {fault}")))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::options::Options;

    fn read(value: Value) -> Result<Options, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn short_forms_stand_for_long_ones() {
        let short = read(json!({ "convert": ["uuid"], "derives": ["PartialEq"] })).unwrap();
        let long = read(json!({
            "convert": { "uuid": "::uuid::Uuid" }, "derives": { "*": ["PartialEq"] }
        }));
        assert_eq!(Ok(short.clone()), long);
        let again = serde_json::to_value(&short).unwrap();
        assert_eq!(read(again), Ok(short));
    }

    #[test]
    fn faults_name_the_key() {
        for (value, expected) in [
            (
                json!({ "convert": { "uuid": "a b" } }),
                "`convert`, `uuid`: `a b`",
            ),
            (
                json!({ "convert": ["x"] }),
                "`convert`: no type is known for `x`",
            ),
            (json!({ "convert": 1 }), "`convert` is a list or a map"),
            (
                json!({ "replace": { "A": "Money" } }),
                "`replace`, `A`: `Money` must begin at a crate",
            ),
            (
                json!({ "derives": ["Eq, Hash"] }),
                "`derives`, `*`: `Eq, Hash`",
            ),
        ] {
            let fault = read(value).unwrap_err();
            assert!(fault.starts_with(expected), "{fault}");
        }
    }

    #[test]
    fn a_format_may_be_spelt_otherwise() {
        let options = read(json!({ "convert": ["ip", "ipv4", "uri"] })).unwrap();
        let rule = |format| super::rule_for(&options.convert, format).map(|(name, _)| name);
        assert_eq!([rule("ipv4"), rule("ipv6")], [Some("ipv4"), Some("ip")]);
        assert_eq!([rule("url"), rule("uuid")], [Some("uri"), None]);
    }
}
