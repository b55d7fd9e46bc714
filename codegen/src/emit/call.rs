//! The call type of a method with optional params.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::argument::argument;
use super::method::{failure, runtime_call};
use super::signature::item_type;
use super::{Context, docs, ident, result};
use crate::model::{Method, Outcome, Param};

/// ```text
/// pub struct ListPets(pub(super) rt::PagedCall<types::Pet>);
/// impl ListPets { pub fn limit(self, limit: i64) -> Self { Self(self.0.param(1, &limit)) } }
/// rt::paged_call!(ListPets, types::Pet, rt::ServerError);
/// ```
pub(super) fn item(method: &Method, cx: &Context<'_>) -> TokenStream {
    let name = ident(&method.type_name);
    let inner = runtime_call(method, cx);
    let about = docs(&format!(
        "A call of `{}`, sent when it is awaited.",
        method.wire.replace('`', "'")
    ));
    let optional = method
        .params
        .iter()
        .enumerate()
        .filter(|(_, param)| !param.required);
    let setters = optional.map(|(slot, param)| setter(slot, param, cx));
    let forward = forward(method, cx);
    quote! {
        #about
        #[must_use = "a call does nothing until it is awaited"]
        #[derive(Clone, Debug)]
        pub struct #name(pub(super) #inner);

        impl #name {
            #(#setters)*
        }
        #forward
    }
}

fn setter(slot: usize, param: &Param, cx: &Context<'_>) -> TokenStream {
    let docs = match param.docs.as_str() {
        "" => docs(&format!(
            "Sets the param `{}`.",
            param.wire.replace('`', "'")
        )),
        said => docs(said),
    };
    let deprecated = param.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&param.rust);
    let argument = argument(param, cx);
    let slot = Literal::usize_unsuffixed(slot);
    let (declaration, encoded) = (&argument.declaration, &argument.encoded);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #declaration) -> Self {
            Self(self.0.param(#slot, #encoded))
        }
    }
}

/// What every call has, by the runtime's macro for its kind.
fn forward(method: &Method, cx: &Context<'_>) -> TokenStream {
    let name = ident(&method.type_name);
    let failure = failure(method);
    match &method.outcome {
        Outcome::Notification => quote!(rt::notification!(#name);),
        Outcome::Value { schema, .. } => {
            let result = result(*schema, cx);
            quote!(rt::call!(#name, #result, #failure);)
        }
        Outcome::Pages(pages) => {
            let item = result(pages.item, cx);
            quote!(rt::paged_call!(#name, #item, #failure);)
        }
        Outcome::Subscription(subscription) => {
            let item = item_type(&subscription.item, cx);
            quote!(rt::subscribe!(#name, #item, #failure);)
        }
    }
}
