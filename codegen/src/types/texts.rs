//! Takes the types that text can become, and gives unions the conversions from text that decoding would do.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Item, ItemEnum, ItemStruct, Type};

use crate::options::Decode;
use crate::schema::{Limits, Schemas};

use super::aliases;
use super::conversions::is_string;
use super::variants;

/// Unions inside unions that are looked into.
const DEPTH: usize = 40;

/// Which texts a type takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Every text: it has `From<&str>` and `From<String>`.
    All,
    /// Every text, but only some are known: it has `from_known` too.
    Open,
    /// Every text, but only some fit: those that its `FromStr` takes.
    Fitting,
    /// Not every text: it has `FromStr`.
    Some,
}

/// The types of the module that take texts, by name.
#[derive(Debug)]
pub(super) struct Texts(BTreeMap<String, Takes>);

impl Texts {
    pub(super) fn find(items: &[Item], schemas: &Schemas, decode: Decode) -> Self {
        let mut texts = Self(BTreeMap::new());
        let mut unions = BTreeMap::new();
        for item in items {
            match item {
                Item::Struct(item) => {
                    let limits = schemas.texts.get(&item.ident.to_string());
                    let limited = limits.map(|limits| of_limits(limits, decode));
                    texts.add(&item.ident, limited.or_else(|| of_newtype(item)));
                }
                Item::Enum(item) if variants::are_values(item) => {
                    let open = schemas.open.contains_key(&item.ident.to_string());
                    let takes = if open { Takes::Open } else { Takes::Some };
                    texts.add(&item.ident, Some(takes));
                }
                Item::Enum(item) => _ = unions.insert(item.ident.to_string(), item),
                _ => {}
            }
        }
        while let Some((_, item)) = unions.pop_first() {
            texts.add_union(item, &mut unions, DEPTH);
        }
        texts
    }

    /// Which texts a type of the module takes.
    pub(super) fn of_name(&self, name: &Ident) -> Option<Takes> {
        self.0.get(&name.to_string()).copied()
    }

    fn of(&self, ty: &Type) -> Option<Takes> {
        let ty = unboxed(ty);
        match is_string(ty) {
            true => Some(Takes::All),
            false => self.0.get(&aliases::outer_name(ty)?).copied(),
        }
    }

    fn add(&mut self, name: &Ident, takes: Option<Takes>) {
        if let Some(takes) = takes {
            self.0.insert(name.to_string(), takes);
        }
    }

    /// A union takes what its variants take: those that are unions come first.
    fn add_union(
        &mut self,
        item: &ItemEnum,
        unions: &mut BTreeMap<String, &ItemEnum>,
        depth: usize,
    ) {
        let mut takes = None;
        for ty in item.variants.iter().filter_map(variants::payload) {
            let name = aliases::outer_name(unboxed(ty)).unwrap_or_default();
            if depth > 0
                && let Some(inner) = unions.remove(&name)
            {
                self.add_union(inner, unions, depth - 1);
            }
            match self.of(ty) {
                // Its texts that are not known are the union's own last resort.
                Some(Takes::All | Takes::Open | Takes::Fitting) => takes = Some(Takes::All),
                some => takes = takes.or(some),
            }
        }
        self.add(&item.ident, takes);
    }

    /// `From<&str>` and `From<String>`, or `FromStr` where not every text fits: the first variant that takes it.
    pub(super) fn of_union(&self, name: &Ident, held: &[(&Ident, &Type)]) -> Option<TokenStream> {
        let mut tries = Vec::new();
        // Who takes what nobody knows: the first that would keep it.
        let mut keeper = None;
        for (variant, ty) in held {
            let takes = self.of(ty);
            match takes {
                Some(Takes::All) => {
                    keeper = Some((variant, ty));
                    break;
                }
                Some(Takes::Open | Takes::Fitting | Takes::Some) => {
                    let keeps = takes != Some(Takes::Some);
                    keeper = keeper.or(keeps.then_some((variant, ty)));
                    tries.push(Attempt {
                        variant,
                        ty,
                        is_open: takes == Some(Takes::Open),
                    });
                }
                None => {}
            }
        }
        if let Some((variant, ty)) = keeper {
            // Its conversion knows its own texts.
            let is_other = |attempt: &Attempt<'_>| attempt.variant != *variant;
            tries.truncate(tries.iter().rposition(is_other).map_or(0, |last| last + 1));
            let takes_all = self.of_name(name) == Some(Takes::All);
            return takes_all.then(|| from_text(name, &tries, variant, ty));
        }
        (self.of_name(name) == Some(Takes::Some)).then(|| from_str(name, &tries))
    }
}

/// What a newtype around a string takes.
fn of_newtype(item: &ItemStruct) -> Option<Takes> {
    let inner = aliases::inner(item).filter(|inner| is_string(inner));
    inner.map(|_| Takes::All)
}

/// What a string with a pattern takes.
fn of_limits(limits: &Limits, decode: Decode) -> Takes {
    match (decode, limits.are_recognised()) {
        (Decode::Exact, _) => Takes::Some,
        (_, true) => Takes::Fitting,
        (_, false) => Takes::All,
    }
}

/// A variant and how it is made of text that it may not take.
struct Attempt<'t> {
    variant: &'t Ident,
    ty: &'t Type,
    is_open: bool,
}

impl Attempt<'_> {
    /// Returns from the conversion where the variant takes the text.
    fn or_next(&self, returned: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
        let (variant, inner) = (self.variant, unboxed(self.ty));
        let value = boxed(self.ty, quote!(value));
        let returned = returned(quote!(Self::#variant(#value)));
        if self.is_open {
            return quote! {
                if let ::std::option::Option::Some(value) = <#inner>::from_known(&value) {
                    return #returned;
                }
            };
        }
        quote! {
            if let ::std::result::Result::Ok(value) = value.parse::<#inner>() {
                return #returned;
            }
        }
    }
}

fn from_text(name: &Ident, tries: &[Attempt<'_>], variant: &Ident, ty: &Type) -> TokenStream {
    let tries: Vec<_> = tries
        .iter()
        .map(|attempt| attempt.or_next(|value| value))
        .collect();
    let value = boxed(ty, quote!(value.into()));
    quote! {
        impl ::std::convert::From<&str> for #name {
            fn from(value: &str) -> Self {
                #(#tries)*
                Self::#variant(#value)
            }
        }
        impl ::std::convert::From<::std::string::String> for #name {
            fn from(value: ::std::string::String) -> Self {
                #(#tries)*
                Self::#variant(#value)
            }
        }
    }
}

fn from_str(name: &Ident, tries: &[Attempt<'_>]) -> TokenStream {
    let ok = |value| quote!(::std::result::Result::Ok(#value));
    let tries = tries.iter().map(|attempt| attempt.or_next(ok));
    quote! {
        impl ::std::str::FromStr for #name {
            type Err = error::ConversionError;
            fn from_str(value: &str) -> ::std::result::Result<Self, <Self as ::std::str::FromStr>::Err> {
                #(#tries)*
                ::std::result::Result::Err("no variant takes this text".into())
            }
        }
    }
}

/// What a box holds; other types as they are.
pub(super) fn unboxed(ty: &Type) -> &Type {
    match aliases::outer_name(ty) {
        Some(outer) if outer == "Box" => aliases::argument(ty).unwrap_or(ty),
        _ => ty,
    }
}

/// A value as a variant holds it.
pub(super) fn boxed(ty: &Type, value: TokenStream) -> TokenStream {
    match std::ptr::eq(unboxed(ty), ty) {
        true => value,
        false => quote!(::std::boxed::Box::new(#value)),
    }
}
