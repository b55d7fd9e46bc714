//! Takes an enum of strings and has the runtime read and write it, with a variant that keeps what the document does not list.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Fields, Item, ItemEnum, parse_quote};

use super::runtime::Runtime;
use super::serde_options::SerdeOptions;
use super::{derived, variants};

/// Adds the variants that keep other values, by the names of the enums, and takes off the derives that cannot stay or
/// that nobody needs.
pub(super) fn open(items: &mut [Item], open: &BTreeMap<String, String>) {
    for item in items {
        let Item::Enum(item) = item else { continue };
        if !variants::are_values(item) {
            continue;
        }
        derived::remove(&mut item.attrs, &["Ord", "PartialOrd"]);
        if let Some(name) = open.get(&item.ident.to_string()) {
            let name = Ident::new(name, Span::call_site());
            derived::remove(&mut item.attrs, &["Copy"]);
            item.variants.push(parse_quote! {
                /// A value that the document does not list.
                #name(::std::string::String)
            });
        }
    }
}

/// `rt::choice!(Tag { Latest "latest", Earliest "earliest" } Other);`
pub(super) fn take(
    item: &mut ItemEnum,
    wire: Option<&BTreeMap<String, String>>,
    runtime: &Runtime,
) -> TokenStream {
    SerdeOptions::take(&mut item.attrs);
    derived::remove(&mut item.attrs, &["Deserialize", "Serialize"]);
    let mut known = Vec::new();
    let mut other = None;
    for variant in &mut item.variants {
        SerdeOptions::take(&mut variant.attrs);
        let (name, value) = (&variant.ident, variants::value(variant, wire));
        match variant.fields {
            Fields::Unit => known.push(quote!(#name #value)),
            _ => other = Some(name),
        }
    }
    let (call, name) = (runtime.path("choice"), &item.ident);
    quote!(#call!(#name { #(#known),* } #other);)
}
