//! Types that are hard to describe: each representation of serde, and what its attributes do.
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use callwright::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A tree of trees.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Tree {
    pub(super) label: String,
    pub(super) children: Vec<Tree>,
    pub(super) parent: Option<Box<Tree>>,
}

/// Two of any kind.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Pair<A, B> {
    pub(super) left: A,
    pub(super) right: B,
}

/// Where each variant is a key.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) enum External {
    Unit,
    /// Two numbers.
    Tuple(i32, String),
    Newtype(Tree),
    Struct {
        a: u8,
        b: Option<bool>,
    },
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Internal {
    Empty,
    /// Falls from the sky.
    RainDrop {
        size: f64,
    },
    Whole(Sheet),
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(tag = "t", content = "c")]
pub(super) enum Adjacent {
    Nothing,
    One(u16),
    Both(u8, u8),
    Named { x: i64 },
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Untagged {
    Number(u64),
    Text(String),
    Point { x: i64, y: i64 },
    List(Vec<bool>),
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
#[derive(Eq, Hash, Ord, PartialOrd)]
pub(super) enum Colour {
    /// Like the sea.
    DeepBlue,
    Red,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Sheet {
    pub(super) page_count: u32,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(skip)]
    pub(super) hidden: u8,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Flat {
    pub(super) id: u64,
    #[serde(flatten)]
    pub(super) inner: Inner,
    #[serde(flatten)]
    pub(super) rest: BTreeMap<String, Value>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Inner {
    pub(super) depth: i16,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct FlatEnum {
    pub(super) at: u64,
    #[serde(flatten)]
    pub(super) what: Internal,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Maps {
    pub(super) by_text: HashMap<String, u8>,
    pub(super) by_number: BTreeMap<u32, String>,
    pub(super) by_colour: BTreeMap<Colour, i8>,
    pub(super) set: BTreeSet<String>,
    pub(super) object: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Numbers {
    pub(super) tiny: i8,
    pub(super) large: u64,
    pub(super) larger: i128,
    pub(super) largest: u128,
    pub(super) some: NonZeroU32,
    pub(super) size: usize,
    pub(super) single: f32,
    pub(super) letter: char,
    pub(super) four: [u8; 4],
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub(super) struct Defaults {
    pub(super) port: u16,
    pub(super) host: String,
    pub(super) tags: Vec<String>,
    pub(super) colour: Colour,
    pub(super) twice: Option<Option<u8>>,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            port: 8000,
            host: "localhost".to_owned(),
            tags: vec!["new".to_owned()],
            colour: Colour::Red,
            twice: None,
        }
    }
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Formats {
    #[schemars(extend("format" = "date-time"))]
    pub(super) at: String,
    #[schemars(extend("format" = "uuid"))]
    pub(super) id: String,
    pub(super) lasts: Duration,
    pub(super) ip: IpAddr,
    pub(super) v4: Ipv4Addr,
    #[schemars(regex(pattern = "^0x[0-9a-f]+$"))]
    pub(super) hex: String,
    #[schemars(length(min = 1, max = 3))]
    pub(super) few: Vec<u8>,
    #[schemars(range(min = 1, max = 10))]
    pub(super) rank: u8,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(transparent)]
pub(super) struct Name(pub(super) String);

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Newtype(pub(super) u64);

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Point(pub(super) f64, pub(super) f64);

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Nothing;

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Names {
    pub(super) name: Name,
    pub(super) number: Newtype,
    pub(super) point: Point,
    pub(super) nothing: Nothing,
    pub(super) shared: Box<Inner>,
    pub(super) outcome: Result<u8, String>,
    pub(super) anything: Value,
    pub(super) r#fn: bool,
}

pub(super) mod other {
    use super::*;

    /// Not the other one.
    #[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
    pub(crate) struct Inner {
        pub(crate) other: bool,
    }
}

#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub(super) struct Secret {
    pub(super) user: String,
    #[serde(skip_serializing, default)]
    pub(super) password: String,
}
