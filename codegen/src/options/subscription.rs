//! The subscription rule that options and the `x-subscription` extension state for a method.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How a method makes a subscription. Paths are member names joined by dots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SubscriptionRule {
    /// In a document: the method that makes the subscription, where that is not the one at which the rule stands.
    pub subscribe: Option<String>,
    /// The method that ends it and takes its id. Without one it ends with the connection.
    pub unsubscribe: Option<String>,
    /// The methods of its notifications; by itself the method that makes it, as jsonrpsee's servers have it.
    ///
    /// A `*` here and in `unsubscribe` stands for the kind, or else for what the first `*` of the rule's own name matched.
    pub notification: Names,
    /// The path of the id inside the params of a notification; empty where notifications carry none. Where absent:
    /// the notification's param that is called so, else `subscription`.
    pub id: Option<String>,
    /// The path of what the stream gives inside the params of a notification; empty for all of them. `result` where absent.
    pub payload: Option<String>,
    /// The path of the id inside the answer; empty where the answer is the id.
    pub answer: String,
    /// A reference to the schema of what the stream gives, such as `#/components/schemas/Block`.
    pub item: Option<String>,
    /// What the document means by the method's result.
    pub result: AnswerIs,
    /// The kinds of subscription that the method makes, by the value that its param takes: one function each.
    pub kinds: BTreeMap<String, SubscriptionKind>,
    /// The param that takes the kind; the first where absent.
    pub kind_in: Option<String>,
    /// The params of a method that the document does not list.
    pub params: Vec<SubscriptionParam>,
    /// States that the document does not list the method, and adds it.
    pub add: bool,
    /// States that the method makes no subscription, whatever else says so.
    pub off: bool,
}

/// One kind of subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SubscriptionKind {
    /// The function's name; the method's with the kind behind it where absent.
    pub name: Option<String>,
    /// A reference to the schema of what the stream gives.
    pub item: Option<String>,
    /// The methods of its notifications, where they are not those of the rule.
    pub notification: Names,
    /// The params that go with this kind beside the kind itself: all that the method has, where absent.
    pub params: Option<Vec<SubscriptionParam>>,
}

/// A param of a subscription: one of the method's own by name, or one that the document does not list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SubscriptionParam {
    /// One that the method lists.
    Listed(String),
    /// One that it does not list, or lists otherwise.
    Added(AddedParam),
}

/// A param that the document does not list, or lists otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AddedParam {
    /// The name.
    pub name: String,
    /// A reference to its schema; any value where absent.
    pub schema: Option<String>,
    /// Whether it must be given.
    pub required: bool,
}

impl SubscriptionParam {
    /// The param's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Listed(name) => name,
            Self::Added(param) => &param.name,
        }
    }
}

/// What the document means by the result of a method that makes a subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerIs {
    /// What the server answers, with the id in it.
    #[default]
    Id,
    /// What the stream gives; the id is not described.
    Item,
}

/// One name or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Names(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Names {
    fn from(names: OneOrMany) -> Self {
        match names {
            OneOrMany::One(name) => Self(vec![name]),
            OneOrMany::Many(names) => Self(names),
        }
    }
}

impl Serialize for Names {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
