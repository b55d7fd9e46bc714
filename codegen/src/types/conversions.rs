//! Takes types and gives the conversions that make calls short: from what they hold, from `&str`, to text.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, ItemEnum, ItemStruct, Type};

use super::aliases::{self, Aliases};
use super::texts::{self, Texts};
use super::variants;

/// `From<T>` for a newtype; `From<&str>` and `Display` too when it holds text.
pub(super) fn of_newtype(item: &ItemStruct) -> Option<TokenStream> {
    let inner = aliases::inner(item)?;
    let name = &item.ident;
    let text = is_string(inner).then(|| {
        quote! {
            impl ::std::convert::From<&str> for #name {
                fn from(value: &str) -> Self {
                    Self(value.to_owned())
                }
            }
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(&self.0)
                }
            }
        }
    });
    Some(quote! {
        impl ::std::convert::From<#inner> for #name {
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }
        #text
    })
}

/// `From<T>` for every variant that alone holds a `T`, and from text where a variant takes it.
pub(super) fn of_union(item: &ItemEnum, aliases: &Aliases, texts: &Texts) -> TokenStream {
    let held: Vec<(&Ident, &Type)> = item
        .variants
        .iter()
        .filter_map(|variant| Some((&variant.ident, variants::payload(variant)?)))
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, ty) in &held {
        *counts.entry(identity(ty, aliases)).or_default() += 1;
    }
    let name = &item.ident;
    let alone = held
        .iter()
        .filter(|(_, ty)| counts.get(&identity(ty, aliases)) == Some(&1))
        // Text is looked at before a variant is chosen.
        .filter(|(_, ty)| !is_string(ty));
    let from = alone.map(|(variant, ty)| from_payload(name, variant, ty));
    let text = texts.of_union(name, &held);
    quote!(#(#from)* #text)
}

fn from_payload(name: &Ident, variant: &Ident, ty: &Type) -> TokenStream {
    let taken = texts::unboxed(ty);
    let value = texts::boxed(ty, quote!(value));
    quote! {
        impl ::std::convert::From<#taken> for #name {
            fn from(value: #taken) -> Self {
                Self::#variant(#value)
            }
        }
    }
}

/// A type as text, the same for all ways to write it.
fn identity(ty: &Type, aliases: &Aliases) -> String {
    match (aliases::outer_name(ty), aliases::argument(ty)) {
        (Some(outer), Some(inner)) if outer == "Box" => identity(inner, aliases),
        (Some(outer), None) if aliases.contains_key(&outer) => aliases
            .get(&outer)
            .map_or(outer, |inner| identity(inner, aliases)),
        _ => ty.to_token_stream().to_string(),
    }
}

pub(super) fn is_string(ty: &Type) -> bool {
    aliases::argument(ty).is_none()
        && ty.to_token_stream().to_string() == ":: std :: string :: String"
}
