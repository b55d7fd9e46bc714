//! Takes newtypes around lists, maps, tuples and booleans and gives type aliases, which need no unwrapping.

mod chains;

use std::collections::BTreeMap;

use crate::schema::Schemas;
use syn::{Fields, GenericArgument, Item, ItemStruct, PathArguments, Type};

/// What each alias stands for.
pub(super) type Aliases = BTreeMap<String, Type>;

/// The newtypes that can be aliases: an alias cannot hold itself, nor stand for one that stands for one without end.
pub(super) fn find(items: &[Item], schemas: &Schemas) -> Aliases {
    let mut aliases: Aliases = items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) => Some((item.ident.to_string(), inner(item)?.clone())),
            _ => None,
        })
        .filter(|(name, _)| !schemas.exts.contains_key(name))
        .filter(|(_, inner)| is_plain(inner))
        .collect();
    for name in chains::broken(&aliases) {
        aliases.remove(&name);
    }
    aliases
}

/// What a newtype holds; none for other structs and for newtypes that check what they take.
pub(super) fn inner(item: &ItemStruct) -> Option<&Type> {
    match &item.fields {
        Fields::Unnamed(fields) => match fields.unnamed.first() {
            Some(field) if matches!(field.vis, syn::Visibility::Public(_)) => Some(&field.ty),
            _ => None,
        },
        _ => None,
    }
}

/// The name of a type's outermost part: `Vec`, `String`, `Pet`.
pub(super) fn outer_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// The first type argument: what a `Vec`, an `Option` or a `Box` holds.
pub(super) fn argument(ty: &Type) -> Option<&Type> {
    arguments(ty).into_iter().next()
}

fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Tuple(_) => true,
        _ => outer_name(ty)
            .is_some_and(|name| matches!(name.as_str(), "Vec" | "BTreeMap" | "Map" | "bool")),
    }
}

fn arguments(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Path(path) => match path.path.segments.last().map(|s| &s.arguments) {
            Some(PathArguments::AngleBracketed(list)) => list
                .args
                .iter()
                .filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The outermost names of a type's parts, at any depth.
fn named_in(ty: &Type) -> impl Iterator<Item = String> {
    let mut waiting = vec![ty];
    std::iter::from_fn(move || {
        let ty = waiting.pop()?;
        waiting.extend(arguments(ty));
        Some(outer_name(ty).unwrap_or_default())
    })
}
