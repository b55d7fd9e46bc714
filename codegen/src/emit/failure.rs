//! The error enum of a method.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, docs, ident, result};
use crate::markdown::clean;
use crate::model::{Failure, Method, Variant};

/// ```text
/// pub enum CreatePet { PetExists(rt::ServerError), TooMany(rt::ErrorWith<u64>), Other(rt::ServerError) }
/// rt::failure!(CreatePet { 42 => PetExists });
/// ```
pub(super) fn item(failure: &Failure, method: &Method, cx: &Context<'_>) -> TokenStream {
    let name = ident(&failure.name);
    let about = docs(&format!(
        "What `{}` may answer in place of a result.",
        method.wire.replace('`', "'")
    ));
    let variants = failure.variants.iter().map(|it| variant(it, cx));
    let arms = failure.variants.iter().map(|variant| {
        let (code, name) = (Literal::i64_unsuffixed(variant.code), ident(&variant.name));
        quote!(#code => #name)
    });
    let raised = cx.api.served.is_some().then(|| raised(failure));
    quote! {
        #about
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// An error with a code that the document does not declare for this method.
            Other(rt::ServerError),
        }
        rt::failure!(#name { #(#arms),* });
        #raised
    }
}

/// What servers answer with: `rt::raised!(CreatePet { pet_exists PetExists 42 "Pet exists" });`
fn raised(failure: &Failure) -> TokenStream {
    let name = ident(&failure.name);
    let variants = failure.variants.iter().map(|variant| {
        let (function, name) = (ident(&variant.function), ident(&variant.name));
        let (code, message) = (Literal::i64_unsuffixed(variant.code), &variant.first);
        quote!(#function #name #code #message)
    });
    quote!(rt::raised!(#name { #(#variants),* });)
}

fn variant(variant: &Variant, cx: &Context<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let code = variant.code;
    let docs = docs(
        match clean(&variant.message) {
            message if message.is_empty() => format!("Code {code}."),
            message => format!("Code {code}: {message}"),
        }
        .as_str(),
    );
    match variant.data {
        None => quote!(#docs #name(rt::ServerError)),
        Some(data) => {
            let data = result(Some(data), cx);
            quote!(#docs #name(rt::ErrorWith<#data>))
        }
    }
}
