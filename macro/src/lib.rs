//! The macro of callwright: takes the place of an OpenRPC document, gives a module with its client.

mod expand;
mod input;
mod name;
mod options;
mod track;

use proc_macro::TokenStream;

/// Generates a typed client from an OpenRPC document.
///
/// ```ignore
/// callwright::generate_client!(Petshop, "openrpc.json");
/// ```
///
/// gives a module `petshop` and brings its client `Petshop` into scope. Attributes, docs and a visibility
/// may stand before the name. The document is a path relative to the crate's `Cargo.toml`, a URL, or
/// `discover+` and the URL of a running server; `concat!` and `env!` may build it.
///
/// The long form takes every option by its name, in any order; they win over those of a `callwright.toml`
/// next to the document:
///
/// ```ignore
/// callwright::generate_client! {
///     pub name: Petshop,
///     spec: "https://example.com/openrpc.json",
///     include: ["pets.*"],
///     fetch: { timeout: 10, headers: { authorization: "Bearer $TOKEN" } },
///     paging: { "pets.list": { items: "items", key_in: "after", key_out: "next" } },
///     rename: { methods: { "pets.get": pet }, types: { PET_V2: Pet } },
///     overlay: ["fixes.yaml", { info: { description: null } }],
///     split: tag,
/// }
/// ```
///
/// A value is a string, a number, a bool, a word (`by_name` is `by-name`), `[…]` or `{…}`; a fault in one is shown at
/// its token. Paths count from the crate's root, and in a file of options from that file.
///
/// A build is repeated when the document, a file that it refers to, an overlay, the lock or the file of options changes.
/// What is less exact than the document says is listed by `callwright inspect`, and while building when
/// the environment variable `CALLWRIGHT_WARN` is set.
#[proc_macro]
pub fn generate_client(input: TokenStream) -> TokenStream {
    expand::client(input.into()).into()
}
