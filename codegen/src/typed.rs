//! Takes the schemas that types were made of and says which type each became.

use proc_macro2::TokenStream;
use quote::quote;

use crate::files::{At, Files};
use crate::pointer::Pointer;
use crate::schema::Schemas;
use crate::types::{Taken, TypeUse, Types};

/// A schema of the document and its Rust type.
///
/// There is one for each param and result, and one for each type in the module `types` that is the type of one whole
/// schema, with the place that it was made from. What else a type is used for is not listed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TypedSchema {
    /// The file as the user knows it: a relative path or a URL.
    pub origin: String,
    /// The place of the schema in that file.
    pub pointer: Pointer,
    /// The type as code in the client's module writes it.
    pub tokens: TokenStream,
    /// The type for people to read, in short form: `Vec<types::Pet>`, `Option<String>`, `Value`.
    pub text: String,
}

/// Params and results in the order of the methods, then the named types in the order of their places.
pub(crate) fn list(schemas: &Schemas, types: &Types, files: &Files) -> Vec<TypedSchema> {
    let uses = schemas.places.iter().zip(&types.uses);
    let uses = uses.map(|(at, use_)| typed(at, use_, use_.taken == Taken::IntoOption, files));
    let named = schemas.wholes.iter().filter_map(|(at, whole)| {
        let use_ = types.named.get(&whole.name)?;
        Some(typed(at, use_, whole.is_nullable, files))
    });
    uses.chain(named).collect()
}

fn typed(at: &At, use_: &TypeUse, is_nullable: bool, files: &Files) -> TypedSchema {
    let (path, text) = (&use_.path, &use_.text);
    let (tokens, text) = match is_nullable {
        true if use_.taken == Taken::IntoOption => {
            (quote!(::core::option::Option<#path>), text.clone())
        }
        true => (
            quote!(::core::option::Option<#path>),
            format!("Option<{text}>"),
        ),
        false => (path.clone(), text.clone()),
    };
    TypedSchema {
        origin: files.origin(at.file).to_owned(),
        pointer: at.pointer.clone(),
        tokens,
        text,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Source, generate};

    #[test]
    fn each_schema_is_told_with_its_type() {
        let document = r##"{
            "openrpc": "1.3.2", "info": { "title": "Shop", "version": "1" },
            "methods": [{
                "name": "find",
                "params": [{ "name": "id", "required": true, "schema": { "type": "integer" } }],
                "result": { "name": "pet", "schema": { "$ref": "#/components/schemas/Pet" } }
            }],
            "components": { "schemas": { "Pet": { "type": "object", "properties": {
                "home": { "type": ["object", "null"], "properties": { "town": { "type": "string" } } }
            } } } }
        }"##;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), document).unwrap();
        let source = Source::Path(file.path().to_owned());
        let generated = generate(&source, &Options::default()).unwrap();
        let schemas = generated.schemas.iter();
        let told: Vec<_> = schemas
            .map(|schema| (schema.pointer.as_str(), schema.text.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("/methods/0/params/0/schema", "i64"),
                ("/methods/0/result/schema", "types::Pet"),
                ("/components/schemas/Pet", "types::Pet"),
                (
                    "/components/schemas/Pet/properties/home",
                    "Option<types::PetHome>"
                ),
            ]
        );
    }
}
