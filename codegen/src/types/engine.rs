//! Takes draft 7 definitions and gives what typify makes of them, or why it could not.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use schemars::schema::Schema;
use serde_json::Value;
use typify_impl::{TypeSpace, TypeSpaceSettings};

use super::{items, quiet};

/// The output of typify, before it is rewritten.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) items: Vec<syn::Item>,
    /// The type of each use, with `types::` before names of the module.
    pub(super) uses: Vec<TokenStream>,
    /// The type of each definition, likewise.
    pub(super) named: BTreeMap<String, TokenStream>,
}

/// All in one type space: one that has failed is of no more use. `foreign` has the paths of types by their names.
pub(super) fn run<'s>(
    definitions: impl Iterator<Item = (&'s str, &'s Value)>,
    uses: &[Value],
    foreign: &BTreeMap<String, String>,
) -> Result<Raw, String> {
    let definitions = definitions
        .map(|(name, value)| Ok((name.to_owned(), parsed(value)?)))
        .collect::<Result<Vec<_>, String>>()?;
    let uses = uses.iter().map(parsed).collect::<Result<Vec<_>, _>>()?;
    quiet::run(|| generate(definitions, uses, foreign)).and_then(|result| result)
}

fn parsed(value: &Value) -> Result<Schema, String> {
    serde_json::from_value(value.clone()).map_err(|error| error.to_string())
}

fn generate(
    mut definitions: Vec<(String, Schema)>,
    uses: Vec<Schema>,
    foreign: &BTreeMap<String, String>,
) -> Result<Raw, String> {
    let mut settings = TypeSpaceSettings::default();
    settings
        .with_type_mod("types")
        .with_map_type("::std::collections::BTreeMap");
    for (name, path) in foreign {
        settings.with_replacement(name, path, std::iter::empty());
        definitions.push((name.clone(), Schema::Bool(true)));
    }
    let mut space = TypeSpace::new(&settings);
    let text = |error: typify_impl::Error| error.to_string();
    let names: Vec<String> = definitions.iter().map(|(name, _)| name.clone()).collect();
    space.add_ref_types(definitions).map_err(text)?;
    let mut type_of = |schema: &Schema| {
        let id = space.add_type(schema).map_err(text)?;
        Ok(space.get_type(&id).map_err(text)?.ident())
    };
    let uses = uses
        .iter()
        .map(&mut type_of)
        .collect::<Result<_, String>>()?;
    let named = names.into_iter().map(|name| {
        let schema = Schema::new_ref(format!("#/definitions/{name}"));
        Ok((name, type_of(&schema)?))
    });
    let named = named.collect::<Result<_, String>>()?;
    Ok(Raw {
        items: items::parsed(space.to_stream())?,
        uses,
        named,
    })
}
