//! Takes the tokens that typify made and parses the items that are kept: most are conversions, which are let go.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Item;

/// The items of a module without its impls.
pub(super) fn parsed(tokens: TokenStream) -> Result<Vec<Item>, String> {
    let mut items = Vec::new();
    let mut item = Vec::new();
    let mut is_impl = false;
    for token in tokens {
        let ends = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(sign) => sign.as_char() == ';',
            TokenTree::Ident(word) => {
                is_impl |= *word == "impl";
                false
            }
            TokenTree::Literal(_) => false,
        };
        item.push(token);
        if ends {
            let tokens = item.drain(..);
            if !is_impl {
                items.push(syn::parse2(tokens.collect()).map_err(|error| error.to_string())?);
            }
            is_impl = false;
        }
    }
    match item.is_empty() {
        true => Ok(items),
        false => Err("an item has no end".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    #[test]
    fn impls_are_let_go() {
        let tokens = quote! {
            #[doc = "A {pet};"] pub struct A(pub i64);
            impl From<i64> for A { fn from(value: i64) -> Self { Self(value) } }
            pub enum B { C, D }
            pub mod error { impl A {} }
        };
        assert_eq!(super::parsed(tokens).map(|items| items.len()), Ok(3));
        assert!(super::parsed(quote!(struct A)).is_err());
    }
}
