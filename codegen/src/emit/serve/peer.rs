//! What the server sends and asks by itself: a client of its clients.

use proc_macro2::TokenStream;
use quote::quote;

use super::peer_name;
use crate::emit::{Context, call, descriptor, method, visibility};
use crate::model::Served;

/// The calls with setters among what it sends and asks.
pub(crate) fn calls<'c>(cx: &'c Context<'_>) -> impl Iterator<Item = TokenStream> + 'c {
    let served = cx.api.served.iter().flat_map(|served| &served.calls);
    let calls = served.filter(|method| method.has_setters());
    calls.map(|method| call::item(method, cx))
}

/// ```text
/// pub struct PetshopPeer { client: rt::Client }
/// impl PetshopPeer { pub fn of(context: &rt::service::Context) -> Self { … } one function a method }
/// ```
pub(super) fn item(served: &Served, cx: &Context<'_>) -> Option<TokenStream> {
    let name = peer_name(cx.api);
    let (visible, allowed) = (
        visibility::item(cx.visibility),
        visibility::allowed(cx.visibility),
    );
    let methods = served.calls.iter().enumerate();
    let functions = methods.map(|(index, called)| method::item(index, called, cx));
    let table = descriptor::table("CALLS", &served.calls, cx);
    (!served.calls.is_empty()).then(|| {
        quote! {
            /// A client that is connected to the server: what the server sends it and asks it by itself.
            #[derive(Clone, Debug)]
            #visible struct #name {
                client: rt::Client,
            }

            #allowed
            impl #name {
                /// The client at the other end of a connection, which is not kept open by this.
                pub fn of(context: &rt::service::Context) -> Self {
                    Self { client: rt::Client::new(context.peer(), &CALLS) }
                }
                #(#functions)*
            }
            #table
        }
    })
}
