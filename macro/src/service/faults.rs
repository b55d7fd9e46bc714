//! What is wrong with a definition: collects sentences at their places, gives them to the compiler.

use proc_macro2::TokenStream;
use quote::ToTokens;

#[derive(Default)]
pub(super) struct Faults(Option<syn::Error>);

impl Faults {
    /// A fault of these tokens.
    pub(super) fn at(&mut self, tokens: impl ToTokens, sentence: impl std::fmt::Display) {
        self.add(syn::Error::new_spanned(tokens, sentence));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn add(&mut self, fault: syn::Error) {
        match &mut self.0 {
            Some(faults) => faults.combine(fault),
            None => self.0 = Some(fault),
        }
    }

    /// What was read, or nothing where it could not be.
    pub(super) fn or_tell<T>(&mut self, read: syn::Result<T>) -> Option<T> {
        read.map_err(|fault| self.add(fault)).ok()
    }
}

impl ToTokens for Faults {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.as_ref().map(syn::Error::to_compile_error));
    }
}
