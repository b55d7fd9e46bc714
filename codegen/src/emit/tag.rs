//! The clients of the methods with one tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, ident, method, visibility};
use crate::model::Tag;

/// `pub fn pets(&self) -> tags::Pets`
pub(super) fn accessor(tag: &Tag) -> TokenStream {
    let docs = docs(&tag.docs);
    let (function, ty) = (ident(&tag.function), ident(&tag.type_name));
    quote! {
        #docs
        pub fn #function(&self) -> tags::#ty {
            tags::#ty { client: ::std::clone::Clone::clone(&self.client) }
        }
    }
}

/// The module of these clients; none where the client is not split.
pub(super) fn module(cx: &Context<'_>) -> Option<TokenStream> {
    let visible = visibility::item(cx.visibility);
    let tags = cx.api.tags.iter().enumerate();
    let tags = tags.map(|(index, tag)| item(index, tag, cx));
    let has_calls = cx.api.methods.iter().any(|method| method.has_setters());
    let calls = has_calls.then(|| {
        quote!(
            use super::calls;
        )
    });
    let notifications = (!cx.api.notifications.is_empty()).then(|| quote!(notifications,));
    (!cx.api.tags.is_empty()).then(|| {
        quote! {
            /// The methods by their tags. Clients of tags share the connection of the client that gave them.
            #[allow(unused_imports, clippy::all)]
            #visible mod tags {
                #calls
                use super::{errors, #notifications rt, types};
                #(#tags)*
            }
        }
    })
}

/// ```text
/// pub struct Pets { pub(super) client: rt::Client }
/// impl Pets { one function a method }
/// ```
fn item(index: usize, tag: &Tag, cx: &Context<'_>) -> TokenStream {
    let name = ident(&tag.type_name);
    let docs = docs(&tag.docs);
    let methods = method::functions(Some(index), cx);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            pub(super) client: rt::Client,
        }

        impl #name {
            #(#methods)*
        }
    }
}
