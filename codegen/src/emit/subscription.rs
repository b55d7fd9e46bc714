//! How a method subscribes, as the runtime's table has it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Subscription;

/// `rt::Streaming::by(&["eth_subscription"]).id(&["subscription"]).item(&["result"]).unsubscribe("eth_unsubscribe")`
pub(super) fn streaming(subscription: &Subscription) -> TokenStream {
    let Subscription {
        notifications,
        id,
        payload,
        params,
        answer,
        unsubscribe,
        item: _,
    } = subscription;
    let id = (!id.is_empty()).then(|| quote!(.id(&[#(#id),*])));
    let payload = (!payload.is_empty()).then(|| quote!(.item(&[#(#payload),*])));
    let params = (!params.is_empty()).then(|| quote!(.params(&[#(#params),*])));
    let answer = (!answer.is_empty()).then(|| quote!(.answer(&[#(#answer),*])));
    let unsubscribe = unsubscribe.as_ref().map(|unsubscribe| {
        let method = &unsubscribe.method;
        match &unsubscribe.param {
            None => quote!(.unsubscribe(#method)),
            Some(param) => quote!(.unsubscribe_by_name(#method, #param)),
        }
    });
    quote!(rt::Streaming::by(&[#(#notifications),*]) #id #payload #params #answer #unsubscribe)
}
