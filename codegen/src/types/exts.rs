//! Takes a newtype of an extension type of MessagePack and gives it in the form of the runtime's `ext!`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::{Attribute, ItemStruct, parse_quote};

use crate::schema::Extension;

use super::conversions;
use super::runtime::Runtime;

/// What integers derive.
const ORDERS: [&str; 6] = ["Copy", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// ```text
/// pub struct Buffer(pub i64);
/// rt::ext!(Buffer 0 integer plain);
/// ```
pub(super) fn of_struct(item: &ItemStruct, ext: Extension, runtime: &Runtime) -> TokenStream {
    let (name, call) = (&item.ident, runtime.path("ext"));
    let code = Literal::i8_unsuffixed(ext.code);
    let payload = Ident::new(ext.payload, Span::call_site());
    let plain = ext.takes_plain.then(|| quote!(plain));
    let conversions = conversions::of_newtype(item);
    quote! {
        #item
        #call!(#name #code #payload #plain);
        #conversions
    }
}

/// The code as docs.
pub(super) fn doc(ext: Extension) -> Vec<Attribute> {
    let line = format!(" Extension type {} of MessagePack.", ext.code);
    vec![parse_quote!(#[doc = ""]), parse_quote!(#[doc = #line])]
}

/// What the newtype derives besides the usual.
pub(super) fn derives(ext: Extension) -> &'static [&'static str] {
    match ext.payload {
        "integer" => &ORDERS,
        _ => &[],
    }
}
