//! Takes the variants of an enum and gives them the names and docs that the schema has for them.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::{Fields, Ident, ItemEnum, LitStr, Type, Variant};

use super::docs;
use super::serde_options::SerdeOptions;
use super::usage;

/// Names the branches of a union; typify numbers them when it has no name for one.
pub(super) fn name_branches(item: &mut ItemEnum, names: Option<&Vec<String>>) {
    let Some(names) = names.filter(|names| names.len() == item.variants.len()) else {
        return;
    };
    for (variant, name) in item.variants.iter_mut().zip(names) {
        variant.ident = Ident::new(name, Span::call_site());
    }
}

/// Has each value written as the wire has it, and documents every variant.
pub(super) fn complete(item: &mut ItemEnum, wire: Option<&BTreeMap<String, String>>) {
    for variant in &mut item.variants {
        let name = variant.ident.to_string();
        let value = wire.and_then(|wire| wire.get(&name)).unwrap_or(&name);
        if *value != name {
            let mut options = SerdeOptions::take(&mut variant.attrs);
            options.set("rename", &LitStr::new(value, Span::call_site()));
            options.put(&mut variant.attrs);
        }
        let held = payload(variant).map(usage::short);
        docs::complete(&mut variant.attrs, || match held {
            Some(held) => format!("A value of type `{held}`."),
            None if value.is_empty() => "The empty string.".to_owned(),
            None => format!("The value `{}`.", value.replace('`', "'")),
        });
    }
}

/// Whether every variant is a value of its own.
pub(super) fn are_values(item: &ItemEnum) -> bool {
    !item.variants.is_empty()
        && item
            .variants
            .iter()
            .all(|v| matches!(v.fields, Fields::Unit))
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
