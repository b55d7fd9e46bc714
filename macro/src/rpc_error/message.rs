//! The message of an error that states none: takes the variant's name, gives its words.
use syn::Ident;
use syn::ext::IdentExt as _;

use heck::ToSnakeCase as _;

/// `PetNotFound` is "Pet not found".
pub(super) fn of(name: &Ident) -> String {
    let words = name.unraw().to_string().to_snake_case().replace('_', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
