//! Takes the variants of an enum and gives them the names and docs that the schema has for them.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::{Fields, Ident, ItemEnum, Type, Variant};

use super::usage;
use super::{conversions, docs};

/// Names the branches of a union; typify numbers them when it has no name for one.
pub(super) fn name_branches(item: &mut ItemEnum, names: Option<&Vec<String>>) {
    let Some(names) = names.filter(|names| names.len() == item.variants.len()) else {
        return;
    };
    for (variant, name) in item.variants.iter_mut().zip(names) {
        variant.ident = Ident::new(name, Span::call_site());
    }
}

/// What the wire calls a variant that is a value.
pub(super) fn value(variant: &Variant, wire: Option<&BTreeMap<String, String>>) -> String {
    let name = variant.ident.to_string();
    let value = wire.and_then(|wire| wire.get(&name)).cloned();
    value.unwrap_or(name)
}

/// Documents every variant.
pub(super) fn complete(item: &mut ItemEnum, wire: Option<&BTreeMap<String, String>>) {
    for variant in &mut item.variants {
        let value = value(variant, wire);
        let held = payload(variant).map(usage::short);
        docs::complete(&mut variant.attrs, || match held {
            Some(held) => format!("A value of type `{held}`."),
            None if value.is_empty() => "The empty string.".to_owned(),
            None => format!("The value `{}`.", value.replace('`', "'")),
        });
    }
}

/// Whether every variant is a value of its own, but for a last one that keeps other values.
pub(super) fn are_values(item: &ItemEnum) -> bool {
    let others = item
        .variants
        .iter()
        .skip_while(|v| v.fields == Fields::Unit);
    let others: Vec<_> = others.collect();
    item.variants.len() > others.len()
        && match others.as_slice() {
            [] => true,
            [other] => payload(other).is_some_and(conversions::is_string),
            _ => false,
        }
}

/// What a variant holds, if it is one thing.
pub(super) fn payload(variant: &Variant) -> Option<&Type> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            fields.unnamed.first().map(|f| &f.ty)
        }
        _ => None,
    }
}
