//! A client's function for one RPC method.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::argument::argument;
use super::signature::item_type;
use super::{Context, docs, ident, result};
use crate::model::{Method, Outcome};

/// The functions of the client of a tag, or of the client itself.
pub(super) fn functions<'a>(
    tag: Option<usize>,
    cx: &'a Context<'_>,
) -> impl Iterator<Item = TokenStream> + 'a {
    let methods = cx.api.methods.iter().enumerate();
    let methods = methods.filter(move |(_, method)| method.tag == tag);
    methods.map(|(index, method)| item(index, method, cx))
}

/// ```text
/// pub fn create_pet(&self, name: impl Into<String>) -> calls::CreatePet {
///     calls::CreatePet(self.client.call(0).param(0, &Into::<String>::into(name)))
/// }
/// ```
pub(super) fn item(index: usize, method: &Method, cx: &Context<'_>) -> TokenStream {
    let docs = docs(&method.docs);
    let deprecated = method.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&method.function);
    let start = match method.outcome {
        Outcome::Notification => quote!(notification),
        Outcome::Value { .. } => quote!(call),
        Outcome::Pages(_) => quote!(paged),
        Outcome::Subscription(_) => quote!(subscribe),
    };
    let required = method
        .params
        .iter()
        .enumerate()
        .filter(|(_, param)| param.required);
    let arguments: Vec<_> = required
        .map(|(slot, param)| (slot, argument(param, cx)))
        .collect();
    let declarations: Vec<_> = arguments
        .iter()
        .filter_map(|(_, argument)| argument.declaration.as_ref())
        .collect();
    let set = arguments.iter().map(|(slot, argument)| {
        let (slot, encoded) = (Literal::usize_unsuffixed(*slot), &argument.encoded);
        quote!(.param(#slot, #encoded))
    });
    let index = Literal::usize_unsuffixed(index);
    let started = quote!(self.client.#start(#index)#(#set)*);
    let (returned, body) = if method.has_setters() {
        let call = ident(&method.type_name);
        (quote!(calls::#call), quote!(calls::#call(#started)))
    } else {
        (runtime_call(method, cx), started)
    };
    // Clippy counts `self`.
    let many = (declarations.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #deprecated
        #many
        pub fn #name(&self, #(#declarations),*) -> #returned {
            #body
        }
    }
}

/// The runtime's own call type for a method: `rt::Call<types::Pet, errors::CreatePet>`.
pub(super) fn runtime_call(method: &Method, cx: &Context<'_>) -> TokenStream {
    let failure = failure(method);
    match &method.outcome {
        Outcome::Notification => quote!(rt::Notification),
        Outcome::Value { schema, .. } => {
            let result = result(*schema, cx);
            quote!(rt::Call<#result, #failure>)
        }
        Outcome::Pages(pages) => {
            let item = result(pages.item, cx);
            quote!(rt::PagedCall<#item, #failure>)
        }
        Outcome::Subscription(subscription) => {
            let item = item_type(&subscription.item, cx);
            quote!(rt::Subscribe<#item, #failure>)
        }
    }
}

/// The failure type of a method.
pub(super) fn failure(method: &Method) -> TokenStream {
    match &method.failure {
        Some(failure) => {
            let name = ident(&failure.name);
            quote!(errors::#name)
        }
        None => quote!(rt::ServerError),
    }
}
