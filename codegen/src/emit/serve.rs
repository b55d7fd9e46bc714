//! The server's side: a trait of what it answers, what makes a service of it, and the handle for calling clients.

mod answer;
mod begin;
mod peer;
mod service;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Context, docs, ident, visibility};
use crate::model::{Api, Method, Served};
pub(super) use peer::calls;

/// All items of the server's side; none where it is not asked for.
pub(super) fn items(cx: &Context<'_>) -> Option<TokenStream> {
    let served = cx.api.served.as_ref()?;
    let contract = contract(served, cx);
    let service = service::items(served, cx);
    let begin = begin::item(served, cx);
    let peer = peer::item(served, cx);
    Some(quote!(#contract #service #begin #peer))
}

/// What users name of it.
pub(super) fn shown(api: &Api) -> impl Iterator<Item = String> {
    let served = api.served.as_ref();
    let names = served.map(|served| {
        let peer = (!served.calls.is_empty()).then(|| peer_name(api));
        [trait_name(api), service_name(api)].into_iter().chain(peer)
    });
    names.into_iter().flatten().map(|name| name.to_string())
}

/// The name of the trait.
fn trait_name(api: &Api) -> proc_macro2::Ident {
    format_ident!("{}Server", ident(&api.name))
}

/// The name of the service.
fn service_name(api: &Api) -> proc_macro2::Ident {
    format_ident!("{}Service", ident(&api.name))
}

/// The name of what calls clients.
fn peer_name(api: &Api) -> proc_macro2::Ident {
    format_ident!("{}Peer", ident(&api.name))
}

/// `pub trait PetshopServer { fn get_pet(&self, id: i64, context: &rt::Context) -> impl Future<Output = …> + Send { … } }`
fn contract(served: &Served, cx: &Context<'_>) -> TokenStream {
    let (name, visible) = (trait_name(cx.api), visibility::item(cx.visibility));
    let about = docs(&format!(
        "What a server of {} answers: a function for each method, in place of one that answers that it is not \
         implemented. [`{}`] makes a service of it.",
        cx.api.title.replace('`', "'"),
        service_name(cx.api),
    ));
    let methods = cx.api.methods.iter().zip(&served.answers);
    let methods = methods.filter(|(method, _)| is_answered(method, cx.api));
    let functions = methods.map(|(method, answered)| answer::function(method, answered, cx));
    quote! {
        #about
        #[allow(unused_variables, clippy::all)]
        #visible trait #name: ::std::marker::Send + ::std::marker::Sync + 'static {
            #(#functions)*
        }
    }
}

/// Whether a function of the trait answers a method: one that unsubscribes is answered without.
fn is_answered(method: &Method, api: &Api) -> bool {
    let served = api.served.as_ref();
    !served.is_some_and(|served| served.leaving.contains(&method.wire))
}

/// The wires that the service goes straight to and from.
fn wires(cx: &Context<'_>) -> TokenStream {
    match cx.msgpack {
        true => quote!(rt::service::JsonAndMessagePack),
        false => quote!(rt::service::Json),
    }
}
