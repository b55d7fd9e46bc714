//! Takes definitions and gives Rust types: the only door to typify.

mod aliases;
mod blame;
mod bounded;
#[cfg(test)]
mod chaos;
mod choices;
mod conversions;
mod derived;
mod derives;
mod docs;
mod empties;
mod engine;
mod exts;
mod fields;
mod items;
mod patterned;
mod quiet;
mod records;
mod rewrite;
mod runtime;
mod serde_options;
mod texts;
mod traits;
mod unions;
mod usage;
mod variants;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::diagnostic::Diagnostics;
use crate::options::Options;
use crate::schema::{SchemaId, Schemas};

use runtime::Runtime;

/// The types of an API: the items of its `types` module, and the Rust type of every schema that was asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Types {
    /// The items of the module `types`, already rewritten to use nothing but the runtime's re-exports.
    pub(crate) items: TokenStream,
    /// By `SchemaId`.
    pub(crate) uses: Vec<TypeUse>,
    /// By the name of the definition.
    pub(crate) named: BTreeMap<String, TypeUse>,
}

/// A Rust type as code outside the module `types` writes it.
#[derive(Clone, Debug)]
pub(crate) struct TypeUse {
    /// The type itself, with `types::` before names of that module; with `Taken::IntoOption` the type
    /// inside the option.
    pub(crate) path: TokenStream,
    /// The whole type as text for signatures, in short form: `Vec<types::Pet>`, `Option<String>`, `Value`.
    pub(crate) text: String,
    /// How an argument of this type is best taken.
    pub(crate) taken: Taken,
}

/// How an argument of a type is best taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// By value: numbers, booleans, lists, maps.
    ByValue,
    /// As `impl Into<T>`: strings and the types of the module, which have conversions from what they hold.
    Into,
    /// As `impl Into<Option<T>>` with this inner type: the schema allows null.
    IntoOption,
}

impl Types {
    /// Turns the definitions into types; what typify cannot take becomes `serde_json::Value` with a warning.
    ///
    /// `options.nil` has `auto` decided.
    pub(crate) fn generate(schemas: &Schemas, options: &Options) -> (Self, Diagnostics) {
        let runtime = Runtime::new(options);
        let foreign = schemas.foreign.iter();
        let foreign = foreign
            .map(|(name, ty)| (name.clone(), runtime.foreign(ty)))
            .collect();
        let (raw, mut found) = blame::generate(schemas, &foreign);
        let module = rewrite::module(raw.items, schemas, &runtime, options, &mut found);
        let use_of = |tokens| usage::of_tokens(tokens, &module.aliases, &runtime);
        let uses = raw.uses.into_iter().map(use_of).collect();
        let named = raw.named.into_iter();
        let named = named.map(|(name, tokens)| (name, use_of(tokens))).collect();
        let items = module.items;
        (Self { items, uses, named }, found)
    }

    pub(crate) fn of(&self, id: SchemaId) -> Option<&TypeUse> {
        self.uses.get(id.0)
    }
}

#[cfg(test)]
mod tests;
