//! The macros of callwright: from the place of an OpenRPC document a module with its client, from an impl block a service.

#[cfg(feature = "client")]
mod expand;
#[cfg(feature = "client")]
mod input;
#[cfg(feature = "client")]
mod name;
#[cfg(feature = "client")]
mod options;
#[cfg(feature = "service")]
mod rpc_error;
#[cfg(feature = "service")]
mod service;
#[cfg(feature = "client")]
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
#[cfg(feature = "client")]
#[proc_macro]
pub fn generate_client(input: TokenStream) -> TokenStream {
    expand::client(input.into()).into()
}

/// Makes a service of an impl block: its methods are what clients call.
///
/// ```ignore
/// #[callwright::service(title = "Pets", version = "1.0.0")]
/// impl Pets {
///     /// Looks a pet up.
///     async fn get_pet(&self, id: i64) -> Result<Pet, ShopError> { self.pet(id) }
///     /// Lists the pets.
///     async fn list_pets(&self, limit: Option<u32>) -> Vec<Pet> { self.first(limit) }
///     #[notification]
///     async fn log(&self, line: String) { println!("{line}") }
/// }
///
/// let server = Server::bind("tcp://127.0.0.1:0", Pets::new()).await?;
/// ```
///
/// Every function that takes `&self` is a method, `async` or not; `#[skip]` leaves one out, and functions without `self`
/// stay what they are. A param of `Option<T>` may be left out or null, one of `Option<Option<T>>` tells the two apart, and
/// a `&Context` is the connection rather than a param. What is answered is a value or a `Result` whose error is an
/// `RpcError`.
///
/// | of the service | |
/// |---|---|
/// | `title = "…"` | the title of its document; has to be there |
/// | `version = "…"` | its version; the crate's |
/// | `description = "…"` | what it is for; the docs of the impl block |
/// | `prefix = "pets."` | stands before the names of all methods |
/// | `wire = ["json", "msgpack"]` | what it goes straight to and from; `["json"]`. The other is transcoded |
/// | `unknown_params = "reject"` | answers -32602 to params that a method does not have; `"ignore"` |
///
/// | of a method | |
/// |---|---|
/// | `#[method(name = "pets.get")]` | its name on the wire |
/// | `#[notification]` | it has no answer |
/// | `#[subscription]` | it returns a stream, `impl Stream<Item = T>` or a `Result` of one, whose items are sent as notifications; an item may be a `Result` |
/// | `#[subscription(notification = "…", unsubscribe = "…")]` | by the method of this name, and ended by this one; by its own name and by `unsubscribe_` and that |
/// | `#[subscription]` | it gives a stream: `-> impl Stream<Item = u64>`, or a `Result` of one. Each item is a notification |
/// | `#[subscription(unsubscribe = "…", notification = "…")]` | the names on the wire: of what ends it (`unsubscribe_ticks` for `ticks`), and of the notifications (the method's) |
/// | `#[deprecated]` | so it stands in the document |
/// | `#[skip]` | it is no method of the service |
///
/// | of a param | |
/// |---|---|
/// | `#[param(name = "pageKey")]` | its name on the wire |
/// | `#[param(default = 10)]`, `#[param(default)]` | what it is where it is left out |
#[cfg(feature = "service")]
#[proc_macro_attribute]
pub fn service(options: TokenStream, item: TokenStream) -> TokenStream {
    service::service(options.into(), item.into()).into()
}

/// Makes an enum the errors of a service: `callwright::RpcError`.
///
/// ```ignore
/// #[derive(callwright::RpcError)]
/// enum ShopError {
///     /// No pet has this number.
///     #[rpc(code = 42, message = "Pet not found")]
///     PetNotFound { id: i64 },
///     #[rpc(code = 43)]
///     ShopClosed,
///     #[rpc(code = -32603, message = "Internal error")]
///     Storage(#[rpc(skip)] std::io::Error),
///     #[rpc(transparent, from)]
///     Other(callwright::ServerError),
/// }
/// ```
///
/// | of a variant | |
/// |---|---|
/// | `code` | the code: an integer of 64 bits, or a constant |
/// | `message` | the message; the variant's name in words where there is none |
/// | `transparent` | the error is that of its field, which is a `RpcError` itself, and declares what that does |
/// | `from` | `?` makes this variant of its one field |
///
/// The fields are the data that clients get: those with names an object, a single one without a name its value, several
/// an array. They are `Serialize` and `JsonSchema`, and attributes of both count. A field that is `#[rpc(skip)]` stays
/// with the server and may be of any type.
#[cfg(feature = "service")]
#[proc_macro_derive(RpcError, attributes(rpc, serde, schemars))]
pub fn rpc_error(input: TokenStream) -> TokenStream {
    rpc_error::derive(input.into()).into()
}
