//! The OpenRPC Object, and what stands in it beside methods.
use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Extra, Method, method};

/// An OpenRPC document (OpenRPC 1.4, OpenRPC Object).
///
/// ```
/// use callwright::describe::{Document, Info};
///
/// let document = Document::new(Info::new("Pets", "1.0.0"));
/// assert!(document.to_string().starts_with(r#"{"openrpc":"1.4.1","info":{"title":"Pets""#));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Document {
    /// The version of OpenRPC.
    pub openrpc: String,
    /// What it describes.
    pub info: Info,
    /// More to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_docs: Option<ExternalDocumentation>,
    /// Where the service is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// The methods, in the order in which they are shown.
    #[serde(deserialize_with = "method::read_all")]
    pub methods: Vec<Method>,
    /// What methods refer to.
    #[serde(default, skip_serializing_if = "Components::is_empty")]
    pub components: Components,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a document says of itself (OpenRPC 1.4, Info Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Info {
    /// The name of the API, after which generated clients are called.
    pub title: String,
    /// The version of the API.
    pub version: String,
    /// What it is for, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The URL of the terms of service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_of_service: Option<String>,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Under which licence it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<License>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Whom to ask (OpenRPC 1.4, Contact Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Contact {
    /// A name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An address of mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A licence (OpenRPC 1.4, License Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct License {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is to be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Where a service is (OpenRPC 1.4, Server Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Server {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its URL.
    pub url: String,
    /// What it is, in few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it is, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What is put into the URL.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, ServerVariable>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What is put into the URL of a server (OpenRPC 1.4, Server Variable Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ServerVariable {
    /// What is put there where nobody chooses.
    pub default: String,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What there is to choose.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// More to read (OpenRPC 1.4, External Documentation Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ExternalDocumentation {
    /// Where.
    pub url: String,
    /// What.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What methods refer to (OpenRPC 1.4, Components Object).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Components {
    /// The schemas of types, by name.
    #[serde(skip_serializing_if = "Extra::is_empty")]
    pub schemas: Extra,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The version that documents from code have.
const OPENRPC: &str = "1.4.1";

impl Document {
    /// A document without methods.
    pub fn new(info: Info) -> Self {
        Self {
            openrpc: OPENRPC.to_owned(),
            info,
            external_docs: None,
            servers: Vec::new(),
            methods: Vec::new(),
            components: Components::default(),
            extra: Extra::new(),
        }
    }

    /// The document that a text holds. What breaks the specification inside of methods is kept as it is.
    ///
    /// Gives an error for what is no JSON, and for what has no `openrpc`, `info` and `methods`.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The document as JSON.
    pub fn to_value(&self) -> Value {
        // Maps with text for keys, text and numbers: all of it is JSON.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The method of this name.
    pub fn method(&self, name: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.name == name)
    }

    /// Says where the service is: at this URL and nowhere else.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> Self {
        self.servers = vec![Server {
            name: Some("default".to_owned()),
            url: url.into(),
            ..Server::default()
        }];
        self
    }
}

/// The document as JSON in one line; with `{:#}` indented.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = match f.alternate() {
            true => serde_json::to_string_pretty(self),
            false => serde_json::to_string(self),
        };
        f.write_str(&written.map_err(|_| fmt::Error)?)
    }
}

impl Info {
    /// A title and a version.
    pub fn new(title: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            version: version.into(),
            ..Self::default()
        }
    }
}

impl Components {
    fn is_empty(&self) -> bool {
        self.schemas.is_empty() && self.extra.is_empty()
    }
}
