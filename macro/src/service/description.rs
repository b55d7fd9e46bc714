//! Takes the methods of a service and gives the constant from which its document is made when somebody asks for it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ReturnType;
use syn::spanned::Spanned as _;

use super::begin::at;
use super::docs::Docs;
use super::method::Method;
use super::options::Options;
use super::param::{Argument, Param, Presence};
use super::subscription::Subscription;

/// ```text
/// const METHODS: &'static [rt::MethodDescription] = &[
///     rt::MethodDescription::of(&METHODS[0]).params(&[rt::SchemaGenerator::subschema_for::<i64>]).details(&[…]),
/// ];
/// const SERVICE: rt::ServiceDescription = rt::ServiceDescription::new("Pets", "1.0.0").methods(Self::METHODS);
/// ```
///
/// In the constants of a trait, the compiler keeps lists of functions, but not lists of what functions give, unless these
/// are the constant itself.
pub(super) fn emit(docs: &Docs, options: &Options, methods: &[Method]) -> TokenStream {
    let title = options.title.as_ref();
    let title = title.map_or_else(|| quote!(""), |it| quote!(#it));
    let version = options.version.as_ref();
    let version = version.map_or_else(
        || quote!(::core::env!("CARGO_PKG_VERSION")),
        |it| quote!(#it),
    );
    let whole = docs.whole();
    let description = match &options.description {
        Some(description) => Some(quote!(.description(#description))),
        None => (!whole.is_empty()).then(|| quote!(.description(#whole))),
    };
    let methods = (0_usize..)
        .zip(methods)
        .map(|(number, method)| described(number, method));
    quote! {
        const METHODS: &'static [rt::MethodDescription] = &[#(#methods),*];
        const SERVICE: rt::ServiceDescription =
            rt::ServiceDescription::new(#title, #version)#description.methods(Self::METHODS);
    }
}

fn described(number: usize, method: &Method) -> TokenStream {
    let params: Vec<_> = method
        .arguments
        .iter()
        .filter_map(Argument::param)
        .collect();
    let schemas = params.iter().map(|param| schema(param));
    let schemas = (!params.is_empty()).then(|| quote!(.params(&[#(#schemas),*])));
    let defaults: Vec<_> = (0_usize..)
        .zip(params)
        .filter_map(|(place, param)| default(place, param))
        .collect();
    let defaults = (!defaults.is_empty()).then(|| quote!(.defaults(&[#(#defaults),*])));
    let details = answer(method);
    quote!(rt::MethodDescription::of(&METHODS[#number])#schemas #defaults #details)
}

fn schema(param: &Param) -> TokenStream {
    let ty = &param.owned.ty;
    let given = match param.presence {
        Presence::Nullable => quote!(::core::option::Option<#ty>),
        _ => quote!(#ty),
    };
    quote_spanned!(at(ty.span())=> rt::SchemaGenerator::subschema_for::<#given>)
}

fn default(place: usize, param: &Param) -> Option<TokenStream> {
    let ty = &param.owned.ty;
    let default = match &param.presence {
        Presence::Default(Some(default)) => quote!(#default),
        Presence::Default(None) => quote!(::core::default::Default::default()),
        _ => return None,
    };
    Some(quote_spanned!(at(ty.span())=> (#place, || rt::default_of::<#ty>(&#default))))
}

/// What is answered; nothing of a method that answers null, and of a notification.
fn answer(method: &Method) -> Option<TokenStream> {
    if let Some(subscription) = &method.subscription {
        return subscribed(subscription);
    }
    let ReturnType::Type(_, ty) = &method.output else {
        return None;
    };
    let detail = quote_spanned! {at(ty.span())=>
        |schemas, method| (&rt::Outcome::<#ty>::new()).describe(schemas, method)
    };
    Some(quote!(.details(&[#detail])))
}

/// What a method answers that subscribes, what its stream gives, and the errors of both.
fn subscribed(subscription: &Subscription) -> Option<TokenStream> {
    let item = subscription.item.as_ref()?;
    let errors = subscription
        .error
        .as_ref()
        .map(|error| quote_spanned!(at(error.span())=> rt::errors::<#error>,));
    let items = quote_spanned! {at(item.span())=>
        |schemas, method| rt::subscription(schemas, method, |schemas, item| {
            (&rt::Outcome::<#item>::new()).describe(schemas, item)
        })
    };
    Some(quote!(.details(&[#errors #items])))
}
