//! What a service says of itself: takes tables that cost nothing until they are asked for, gives the document.
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    ContentDescriptor, Document, ErrorObject, Extra, Info, Method, ParamStructure, SchemaOf,
    Schemas, schema_of, subscription,
};
use crate::{ErrorCase, Param, RpcError, service::Described};

/// A service as one constant: its methods with their texts, and for each type the function that gives its schema.
///
/// ```
/// use callwright::{
///     Method, Param,
///     describe::{MethodDescription, ServiceDescription, schema_of},
/// };
///
/// const GREET: Method = Method::new("greet", "greet")
///     .by_name()
///     .summary("Greets somebody.")
///     .params(&[Param::required("name", "String")]);
///
/// const GREETINGS: ServiceDescription = ServiceDescription::new("Greetings", "1.0.0")
///     .methods(&[MethodDescription::of(&GREET).params(&[schema_of::<str>()]).result(schema_of::<str>())]);
///
/// let document = GREETINGS.document();
/// assert_eq!(document.methods[0].result.as_ref().unwrap().name, "greet_result");
/// ```
///
/// Nothing in it is generic for a method, and nothing runs before [`document`](Self::document) is called:
/// one table of texts, which the dispatch uses as well, and one function for each type.
#[derive(Clone, Copy, Debug)]
pub struct ServiceDescription {
    title: &'static str,
    version: &'static str,
    description: &'static str,
    methods: &'static [MethodDescription],
}

/// A method of a service: its texts by [`crate::Method`], and what gives its schemas.
#[derive(Clone, Copy, Debug)]
pub struct MethodDescription {
    method: &'static crate::Method,
    params: &'static [SchemaOf],
    defaults: &'static [(usize, DefaultOf)],
    result: Option<SchemaOf>,
    details: &'static [Detail],
}

/// Gives the default of a param as JSON: `|| default_of(&20)`. None where it cannot be written.
pub type DefaultOf = fn() -> Option<Value>;

/// Adds to a method what its table does not say: [`result`], [`errors`], extensions.
pub type Detail = fn(&mut Schemas, &mut Method);

/// The [`Detail`] that a method answers a `T`.
pub fn result<T: JsonSchema + ?Sized>(schemas: &mut Schemas, method: &mut Method) {
    answers(schema_of::<T>(), schemas, method);
}

/// The [`Detail`] that a method fails with an `E`: its cases, and in `x-error-data` the schemas of
/// their data by their codes.
pub fn errors<E: RpcError>(schemas: &mut Schemas, method: &mut Method) {
    fails(&E::declared(), schemas, method);
}

fn answers(schema: SchemaOf, schemas: &mut Schemas, method: &mut Method) {
    let schema = schemas.written(|schemas| schemas.schema(schema));
    let name = format!("{}_result", method.name);
    method.result = Some(ContentDescriptor::new(name, schema));
}

fn fails(cases: &[ErrorCase], schemas: &mut Schemas, method: &mut Method) {
    let mut data = Extra::new();
    for case in cases {
        method
            .errors
            .push(ErrorObject::new(case.code, case.message));
        if let Some(of) = case.data {
            let schema = schemas.written(|schemas| schemas.schema(of));
            data.insert(case.code.to_string(), schema);
        }
    }
    if !data.is_empty() {
        method.extra.insert("x-error-data".to_owned(), data.into());
    }
}

/// A value as JSON.
pub fn default_of<T: Serialize + ?Sized>(value: &T) -> Option<Value> {
    serde_json::to_value(value).ok()
}

impl ServiceDescription {
    /// A service without methods.
    pub const fn new(title: &'static str, version: &'static str) -> Self {
        Self {
            title,
            version,
            description: "",
            methods: &[],
        }
    }

    /// Sets what it is for, in Markdown.
    #[must_use]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Sets the methods.
    #[must_use]
    pub const fn methods(mut self, methods: &'static [MethodDescription]) -> Self {
        self.methods = methods;
        self
    }

    /// The document, made anew.
    pub fn document(&self) -> Document {
        let mut schemas = Schemas::new();
        let methods = self.methods.iter();
        let methods = methods.map(|method| method.described(&mut schemas));
        let mut document = Document::new(Info {
            description: text(self.description),
            ..Info::new(self.title, self.version)
        });
        document.methods = methods.collect();
        document.components = schemas.finish(&mut document.methods);
        document
    }
}

impl Document {
    /// The document of a type that `#[callwright::service]` has made a service, without a value of it.
    ///
    /// ```ignore
    /// Document::of::<Pets>().save("openrpc.json")?;
    /// ```
    pub fn of<S: Described>() -> Self {
        S::SERVICE.document()
    }
}

impl MethodDescription {
    /// A method whose params, if it has any, may be anything. It answers null, unless it is a notification.
    pub const fn of(method: &'static crate::Method) -> Self {
        Self {
            method,
            params: &[],
            defaults: &[],
            result: None,
            details: &[],
        }
    }

    /// Sets what gives the schemas of the params, one for each. That of an optional one is the
    /// schema of the value that is given: `u32` for an `Option<u32>`, and `Option<u32>` for an
    /// `Option<Option<u32>>`, whose null is not the same as nothing.
    #[must_use]
    pub const fn params(mut self, params: &'static [SchemaOf]) -> Self {
        self.params = params;
        self
    }

    /// Sets what gives the defaults of params, with their places in the list.
    #[must_use]
    pub const fn defaults(mut self, defaults: &'static [(usize, DefaultOf)]) -> Self {
        self.defaults = defaults;
        self
    }

    /// Sets what gives the schema of the result.
    #[must_use]
    pub const fn result(mut self, result: SchemaOf) -> Self {
        self.result = Some(result);
        self
    }

    /// Sets what else is to be said, by functions that are called when all of this is in its place.
    #[must_use]
    pub const fn details(mut self, details: &'static [Detail]) -> Self {
        self.details = details;
        self
    }

    fn described(&self, schemas: &mut Schemas) -> Method {
        let table = self.method;
        let mut method = Method::new(table.name);
        method.summary = text(table.summary);
        method.description = text(table.description);
        method.deprecated = table.deprecated;
        method.param_structure = table.by_name.then_some(ParamStructure::ByName);
        let params = table.params.iter().enumerate();
        let params = schemas.read(|schemas| {
            let params = params.map(|(place, param)| self.param(place, param, schemas));
            params.collect()
        });
        method.params = Some(params);
        if !table.is_notification {
            let nothing = schema_of::<()>();
            answers(self.result.unwrap_or(nothing), schemas, &mut method);
        }
        let errors = table.errors.iter();
        let errors = errors.map(|error| ErrorObject::new(error.code, error.message));
        method.errors = errors.collect();
        if table.is_idempotent {
            method
                .extra
                .insert("x-idempotent".to_owned(), Value::Bool(true));
        }
        if let Some(streaming) = &table.subscription {
            let rule = subscription::rule(table.name, streaming);
            method.extra.insert("x-subscription".to_owned(), rule);
        }
        for add in self.details {
            add(schemas, &mut method);
        }
        method
    }

    fn param(&self, place: usize, param: &Param, schemas: &mut Schemas) -> ContentDescriptor {
        let any = || Value::Object(Map::new());
        let mut schema = self
            .params
            .get(place)
            .map_or_else(any, |of| schemas.schema(*of));
        let mut defaults = self.defaults.iter();
        let default = defaults.find(|(of, _)| *of == place);
        if let Some(default) = default.and_then(|(_, default)| default()) {
            schema = with_default(schema, default);
        }
        ContentDescriptor {
            summary: text(param.doc),
            required: param.required,
            ..ContentDescriptor::new(param.name, schema)
        }
    }
}

/// A schema that says its default. Beside a reference nothing counts in draft 7.
fn with_default(schema: Value, default: Value) -> Value {
    match schema {
        Value::Object(mut keywords) if !keywords.contains_key("$ref") => {
            keywords.insert("default".to_owned(), default);
            Value::Object(keywords)
        }
        Value::Bool(true) => json!({ "default": default }),
        other => json!({ "allOf": [other], "default": default }),
    }
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
