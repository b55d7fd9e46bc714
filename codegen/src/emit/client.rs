//! The client's struct and its functions.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, ident, method, notification, request, server, tag, visibility};
use crate::model::Api;

/// ```text
/// pub struct Petshop { client: rt::Client }
/// impl Petshop { connect, with_connection, connection, one function a server, one function a method }
/// ```
pub(super) fn item(api: &Api, cx: &Context<'_>) -> TokenStream {
    let name = ident(&api.name);
    let docs = docs(&api.docs);
    let constructors = constructors(api);
    let servers = api.servers.iter().map(server::constructor);
    let tags = api.tags.iter().map(tag::accessor);
    let methods = method::functions(None, cx);
    let visible = visibility::item(cx.visibility);
    let allowed = visibility::allowed(cx.visibility);
    let notifications = notification::listen(&api.notifications);
    let requests = request::accessor(&api.requests);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #visible struct #name {
            client: rt::Client,
        }

        #allowed
        impl #name {
            #constructors
            #notifications
            #requests
            #(#servers)*
            #(#tags)*
            #(#methods)*
        }

        /// Lists the methods with their signatures.
        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.client.describe(f)
            }
        }
    }
}

/// What every client has before its methods.
fn constructors(api: &Api) -> TokenStream {
    let (title, version) = (&api.title, &api.version);
    quote! {
        /// The document's title.
        pub const TITLE: &'static str = #title;
        /// The document's version.
        pub const VERSION: &'static str = #version;
        /// Every method: its names, params, errors and docs.
        pub const METHODS: &'static [rt::Method] = &METHODS;

        /// Connects to a URL. Its scheme decides the transport.
        pub async fn connect(url: &str) -> ::std::result::Result<Self, rt::Error> {
            Ok(Self { client: rt::Client::connect(url, &METHODS).await? })
        }

        /// A client on a connection that is already there; clients can share one.
        pub fn with_connection(connection: impl rt::IntoConnection) -> Self {
            Self { client: rt::Client::new(connection, &METHODS) }
        }

        /// The connection that calls go through.
        pub fn connection(&self) -> &::std::sync::Arc<dyn rt::Connection> {
            self.client.connection()
        }
    }
}
