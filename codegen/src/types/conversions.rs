//! Takes types and gives the conversions that make calls short: from what they hold, from `&str`, to text.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, ItemEnum, ItemStruct, Type};

use super::aliases::{self, Aliases};
use super::variants;

/// Newtypes around strings without checks, by name.
pub(super) type Texts = std::collections::BTreeSet<String>;

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

/// `Display` and `FromStr` for an enum of strings, as the wire writes them.
pub(super) fn of_values(item: &ItemEnum, wire: Option<&BTreeMap<String, String>>) -> TokenStream {
    let name = &item.ident;
    let idents: Vec<&Ident> = item.variants.iter().map(|v| &v.ident).collect();
    let values: Vec<String> = idents
        .iter()
        .map(|ident| ident.to_string())
        .map(|ident| {
            wire.and_then(|wire| wire.get(&ident))
                .unwrap_or(&ident)
                .clone()
        })
        .collect();
    quote! {
        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(match self { #(Self::#idents => #values,)* })
            }
        }
        impl ::std::str::FromStr for #name {
            type Err = error::ConversionError;
            fn from_str(value: &str) -> ::std::result::Result<Self, <Self as ::std::str::FromStr>::Err> {
                match value {
                    #(#values => ::std::result::Result::Ok(Self::#idents),)*
                    _ => ::std::result::Result::Err("not one of the values of the enum".into()),
                }
            }
        }
    }
}

/// `From<T>` for every variant that alone holds a `T`, and from text where one variant takes all texts.
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
        .filter(|(_, ty)| counts.get(&identity(ty, aliases)) == Some(&1));
    let from = alone.map(|(variant, ty)| from_payload(name, variant, ty));
    let text = from_text(name, &held, texts);
    quote!(#(#from)* #text)
}

fn from_payload(name: &Ident, variant: &Ident, ty: &Type) -> TokenStream {
    let boxed = aliases::outer_name(ty).is_some_and(|outer| outer == "Box");
    let (taken, value) = match aliases::argument(ty) {
        Some(inner) if boxed => (inner, quote!(::std::boxed::Box::new(value))),
        _ => (ty, quote!(value)),
    };
    quote! {
        impl ::std::convert::From<#taken> for #name {
            fn from(value: #taken) -> Self {
                Self::#variant(#value)
            }
        }
    }
}

fn from_text(name: &Ident, held: &[(&Ident, &Type)], texts: &Texts) -> Option<TokenStream> {
    let is_text = |ty: &Type| aliases::outer_name(ty).is_some_and(|outer| texts.contains(&outer));
    let mut plain = held.iter().filter(|(_, ty)| is_string(ty) || is_text(ty));
    let (variant, ty) = plain.next()?;
    if plain.next().is_some() {
        return None;
    }
    let owned = is_text(ty).then(|| {
        quote! {
            impl ::std::convert::From<::std::string::String> for #name {
                fn from(value: ::std::string::String) -> Self {
                    Self::#variant(value.into())
                }
            }
        }
    });
    Some(quote! {
        #owned
        impl ::std::convert::From<&str> for #name {
            fn from(value: &str) -> Self {
                Self::#variant(value.into())
            }
        }
    })
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
