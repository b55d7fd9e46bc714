//! What is said of closures: takes the types of their params and results, gives a document of them.
use std::sync::Arc;

use schemars::JsonSchema;

use super::{Document, Info, Method, Schemas, params};

/// Describes a method when it is asked for.
pub(crate) type Describing = Arc<dyn Fn(&mut Schemas) -> Method + Send + Sync>;

/// What describes a closure that takes a `P` and gives an `R`. What the method says already stays.
pub(crate) fn describing<P: JsonSchema, R: JsonSchema>(method: Method) -> Describing {
    Arc::new(move |schemas| {
        let mut method = method.clone();
        // Of a type with a name the members are wanted, and not the name.
        let schema = schemas.read(|schemas| schemas.schema(P::json_schema));
        params::describe(&mut method, schema);
        if method.result.is_none() {
            super::result::<R>(schemas, &mut method);
        }
        method
    })
}

/// The methods of a service that has no other name.
pub(crate) fn described(all: &[Describing]) -> Document {
    let mut schemas = Schemas::new();
    let mut document = Document::new(Info::default());
    let methods = all.iter().map(|describe| describe(&mut schemas));
    document.methods = methods.collect();
    document.components = schemas.finish(&mut document.methods);
    document
}
