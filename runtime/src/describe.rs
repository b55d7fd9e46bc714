//! Documents of services: takes tables of methods and the types of params and results, gives an OpenRPC document.
//!
//! The structs are those of the [specification 1.4](https://spec.open-rpc.org). Schemas are JSON
//! Schema draft 7, as [`serde_json::Value`]; what the structs have no field for is in `extra`.
mod components;
mod document;
mod file;
mod merge;
mod method;
mod references;

#[cfg(feature = "service")]
mod absence;
#[cfg(feature = "service")]
mod closure;
#[cfg(feature = "service")]
mod directions;
#[cfg(feature = "service")]
mod own;
#[cfg(feature = "service")]
mod params;
#[cfg(feature = "service")]
mod schemas;
#[cfg(feature = "service")]
mod service;
#[cfg(feature = "service")]
mod subscription;
#[cfg(all(test, feature = "service"))]
mod tests;

#[cfg(feature = "service")]
pub(crate) use closure::{Describing, described, describing};
pub use document::{
    Components, Contact, Document, ExternalDocumentation, Info, License, Server, ServerVariable,
};
pub use method::{
    ContentDescriptor, ErrorObject, Example, ExamplePairing, Method, ParamStructure, Tag,
};
#[cfg(feature = "service")]
pub use schemas::{SchemaOf, Schemas, schema_of};
#[cfg(feature = "service")]
pub use service::{
    DefaultOf, Detail, MethodDescription, ServiceDescription, default_of, errors, result,
};
#[cfg(feature = "service")]
pub use subscription::subscription;

use serde_json::{Map, Value};

/// Members that have no field of their own, extensions (`x-…`) among them.
pub type Extra = Map<String, Value>;

fn is_false(flag: &bool) -> bool {
    !flag
}
