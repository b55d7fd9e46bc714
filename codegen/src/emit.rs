//! Takes the model and its types and gives the items of the client's module. Makes no decision and cannot fail.

mod argument;
mod call;
mod client;
mod descriptor;
mod failure;
mod method;
mod notification;
mod request;
mod serve;
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
/// pub trait PetshopServer { … }      pub struct PetshopService<S>(…);      pub struct PetshopPeer { … }
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
        false => sides(options.makes_client(), &cx),
    };
    quote! {
        #[allow(unused_imports)]
        use #rt as rt;

        #items
    }
}

/// The items beside the modules that users name.
pub(crate) fn shown(api: &Api, options: &Options) -> Vec<String> {
    let client = options.makes_client().then(|| api.name.clone());
    client.into_iter().chain(serve::shown(api)).collect()
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

/// The client or the server, or both, with all that they share.
fn sides(has_client: bool, cx: &Context<'_>) -> TokenStream {
    let api = cx.api;
    let client = has_client.then(|| client::item(api, cx));
    let methods = descriptor::table("METHODS", &api.methods, cx);
    let served = serve::items(cx);
    let types = types(cx);
    let calls = calls(has_client, cx);
    let errors = errors(api, cx);
    let notifications = notification::module(cx);
    let of_client = has_client.then(|| {
        let requests = request::module(cx);
        let servers = server::module(api, cx);
        let tags = tag::module(cx);
        quote!(#requests #servers #tags)
    });
    quote!(#client #methods #served #types #calls #errors #notifications #of_client)
}

/// The module of calls with setters.
fn calls(has_client: bool, cx: &Context<'_>) -> Option<TokenStream> {
    let api = cx.api;
    let methods = api.methods.iter();
    let methods = methods.filter(|method| has_client && method.has_setters());
    let calls = methods.map(|method| call::item(method, cx));
    let calls: Vec<_> = calls.chain(serve::calls(cx)).collect();
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
    let called = api.served.iter().flat_map(|served| &served.calls);
    let methods = api.methods.iter().chain(called);
    let failures = methods.filter_map(|method| Some((method.failure.as_ref()?, method)));
    let failures: Vec<_> = failures.collect();
    let mut variants = failures.iter().flat_map(|(failure, _)| &failure.variants);
    let types = variants.any(|variant| variant.data.is_some());
    let types = types.then(|| {
        quote!(
            use super::types;
        )
    });
    let errors = failures
        .iter()
        .map(|(failure, method)| failure::item(failure, method, cx));
    quote! {
        /// The errors that methods declare.
        #[allow(unused_imports, clippy::all)]
        #visible mod errors {
            use super::rt;
            #types
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
