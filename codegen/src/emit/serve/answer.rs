//! The function of the trait that answers a method.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::method::failure;
use crate::emit::signature::item_type;
use crate::emit::{Context, docs, ident, result};
use crate::model::{Answered, Method, Outcome, Param};

/// ```text
/// fn get_pet(&self, id: i64, context: &rt::service::Context)
///     -> impl Future<Output = Result<types::Pet, errors::GetPet>> + Send
/// {
///     rt::service::not_implemented("get_pet")
/// }
/// ```
pub(super) fn function(method: &Method, answered: &Answered, cx: &Context<'_>) -> TokenStream {
    let about = docs(&answered.docs);
    let deprecated = method.deprecated.then(|| quote!(#[deprecated]));
    let (name, wire) = (ident(&method.function), &method.wire);
    let params = method.params.iter().zip(&answered.arguments);
    let params = params.filter(|(param, _)| param.fixed.is_none());
    let params = params.map(|(param, argument)| {
        let (argument, ty) = (ident(argument), taken(param, cx));
        quote!(#argument: #ty)
    });
    let answer = answer(method, answered, cx);
    let default = match method.outcome {
        Outcome::Notification => quote!(::std::future::ready(())),
        Outcome::Value { .. } | Outcome::Pages(_) | Outcome::Subscription(_) => {
            quote!(rt::service::not_implemented(#wire))
        }
    };
    quote! {
        #about
        #deprecated
        fn #name(&self, #(#params,)* context: &rt::service::Context)
            -> impl ::std::future::Future<Output = #answer> + ::std::marker::Send
        {
            #default
        }
    }
}

/// The type of a param: what may be absent is an option, and what may be null one more.
fn taken(param: &Param, cx: &Context<'_>) -> TokenStream {
    let ty = result(param.schema, cx);
    match param.required {
        true => ty,
        false => quote!(::std::option::Option<#ty>),
    }
}

/// What its future gives.
fn answer(method: &Method, answered: &Answered, cx: &Context<'_>) -> TokenStream {
    let value = match &method.outcome {
        Outcome::Notification => return quote!(()),
        Outcome::Value { schema, .. } => result(*schema, cx),
        Outcome::Pages(_) => result(answered.page, cx),
        Outcome::Subscription(subscription) => {
            let item = item_type(&subscription.item, cx);
            quote!(rt::service::BoxStream<#item>)
        }
    };
    let failure = failure(method);
    quote!(::std::result::Result<#value, #failure>)
}
