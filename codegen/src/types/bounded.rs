//! Takes a newtype of an integer with bounds and gives it in the form of the runtime's `bounded!`, which checks them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Attribute, ItemStruct, parse_quote};

use crate::schema::Bounds;

use super::runtime::Runtime;

/// ```text
/// pub struct Port(u16);
/// rt::bounded!(Port u16 1, 65535);
/// ```
pub(super) fn of_struct(item: &ItemStruct, bounds: Bounds, runtime: &Runtime) -> TokenStream {
    let (name, call, attributes) = (&item.ident, runtime.path("bounded"), &item.attrs);
    let inner = item.fields.iter().next().map(|field| &field.ty);
    let (min, max) = (literal(bounds.min), literal(bounds.max));
    quote! {
        #(#attributes)*
        pub struct #name(#inner);
        #call!(#name #inner, #min, #max);
    }
}

/// The bounds as docs.
pub(super) fn doc(bounds: Bounds) -> Vec<Attribute> {
    let line = format!(" From {} to {}.", bounds.min, bounds.max);
    vec![parse_quote!(#[doc = ""]), parse_quote!(#[doc = #line])]
}

fn literal(number: i128) -> TokenStream {
    let digits = Literal::u128_unsuffixed(number.unsigned_abs());
    match number < 0 {
        true => quote!(-#digits),
        false => quote!(#digits),
    }
}
