//! The options in `#[serde(…)]` attributes: read from an item, changed, and written back as one attribute.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Token, parse_quote};

/// The serde options of one type, field or variant.
#[derive(Default)]
pub(super) struct SerdeOptions(Vec<Meta>);

impl SerdeOptions {
    /// Takes the options off the attributes.
    pub(super) fn take(attributes: &mut Vec<Attribute>) -> Self {
        let mut options = Vec::new();
        attributes.retain(|attribute| {
            if !attribute.path().is_ident("serde") {
                return true;
            }
            let list = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            options.extend(list.into_iter().flatten());
            false
        });
        Self(options)
    }

    /// Puts them back, as one attribute if there are any.
    pub(super) fn put(self, attributes: &mut Vec<Attribute>) {
        let options = self.0;
        if !options.is_empty() {
            attributes.push(parse_quote!(#[serde(#(#options),*)]));
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|option| option.path().is_ident(name))
    }

    /// Whether there is no option but these.
    pub(super) fn only(&self, names: &[&str]) -> bool {
        let known = |option: &Meta| names.iter().any(|name| option.path().is_ident(name));
        self.0.iter().all(known)
    }

    /// The text that an option is set to.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0.iter().find_map(|option| match option {
            Meta::NameValue(pair) if pair.path.is_ident(name) => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|option| !option.path().is_ident(name));
    }

    pub(super) fn set_flag(&mut self, name: &str) {
        self.remove(name);
        let name = syn::Ident::new(name, proc_macro2::Span::call_site());
        self.0.push(parse_quote!(#name));
    }

    pub(super) fn set(&mut self, name: &str, value: &LitStr) {
        self.remove(name);
        let name = syn::Ident::new(name, proc_macro2::Span::call_site());
        self.0.push(parse_quote!(#name = #value));
    }
}
