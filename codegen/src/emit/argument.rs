//! How a param is taken by a function and handed to the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, ident};
use crate::model::Param;
use crate::types::Taken;

/// An argument: `name: impl Into<String>`, and the expression that encodes it: `&Into::<String>::into(name)`.
pub(super) struct Argument {
    pub(super) declaration: TokenStream,
    pub(super) encoded: TokenStream,
}

pub(super) fn argument(param: &Param, cx: &Context<'_>) -> Argument {
    let name = ident(&param.rust);
    let (taken, ty) = match param.schema.and_then(|schema| cx.types.of(schema)) {
        Some(found) => (found.taken, found.path.clone()),
        None => (Taken::Into, quote!(rt::serde_json::Value)),
    };
    let into = match taken {
        Taken::ByValue => {
            return Argument {
                declaration: quote!(#name: #ty),
                encoded: quote!(&#name),
            };
        }
        Taken::Into => ty,
        Taken::IntoOption => quote!(::std::option::Option<#ty>),
    };
    Argument {
        declaration: quote!(#name: impl ::std::convert::Into<#into>),
        encoded: quote!(&::std::convert::Into::<#into>::into(#name)),
    }
}
