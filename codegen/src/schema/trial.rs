//! Small documents of schemas, for tests.

use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostics};
use crate::files::{At, Files};
use crate::options::Options;
use crate::pointer::Pointer;

use super::{Direction, Normaliser, Schemas};

/// What became of a document's component schemas.
pub(crate) struct Trial {
    pub(crate) schemas: Schemas,
    pub(crate) found: Diagnostics,
}

impl Trial {
    /// Asks for every component.
    pub(crate) fn new(components: Value) -> Self {
        Self::with(components, &Options::default())
    }

    pub(crate) fn with(components: Value, options: &Options) -> Self {
        let names: Vec<String> = components.as_object().unwrap().keys().cloned().collect();
        let places = names
            .iter()
            .map(|n| (format!("/components/schemas/{n}"), n.clone()));
        Self::of(
            json!({ "components": { "schemas": components } }),
            places,
            options,
        )
    }

    /// Asks for the schemas at these pointers under these names.
    pub(crate) fn of(
        document: Value,
        places: impl IntoIterator<Item = (String, String)>,
        options: &Options,
    ) -> Self {
        Self::going(Direction::Sent, document, places, options)
    }

    /// The same, of values that go this way.
    pub(crate) fn going(
        direction: Direction,
        document: Value,
        places: impl IntoIterator<Item = (String, String)>,
        options: &Options,
    ) -> Self {
        let files = Files::json(&document.to_string());
        let mut normaliser = Normaliser::new(&files, options);
        for (pointer, name) in places {
            let pointer = Pointer::new(pointer);
            normaliser.add(
                &At {
                    pointer,
                    ..At::root()
                },
                &name,
                direction,
            );
        }
        let (schemas, found) = normaliser.finish();
        Self { schemas, found }
    }

    /// One schema that is nobody's component, called `T` where it needs a name.
    pub(crate) fn one(schema: Value) -> Self {
        Self::of(
            json!({ "x": schema }),
            [("/x".to_owned(), "T".to_owned())],
            &Options::default(),
        )
    }

    /// The only schema that was asked for, or the definition that it refers to.
    pub(crate) fn only(&self) -> Value {
        let value = &self.schemas.uses[0];
        let name = value
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|r| r.rsplit('/').next());
        name.map_or_else(|| value.clone(), |name| self.definition(name))
    }

    pub(crate) fn definition(&self, name: &str) -> Value {
        self.schemas
            .definitions
            .get(name)
            .cloned()
            .unwrap_or_default()
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.schemas
            .definitions
            .keys()
            .map(String::as_str)
            .collect()
    }

    pub(crate) fn codes(&self) -> Vec<Code> {
        self.found.iter().map(|d| d.code).collect()
    }
}
