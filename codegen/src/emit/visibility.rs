//! Who may use the items of the module, as tokens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::options::Visibility;

/// The attributes and the visibility of an item of the module itself. Items inside of it are `pub`, which means no more
/// than this one allows.
pub(super) fn item(visibility: Visibility) -> TokenStream {
    let allowed = allowed(visibility);
    match visibility {
        Visibility::Public => quote!(pub),
        Visibility::Crate => quote!(#allowed pub(crate)),
        Visibility::Super => quote!(#allowed pub(super)),
        Visibility::Private => quote!(#allowed),
    }
}

/// What the compiler would say of items that not everybody may use, and that nobody has to.
pub(super) fn allowed(visibility: Visibility) -> Option<TokenStream> {
    let hidden = visibility != Visibility::Public;
    hidden.then(|| quote!(#[allow(dead_code, unreachable_pub)]))
}

/// The same one module deeper, where a trait's associated type names an item of the module.
pub(super) fn inner(visibility: Visibility) -> TokenStream {
    match visibility {
        Visibility::Public => quote!(pub),
        Visibility::Crate => quote!(pub(crate)),
        Visibility::Super => quote!(pub(in super::super)),
        Visibility::Private => quote!(pub(super)),
    }
}
