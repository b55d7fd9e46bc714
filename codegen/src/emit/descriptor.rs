//! The table of methods: what the runtime needs to send a call, and what a user can ask about the API.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::signature::{item_text, signature, text};
use super::{Context, subscription};
use crate::model::{Method, Outcome, Param, Walk};
use crate::options::{Ending, PagingKind};

/// `static METHODS: [rt::Method; 2] = [rt::Method::new("create_pet", "create_pet")…, …];`
pub(super) fn table(name: &str, methods: &[Method], cx: &Context<'_>) -> TokenStream {
    let (name, count) = (super::ident(name), Literal::usize_unsuffixed(methods.len()));
    let methods = methods.iter().map(|method| descriptor(method, cx));
    quote! {
        static #name: [rt::Method; #count] = [#(#methods),*];
    }
}

fn descriptor(method: &Method, cx: &Context<'_>) -> TokenStream {
    let (wire, function, signature) = (&method.wire, &method.function, signature(method, cx));
    let summary = text_of("summary", &method.summary);
    let description = text_of("description", &method.description);
    let by_name = method.by_name.then(|| quote!(.by_name()));
    let msgpack_params = method.msgpack_params.map(|form| {
        let form = super::ident(form);
        quote!(.msgpack_params(rt::MsgpackParams::#form))
    });
    let deprecated = method.deprecated.then(|| quote!(.deprecated()));
    let idempotent = method.idempotent.then(|| quote!(.idempotent()));
    let params = (!method.params.is_empty()).then(|| {
        let params = method.params.iter().map(|p| param(p, cx));
        quote!(.params(&[#(#params),*]))
    });
    let errors = method.failure.as_ref().map(|failure| {
        let errors = failure.variants.iter().map(|variant| {
            let (code, message) = (Literal::i64_unsuffixed(variant.code), &variant.message);
            quote!(rt::DeclaredError::new(#code, #message))
        });
        quote!(.errors(&[#(#errors),*]))
    });
    let outcome = outcome(&method.outcome, cx);
    quote! {
        rt::Method::new(#wire, #function).signature(#signature) #summary #description
            #by_name #msgpack_params #deprecated #idempotent #params #outcome #errors
    }
}

/// A call of a builder's function, left out where the text is empty.
fn text_of(function: &str, text: &str) -> Option<TokenStream> {
    let function = super::ident(function);
    let text = text.trim();
    (!text.is_empty()).then(|| quote!(.#function(#text)))
}

fn param(param: &Param, cx: &Context<'_>) -> TokenStream {
    let ty = match param.fixed {
        Some(_) => "String".to_owned(),
        None => text(param.schema, cx),
    };
    let wire = &param.wire;
    let new = if param.required {
        quote!(required)
    } else {
        quote!(optional)
    };
    let docs = text_of("doc", &param.docs);
    quote!(rt::Param::#new(#wire, #ty) #docs)
}

fn outcome(outcome: &Outcome, cx: &Context<'_>) -> TokenStream {
    match outcome {
        Outcome::Notification => quote!(.notification()),
        Outcome::Value { schema, null_as } => {
            let ty = text(*schema, cx);
            let null_as = null_as.map(|json| quote!(.null_as(#json)));
            quote!(.result(#ty) #null_as)
        }
        Outcome::Pages(pages) => {
            let ty = format!("Page<{}>", text(pages.item, cx));
            let walk = walk(&pages.walk);
            quote!(.result(#ty).paging(#walk))
        }
        Outcome::Subscription(subscription) => {
            let ty = format!("Subscription<{}>", item_text(&subscription.item, cx));
            let streaming = subscription::streaming(subscription);
            quote!(.result(#ty).subscription(#streaming))
        }
    }
}

/// `rt::Paging::items(&["items"]).cursor(0, &[], &["next_page_key"]).ends_on_false()`
fn walk(walk: &Walk) -> TokenStream {
    let (items, path, out) = (&walk.items, &walk.key_path, &walk.key_out);
    let slot = Literal::usize_unsuffixed(walk.key_param);
    let key = match walk.kind {
        PagingKind::Cursor => quote!(.cursor(#slot, &[#(#path),*], &[#(#out),*])),
        PagingKind::Offset => quote!(.offset(#slot, &[#(#path),*])),
        PagingKind::PageNumber => {
            let first = Literal::u64_unsuffixed(walk.first);
            quote!(.page_number(#slot, &[#(#path),*], #first))
        }
    };
    let nulls = walk.null_as_empty.then(|| quote!(.null_as_empty()));
    let more = walk.more.as_ref().map(|(path, inverted)| match inverted {
        true => quote!(.more_inverted(&[#(#path),*])),
        false => quote!(.more(&[#(#path),*])),
    });
    let total = walk
        .total
        .as_ref()
        .map(|path| quote!(.total(&[#(#path),*])));
    let endings = walk
        .ends_on
        .iter()
        .map(|ending| match (ending, walk.limit) {
            (Ending::False, _) => quote!(.ends_on_false()),
            (Ending::EmptyString, _) => quote!(.ends_on_empty_string()),
            (Ending::EmptyPage, _) | (Ending::ShortPage, None) => quote!(.ends_on_empty_page()),
            (Ending::ShortPage, Some(limit)) => {
                let limit = Literal::usize_unsuffixed(limit);
                quote!(.ends_on_short_page(#limit))
            }
        });
    let drop: Vec<_> = walk
        .drop
        .iter()
        .map(|slot| Literal::usize_unsuffixed(*slot))
        .collect();
    let drop = (!drop.is_empty()).then(|| quote!(.drops(&[#(#drop),*])));
    quote!(rt::Paging::items(&[#(#items),*]) #key #nulls #more #total #(#endings)* #drop)
}
