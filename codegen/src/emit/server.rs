//! Constructors for the servers that the document names.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, ident, visibility};
use crate::model::{Api, Server, ServerVariable};

/// `pub fn connect_to_production() -> servers::Production`
pub(super) fn constructor(server: &Server) -> TokenStream {
    let docs = docs(&server.docs);
    let (function, ty) = (ident(&server.function), ident(&server.type_name));
    quote! {
        #docs
        pub fn #function() -> servers::#ty {
            servers::#ty::new()
        }
    }
}

/// The module of servers; none where the document names none that can be used.
pub(super) fn module(api: &Api, cx: &Context<'_>) -> Option<TokenStream> {
    let visible = visibility::item(cx.visibility);
    let client = ident(&api.name);
    let servers = api.servers.iter().map(|server| item(server, &client, cx));
    (!api.servers.is_empty()).then(|| {
        quote! {
            /// The servers that the document names, each connected to when it is awaited.
            #[allow(unused_imports, clippy::all)]
            #visible mod servers {
                use super::rt;
                #(#servers)*
            }
        }
    })
}

/// ```text
/// pub struct Production(rt::ServerUrl);
/// impl Production { pub fn region(self, region: impl Into<String>) -> Self { … } }
/// rt::server!(Production => Petshop);
/// ```
fn item(server: &Server, client: &proc_macro2::Ident, cx: &Context<'_>) -> TokenStream {
    let visible = visibility::inner(cx.visibility);
    let name = ident(&server.type_name);
    let url = &server.url;
    let about = docs(&format!("The server at `{}`.", url.replace('`', "'")));
    let variables = server.variables.iter().map(|variable| {
        let (wire, default, allowed) = (&variable.wire, &variable.default, &variable.allowed);
        quote!(rt::ServerVariable::new(#wire, #default, &[#(#allowed),*]))
    });
    let setters = server.variables.iter().map(setter);
    quote! {
        #about
        #[must_use = "a server is connected to when it is awaited"]
        #[derive(Clone, Debug)]
        #visible struct #name(rt::ServerUrl);

        impl #name {
            pub(super) fn new() -> Self {
                const VARIABLES: &[rt::ServerVariable] = &[#(#variables),*];
                Self(rt::ServerUrl::new(#url, VARIABLES))
            }
            #(#setters)*
        }
        rt::server!(#name => super::#client);
    }
}

fn setter(variable: &ServerVariable) -> TokenStream {
    let docs = docs(&variable.docs);
    let (name, wire) = (ident(&variable.rust), &variable.wire);
    quote! {
        #docs
        pub fn #name(self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self(self.0.set(#wire, value))
        }
    }
}
