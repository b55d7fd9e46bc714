//! The Method Object and the small objects in it.
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{ExternalDocumentation, Extra, Server, is_false};

/// A method (OpenRPC 1.4, Method Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Method {
    /// The name on the wire. Empty where a reference stands in place of a method.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What groups methods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// What it does, in few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it does, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// More to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_docs: Option<ExternalDocumentation>,
    /// Whether it should not be called any more.
    #[serde(skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// How params travel; none: either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param_structure: Option<ParamStructure>,
    /// The params, in their order by position. None where the method is a reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<Vec<ContentDescriptor>>,
    /// What it answers; none: it is a notification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<ContentDescriptor>,
    /// The errors that it answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorObject>,
    /// Where it is served, if not where all are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// Calls with their results.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExamplePairing>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How params travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParamStructure {
    /// In an object.
    ByName,
    /// In an array.
    ByPosition,
    /// In either.
    Either,
}

/// A param or a result (OpenRPC 1.4, Content Descriptor Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContentDescriptor {
    /// The name of a param on the wire. Empty where a reference stands here.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is, in few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it is, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it must be there.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether it should not be used any more.
    #[serde(skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// Its JSON Schema of draft 7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An error that a method answers (OpenRPC 1.4, Error Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ErrorObject {
    /// Its code. None where a reference stands here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i64>,
    /// Its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What comes with it: a value, and not a schema.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    /// Everything else. The specification allows no extensions here.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What groups methods (OpenRPC 1.4, Tag Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Tag {
    /// What it is called. Empty where a reference stands here.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A call with its result (OpenRPC 1.4, Example Pairing Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ExamplePairing {
    /// What it is called. Empty where a reference stands here.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The params.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<Vec<Example>>,
    /// The result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Example>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A value of a param or a result (OpenRPC 1.4, Example Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Example {
    /// Whose value it is. Empty where a reference stands here.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it shows, in few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it shows, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The value, which may be null.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Method {
    /// A method without params that is a notification until it has a result.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            params: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// Sets what it does, in few words.
    #[must_use]
    pub fn with_summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = Some(summary.into());
        self
    }

    /// Sets what it does, in Markdown.
    #[must_use]
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the params by their names: of any value and optional, unless more is said of them.
    #[must_use]
    pub fn with_params<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        let any = || Value::Object(Extra::new());
        let params = names.into_iter();
        let params = params.map(|name| ContentDescriptor::new(name, any()));
        self.params = Some(params.collect());
        self
    }

    /// Adds an error.
    #[must_use]
    pub fn with_error(mut self, code: i64, message: impl Into<String>) -> Self {
        self.errors.push(ErrorObject::new(code, message));
        self
    }

    /// Marks it as deprecated.
    #[must_use]
    pub fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// One that says what no method may: nothing of it is lost.
    fn unusual(value: Value) -> Option<Self> {
        let Value::Object(mut extra) = value else {
            return None;
        };
        let name = extra.get("name").and_then(Value::as_str);
        let name = name.map(str::to_owned).unwrap_or_default();
        if !name.is_empty() {
            extra.remove("name");
        }
        Some(Self {
            name,
            extra,
            ..Self::default()
        })
    }
}

impl From<&str> for Method {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Method {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl ContentDescriptor {
    /// A param or a result of this schema, which may be left out.
    pub fn new(name: impl Into<String>, schema: Value) -> Self {
        Self {
            name: name.into(),
            schema: Some(schema),
            ..Self::default()
        }
    }
}

impl ErrorObject {
    /// An error without data.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            code: Some(code),
            message: Some(message.into()),
            ..Self::default()
        }
    }
}

/// Methods as documents have them: what does not fit is kept as it is.
pub(super) fn read_all<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Method>, D::Error> {
    let all = Vec::<Value>::deserialize(from)?.into_iter();
    let read = |value: Value| match Method::deserialize(&value) {
        Ok(method) => Some(method),
        Err(_) => Method::unusual(value),
    };
    Ok(all.filter_map(read).collect())
}

/// A value that is there, if only as null.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}
