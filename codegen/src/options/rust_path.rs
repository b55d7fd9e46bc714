//! Paths of the user's own types and derives, checked where they are written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use syn::{Path, TypePath};

/// Types that need no path.
const PRIMITIVES: [&str; 15] = [
    "String", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32",
    "u64", "u128",
];

/// A Rust type of another crate or of the user's own, such as `::uuid::Uuid` or `crate::Money`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RustType(String);

/// A derive macro, such as `PartialEq` or `::schemars::JsonSchema`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Derive(String);

impl RustType {
    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Derive {
    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the path.
    pub(crate) fn name(&self) -> &str {
        self.0.rsplit(':').next().unwrap_or(&self.0).trim()
    }
}

/// The generated code is in modules of its own, where the names around the macro mean nothing.
fn reachable(path: &Path) -> bool {
    let first = path
        .segments
        .first()
        .map(|segment| segment.ident.to_string());
    let first = first.unwrap_or_default();
    let relative = ["self", "super", "Self"].contains(&first.as_str());
    let alone = path.segments.len() == 1 && !PRIMITIVES.contains(&first.as_str());
    !relative && (path.leading_colon.is_some() || !alone)
}

impl FromStr for RustType {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match syn::parse_str::<TypePath>(text) {
            Ok(ty) if ty.qself.is_none() && reachable(&ty.path) => Ok(Self(text.to_owned())),
            Ok(_) => Err(format!(
                "`{text}` must begin at a crate, as `::uuid::Uuid` or `crate::Money` do"
            )),
            Err(_) => Err(format!("`{text}` is not the path of a Rust type")),
        }
    }
}

impl FromStr for Derive {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match syn::parse_str::<Path>(text) {
            Ok(path) if path.segments.iter().all(|s| s.arguments.is_none()) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(format!("`{text}` is not the path of a derive macro")),
        }
    }
}

macro_rules! as_text {
    ($($name:ident)*) => {$(
        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(path: $name) -> Self {
                path.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
as_text!(RustType Derive);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_begin_at_a_crate() {
        for good in [
            "::uuid::Uuid",
            "crate::Money",
            "chrono::DateTime<chrono::Utc>",
            "u128",
        ] {
            assert_eq!(
                good.parse::<RustType>().map(String::from).as_deref(),
                Ok(good)
            );
        }
        for bad in [
            "Money",
            "super::Money",
            "a b",
            "",
            "&str",
            "[u8; 4]",
            "a::B; x",
        ] {
            assert!(bad.parse::<RustType>().is_err(), "{bad}");
        }
    }

    #[test]
    fn derives_are_plain_paths() {
        assert_eq!("::a::Hash".parse::<Derive>().unwrap().name(), "Hash");
        for bad in ["", "Hash, Eq", "Hash<T>", "derive(Eq)"] {
            assert!(bad.parse::<Derive>().is_err(), "{bad}");
        }
    }
}
