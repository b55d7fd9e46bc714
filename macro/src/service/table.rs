//! Takes the methods of a service and gives the constants that say what they are called.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Generics;

use super::docs::Docs;
use super::method::Method;
use super::options::Options;
use super::param::{Argument, Param, Presence};
use super::subscription::Subscription;

pub(super) fn emit(options: &Options, generics: &Generics, methods: &[Method]) -> TokenStream {
    let count = methods.len();
    let entries = methods
        .iter()
        .map(|method| entry(method, generics, options));
    let names = names(methods, options);
    let unknown = options.rejects_unknown;
    let unknown = unknown.then(|| quote!(.unknown_params(rt::UnknownParams::Reject)));
    quote! {
        const METHODS: &[rt::Method] = &[#(#entries),*];
        static NAMES: [(&str, u16); #count] = [#(#names),*];
        static TABLE: rt::Table = rt::Table::new(METHODS, &NAMES)#unknown;
    }
}

/// Names in the order in which they are looked up.
fn names(methods: &[Method], options: &Options) -> Vec<TokenStream> {
    let mut names: Vec<_> = methods
        .iter()
        .map(|method| wire_name(method, options))
        .zip(0_u16..)
        .collect();
    names.sort();
    names
        .iter()
        .map(|(name, number)| quote!((#name, #number)))
        .collect()
}

fn wire_name(method: &Method, options: &Options) -> String {
    format!("{}{}", options.prefix, method.name)
}

fn entry(method: &Method, generics: &Generics, options: &Options) -> TokenStream {
    let name = wire_name(method, options);
    let function = method.function.to_string();
    let Docs {
        summary,
        description,
    } = &method.docs;
    let summary = (!summary.is_empty()).then(|| quote!(.summary(#summary)));
    let description = (!description.is_empty()).then(|| quote!(.description(#description)));
    let deprecated = method.is_deprecated.then(|| quote!(.deprecated()));
    let notification = method.is_notification.then(|| quote!(.notification()));
    let subscription = method
        .subscription
        .as_ref()
        .map(|it| streaming(it, method, options));
    let params: Vec<_> = method
        .arguments
        .iter()
        .filter_map(Argument::param)
        .map(|it| param(it, generics))
        .collect();
    let params = (!params.is_empty()).then(|| quote!(.params(&[#(#params),*])));
    quote!(rt::Method::new(#name, #function).by_name()#summary #description #deprecated #notification #subscription #params)
}

/// Where things stand in notifications goes without saying.
fn streaming(subscription: &Subscription, method: &Method, options: &Options) -> TokenStream {
    let prefix = &options.prefix;
    let notification = format!("{prefix}{}", subscription.notified_by(&method.name));
    let unsubscribe = format!("{prefix}{}", subscription.ended_by(&method.name));
    quote! {
        .subscription(rt::Streaming::by(&[#notification])
            .id(&["subscription"])
            .item(&["result"])
            .params(&["subscription", "result", "error"])
            .unsubscribe_by_name(#unsubscribe, "subscription"))
    }
}

fn param(param: &Param, generics: &Generics) -> TokenStream {
    let Param { name, doc, .. } = param;
    let ty = param.type_name(generics);
    let doc = (!doc.is_empty()).then(|| quote!(.doc(#doc)));
    match param.presence {
        Presence::Required => quote!(rt::Param::required(#name, #ty)#doc),
        _ => quote!(rt::Param::optional(#name, #ty)#doc),
    }
}
