//! `#[derive(RpcError)]`: takes an enum of errors, gives how each is answered and declared.
mod case;
mod emit;
mod message;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput};

use case::Case;

/// ```text
/// impl callwright::RpcError for ShopError { … }
/// ```
pub(crate) fn derive(tokens: TokenStream) -> TokenStream {
    let read = syn::parse2::<DeriveInput>(tokens);
    match read.and_then(|input| Ok((cases(&input)?, input))) {
        Ok((cases, input)) => emit::of(&input.ident, &cases),
        Err(error) => error.into_compile_error(),
    }
}

/// The variants, or all that is wrong with them.
fn cases(input: &DeriveInput) -> syn::Result<Vec<Case>> {
    let Data::Enum(data) = &input.data else {
        let message = "errors are an enum: each of its variants is one";
        return Err(syn::Error::new_spanned(&input.ident, message));
    };
    if !input.generics.params.is_empty() {
        let message = "an enum of errors has no generics: its errors are declared in a document";
        return Err(syn::Error::new_spanned(&input.generics, message));
    }
    let mut cases: Vec<Case> = Vec::new();
    let mut faults: Vec<syn::Error> = Vec::new();
    for variant in &data.variants {
        match Case::read(variant) {
            Ok(case) => cases.push(case),
            Err(error) => faults.push(error),
        }
    }
    faults.extend(case::doubles(&cases));
    match faults.into_iter().reduce(|mut all, fault| {
        all.combine(fault);
        all
    }) {
        Some(all) => Err(all),
        None => Ok(cases),
    }
}

#[cfg(test)]
mod tests;
