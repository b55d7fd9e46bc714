//! Takes the model and its types and gives the items of the client's module. Makes no decision and cannot fail.

mod argument;
mod call;
mod client;
mod descriptor;
mod failure;
mod method;
mod notification;
mod request;
mod server;
mod signature;
mod subscription;
mod tag;
mod visibility;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use signature::{result, signature};

use crate::model::Api;
use crate::options::{Options, Visibility};
use crate::types::Types;

/// What every emitting function needs besides its item.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    pub(crate) api: &'c Api,
    pub(crate) types: &'c Types,
    pub(crate) visibility: Visibility,
    /// Whether the client speaks MessagePack too.
    pub(crate) msgpack: bool,
}

/// The whole module:
///
/// ```text
/// use ::callwright::__private::v1 as rt;
/// pub struct Petshop { … }      impl Petshop { … }      static METHODS: […] = […];
/// pub mod types { … }  pub mod calls { … }  pub mod errors { … }  pub mod notifications { … }
/// pub mod requests { … }  pub mod servers { … }  pub mod tags { … }
/// ```
pub(crate) fn module(api: &Api, types: &Types, options: &Options) -> TokenStream {
    let visibility = options.visibility;
    let cx = Context {
        api,
        types,
        visibility,
        msgpack: options.speaks_msgpack(),
    };
    let rt = options.client_runtime();
    let items = match options.only_types {
        true => self::types(&cx),
        false => client(&cx),
    };
    quote! {
        #[allow(unused_imports)]
        use #rt as rt;

        #items
    }
}

/// The module of types.
fn types(cx: &Context<'_>) -> TokenStream {
    let visible = visibility::item(cx.visibility);
    let items = &cx.types.items;
    quote! {
        /// The types of the document's schemas.
        #[allow(clippy::all)]
        #visible mod types {
            #items
        }
    }
}

/// The client with all that belongs to it.
fn client(cx: &Context<'_>) -> TokenStream {
    let api = cx.api;
    let client = client::item(api, cx);
    let methods = descriptor::table(&api.methods, cx);
    let types = types(cx);
    let calls = calls(api, cx);
    let errors = errors(api, cx);
    let notifications = notification::module(cx);
    let requests = request::module(cx);
    let servers = server::module(api, cx);
    let tags = tag::module(cx);
    quote!(#client #methods #types #calls #errors #notifications #requests #servers #tags)
}

/// The module of calls with setters.
fn calls(api: &Api, cx: &Context<'_>) -> Option<TokenStream> {
    let methods = api.methods.iter().filter(|method| method.has_setters());
    let calls: Vec<_> = methods.map(|method| call::item(method, cx)).collect();
    let visible = visibility::item(cx.visibility);
    let notifications = (!api.notifications.is_empty()).then(|| quote!(notifications,));
    (!calls.is_empty()).then(|| {
        quote! {
            /// Calls with optional params, each sent when it is awaited.
            #[allow(unused_imports, clippy::all)]
            #visible mod calls {
                use super::{errors, #notifications rt, types};
                #(#calls)*
            }
        }
    })
}

/// The module of declared errors. It is there even when empty, so that signatures can name it.
fn errors(api: &Api, cx: &Context<'_>) -> TokenStream {
    let visible = visibility::item(cx.visibility);
    let errors = api
        .methods
        .iter()
        .filter_map(|method| Some(failure::item(method.failure.as_ref()?, method)));
    quote! {
        /// The errors that methods declare.
        #[allow(unused_imports, clippy::all)]
        #visible mod errors {
            use super::rt;
            #(#errors)*
        }
    }
}

/// Doc attributes, one a line.
fn docs(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// An identifier that the model has made safe.
fn ident(name: &str) -> proc_macro2::Ident {
    proc_macro2::Ident::new(name, proc_macro2::Span::call_site())
}
