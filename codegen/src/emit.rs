//! Takes the model and its types and gives the items of the client's module. Makes no decision and cannot fail.

mod argument;
mod call;
mod client;
mod descriptor;
mod failure;
mod method;
mod server;
mod signature;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use signature::{result, signature};

use crate::model::Api;
use crate::options::Options;
use crate::types::Types;

/// What every emitting function needs besides its item.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    pub(crate) types: &'c Types,
}

/// The whole module:
///
/// ```text
/// use ::callwright::__private::v1 as rt;
/// pub struct Petshop { … }      impl Petshop { … }      static METHODS: […] = […];
/// pub mod types { … }  pub mod calls { … }  pub mod errors { … }  pub mod servers { … }
/// ```
pub(crate) fn module(api: &Api, types: &Types, options: &Options) -> TokenStream {
    let cx = Context { types };
    let rt = options.runtime();
    let client = client::item(api, &cx);
    let methods = descriptor::table(&api.methods, &cx);
    let calls = calls(api, &cx);
    let errors = errors(api);
    let servers = server::module(api);
    let items = &types.items;
    quote! {
        #[allow(unused_imports)]
        use #rt as rt;

        #client
        #methods

        /// The types of the document's schemas.
        #[allow(clippy::all)]
        pub mod types {
            #items
        }
        #calls
        #errors
        #servers
    }
}

/// The module of calls with setters.
fn calls(api: &Api, cx: &Context<'_>) -> Option<TokenStream> {
    let methods = api.methods.iter().filter(|method| method.has_setters());
    let calls: Vec<_> = methods.map(|method| call::item(method, cx)).collect();
    (!calls.is_empty()).then(|| {
        quote! {
            /// Calls with optional params, each sent when it is awaited.
            #[allow(unused_imports, clippy::all)]
            pub mod calls {
                use super::{errors, rt, types};
                #(#calls)*
            }
        }
    })
}

/// The module of declared errors. It is there even when empty, so that signatures can name it.
fn errors(api: &Api) -> TokenStream {
    let errors = api
        .methods
        .iter()
        .filter_map(|method| Some(failure::item(method.failure.as_ref()?, method)));
    quote! {
        /// The errors that methods declare.
        #[allow(unused_imports, clippy::all)]
        pub mod errors {
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
