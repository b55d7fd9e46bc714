//! The derives that an item has: taken off.

use syn::punctuated::Punctuated;
use syn::{Attribute, Path, Token, parse_quote};

/// Takes all derives off.
pub(super) fn take(attributes: &mut Vec<Attribute>) -> Vec<Path> {
    let mut paths = Vec::new();
    attributes.retain(|attribute| {
        let derive = attribute.path().is_ident("derive");
        if derive {
            let list = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
            paths.extend(list.into_iter().flatten());
        }
        !derive
    });
    paths
}

/// Takes derives off by the last name of their path.
pub(super) fn remove(attributes: &mut Vec<Attribute>, names: &[&str]) {
    let mut paths = take(attributes);
    paths.retain(|path| !is_one_of(path, names));
    attributes.push(parse_quote!(#[derive(#(#paths),*)]));
}

/// Whether the path ends in one of these names.
pub(super) fn is_one_of(path: &Path, names: &[&str]) -> bool {
    let last = path.segments.last();
    last.is_some_and(|last| names.iter().any(|name| last.ident == name))
}
