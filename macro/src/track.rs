//! Takes the files that decided the client and gives tokens that make the compiler watch them.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;

/// `const _: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/openrpc.json"));` for each file.
///
/// The path is put together by the compiler, so that none of one machine is in the tokens. A file that no
/// relative path leads to cannot be watched.
pub(crate) fn watch<'p>(files: impl Iterator<Item = &'p PathBuf>, root: &Path) -> TokenStream {
    let files = files.filter_map(|file| callwright_codegen::relative_path(file, root));
    let paths = files.map(|file| format!("/{file}"));
    quote! {
        #(
            const _: &[u8] = ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #paths));
        )*
    }
}
