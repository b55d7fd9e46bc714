//! What the server asks the client: a function for each request, which sets what answers it, and a struct of its params.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, ident, notification, result, visibility};
use crate::model::{Answer, Asked};

/// `pub fn requests(&self) -> Result<requests::Requests, rt::Error>`; none where the server asks nothing.
pub(super) fn accessor(requests: &[Asked]) -> Option<TokenStream> {
    (!requests.is_empty()).then(|| {
        quote! {
            /// What answers the requests of the server, to set while the client is used. An error on a connection over
            /// which no server can ask.
            pub fn requests(&self) -> ::std::result::Result<requests::Requests, rt::Error> {
                self.client.handlers().map(requests::Requests::of)
            }
        }
    })
}

/// The module of requests; none where the server asks nothing.
pub(super) fn module(cx: &Context<'_>) -> Option<TokenStream> {
    let requests = &cx.api.requests;
    let visible = visibility::item(cx.visibility);
    let functions = requests.iter().map(|asked| function(asked, cx));
    let params = requests
        .iter()
        .map(|asked| notification::item(&asked.params, cx));
    (!requests.is_empty()).then(|| {
        quote! {
            /// What the server asks the client.
            #[allow(unused_imports, clippy::all)]
            #visible mod requests {
                use super::{rt, types};
                /// Sets what answers the server: a function for each of its requests.
                #[derive(Clone, Debug)]
                pub struct Requests(rt::Handlers);
                impl Requests {
                    /// Sets what these handlers answer. Options carry them to a connection that is to be made.
                    pub fn of(handlers: &rt::Handlers) -> Self {
                        Self(::std::clone::Clone::clone(handlers))
                    }
                    #(#functions)*
                }
                #(#params)*
            }
        }
    })
}

/// ```text
/// pub fn ask_user<F, A>(&self, answer: F) where F: Fn(AskUser) -> A, A: Future<Output = Result<types::Said, _>> {
///     self.0.on("askUser", answer);
/// }
/// ```
fn function(asked: &Asked, cx: &Context<'_>) -> TokenStream {
    let about = docs(&asked.docs);
    let deprecated = asked.deprecated.then(|| quote!(#[deprecated]));
    let (name, params, wire) = (
        ident(&asked.function),
        ident(&asked.params.type_name),
        &asked.params.wire,
    );
    let answer = match &asked.answer {
        Answer::Nothing => quote!(()),
        Answer::Value(schema) => result(*schema, cx),
    };
    let set = match cx.msgpack {
        true => quote!(rt::on(&self.0, #wire, answer);),
        false => quote!(self.0.on(#wire, answer);),
    };
    quote! {
        #about
        #deprecated
        pub fn #name<F, A>(&self, answer: F)
        where
            F: ::std::ops::Fn(#params) -> A + ::std::marker::Send + ::std::marker::Sync + 'static,
            A: ::std::future::Future<Output = ::std::result::Result<#answer, rt::ServerError>>
                + ::std::marker::Send
                + 'static,
        {
            #set
        }
    }
}
