//! Takes the client's name and gives that of its module.

use heck::ToSnakeCase as _;
use proc_macro2::Ident;
use syn::ext::IdentExt as _;

/// The name in snake_case; where that is a word of the language, with `_` after it.
pub(crate) fn module(client: &Ident) -> Ident {
    let name = client.unraw().to_string().to_snake_case();
    let name = match syn::parse_str::<Ident>(&name) {
        Ok(_) => name,
        Err(_) => format!("{name}_"),
    };
    Ident::new(&name, client.span())
}
