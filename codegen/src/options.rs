//! What a user can choose: one struct for the macro, the build script, the CLI and `callwright.toml`.

mod check;
mod layout;
mod overlay;
mod own_types;
mod paging;
mod pattern;
mod rename;
mod rust_path;
mod sides;
mod subscription;
mod wire;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use layout::{Split, Visibility};
pub use overlay::Overlay;
pub(crate) use own_types::rule_for;
pub use paging::{Ending, PagingKind, PagingRule};
pub(crate) use pattern::{matches as matches_pattern, starred, verdict};
pub use rename::Rename;
pub use rust_path::{Derive, RustType};
pub use subscription::{
    AddedParam, AnswerIs, Names, SubscriptionKind, SubscriptionParam, SubscriptionRule,
};
pub use wire::Wire;

/// Everything that a user can choose about the output. All members have defaults.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Options {
    /// The client's name in UpperCamelCase; the document's title decides where it is absent.
    pub name: Option<String>,
    /// The path of the runtime crate, `::callwright` where it is absent.
    pub crate_path: Option<String>,
    /// The encodings that the client speaks; JSON alone where it is empty. With MessagePack, `x-msgpack-…` members of the
    /// document count, and the runtime has to have its feature `msgpack`.
    pub wire: Vec<Wire>,
    /// How params travel where the document says `either` or nothing.
    pub params: ParamsDefault,
    /// How `null` in the place of an empty list or of false is read.
    pub nil: Nil,
    /// What becomes of members of results that the document does not declare.
    pub unknown: Unknown,
    /// What it means when a value is not as its schema says.
    pub decode: Decode,
    /// Makes warnings errors.
    pub strict: bool,
    /// Only methods whose names match one of these patterns (`*` stands for anything); all where it is empty.
    pub include: Vec<String>,
    /// No methods whose names match one of these patterns.
    pub exclude: Vec<String>,
    /// Only methods with one of these tags; all where it is empty.
    pub include_tags: Vec<String>,
    /// No methods with one of these tags.
    pub exclude_tags: Vec<String>,
    /// Paging rules by method name or pattern; they win over the document's own.
    pub paging: BTreeMap<String, PagingRule>,
    /// Subscription rules by method name or pattern; they win over the document's own.
    pub subscriptions: BTreeMap<String, SubscriptionRule>,
    /// Methods that the server sends and nobody calls, by name or pattern; a leading `!` states that one is none.
    pub events: Vec<String>,
    /// Methods with one of these tags are events too.
    pub event_tags: Vec<String>,
    /// Methods that the server calls and the client answers, by name or pattern; a leading `!` states that one is none.
    pub server_requests: Vec<String>,
    /// Methods that may reach the server twice and do no more than once, by name or pattern; a leading `!` states that one
    /// may not.
    pub idempotent: Vec<String>,
    /// Types of your own by `format`: `{ uuid = "::uuid::Uuid" }`, or `["uuid"]` for those that are well known.
    #[serde(deserialize_with = "own_types::convert")]
    pub convert: BTreeMap<String, RustType>,
    /// Types of your own in the place of schemas, by the component's name or by `#/…` pointer.
    #[serde(deserialize_with = "own_types::replace")]
    pub replace: BTreeMap<String, RustType>,
    /// Derives by type name or pattern, besides the usual ones; a list is for all types.
    #[serde(deserialize_with = "own_types::derives")]
    pub derives: BTreeMap<String, Vec<Derive>>,
    /// Names in place of the generated ones. They come first: what else wants one of them gets a number.
    pub rename: Rename,
    /// Changes that are made to the document before it is read, in this order: OpenAPI Overlays, JSON Patches (RFC 6902)
    /// and JSON Merge Patches (RFC 7396), told apart by what they look like. A path is relative to the file of options
    /// that names it, else to the crate's root.
    pub overlay: Vec<Overlay>,
    /// Who may use the items of the module. The macro has a visibility of its own for the module itself.
    pub visibility: Visibility,
    /// A trait of what a server answers, beside the client and with the same types: a function for each method, and what
    /// makes a service of whoever implements it. The runtime has to have its feature `serve`, or another that serves.
    pub server: bool,
    /// Whether there is a client, as there is where it is absent.
    pub client: Option<bool>,
    /// Only the types, and among them all component schemas, whether a method leads to them or not; no client.
    pub only_types: bool,
    /// Puts the methods with tags into clients of their own, which share the connection: `shop.pets().list()`.
    pub split: Split,
    /// How documents are fetched.
    pub fetch: Fetch,
}

impl Options {
    /// The path of what generated code uses of the runtime.
    pub(crate) fn runtime(&self) -> syn::Path {
        let path = self.crate_path.as_deref().unwrap_or("::callwright");
        let runtime = syn::parse_str(&format!("{path}::__private::v1"));
        runtime.unwrap_or_else(|_| syn::parse_quote!(::callwright::__private::v1))
    }

    /// The path of what the generated client uses: with MessagePack, the same names with both encodings behind them.
    pub(crate) fn client_runtime(&self) -> syn::Path {
        let mut runtime = self.runtime();
        if self.speaks_msgpack() {
            runtime.segments.push(syn::parse_quote!(both));
        }
        runtime
    }
}

/// How params travel where the document leaves it open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParamsDefault {
    /// As an array, in the order of the document: what servers in the field take.
    #[default]
    ByPosition,
    /// As an object, by name.
    ByName,
}

/// How a server that knows only one empty value is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nil {
    /// As `null` when the document shows a Common Lisp server (`x-cl-*`, `x-paginated-list`), else as `off`.
    #[default]
    Auto,
    /// `null` is taken only where the schema has it.
    Off,
    /// `null` is also an empty list, an empty map, and false.
    Null,
    /// As `null`, and required members of results may be missing or null: they become `Option`.
    Missing,
}

/// What it means when a value from the server is not as its schema says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decode {
    /// A mismatch is an error: a value that an enum does not list, a member that a closed object does not declare, a
    /// string that is too long.
    Exact,
    /// What the document does not know is taken: unknown members everywhere, and unknown values of enums.
    #[default]
    Tolerant,
    /// As `tolerant`, and a required member that is missing or null is the empty value of its type: an empty list, map
    /// or string, or null. Numbers, booleans, enums and structs have none.
    Lenient,
}

/// What becomes of members that an object has beyond those that its schema declares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// Types that are only received, and branches of unions without a tag, keep them in a field `extra`.
    #[default]
    Keep,
    /// They are let go where the schema says nothing of them.
    Drop,
}

/// How documents are fetched from URLs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Fetch {
    /// Request headers; `$NAME` in a value is taken from the environment.
    pub headers: BTreeMap<String, String>,
    /// Seconds that a fetch may take from start to end. 30 where absent.
    pub timeout: u64,
    /// Bytes that a document may have. 64 MiB where absent.
    pub max_size: u64,
    /// Never touches the network, as with `CALLWRIGHT_OFFLINE=1`.
    pub offline: bool,
    /// The folder whose `callwright.lock` counts and that shown paths are relative to. The crate's root where absent.
    #[serde(skip)]
    pub root: Option<PathBuf>,
}

impl Default for Fetch {
    fn default() -> Self {
        Self {
            headers: BTreeMap::new(),
            timeout: 30,
            max_size: 64 << 20,
            offline: false,
            root: None,
        }
    }
}

impl Fetch {
    /// As for a server that the headers are not meant for.
    pub(crate) fn without_headers(&self) -> Self {
        Self {
            headers: BTreeMap::new(),
            ..self.clone()
        }
    }
}
