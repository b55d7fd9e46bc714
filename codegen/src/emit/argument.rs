//! How a param is taken by a function and handed to the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, ident};
use crate::model::Param;
use crate::types::Taken;

/// An argument: `name: impl Into<String>`, and the expression that encodes it: `&Into::<String>::into(name)`.
pub(super) struct Argument {
    /// None for a param that always has the same value.
    pub(super) declaration: Option<TokenStream>,
    pub(super) encoded: TokenStream,
}

pub(super) fn argument(param: &Param, cx: &Context<'_>) -> Argument {
    if let Some(text) = &param.fixed {
        return Argument {
            declaration: None,
            encoded: quote!(#text),
        };
    }
    let name = ident(&param.rust);
    let (taken, ty) = match param.schema.and_then(|schema| cx.types.of(schema)) {
        Some(found) => (found.taken, found.path.clone()),
        None => (Taken::Into, quote!(rt::serde_json::Value)),
    };
    let into = match taken {
        Taken::ByValue => {
            return Argument {
                declaration: Some(quote!(#name: #ty)),
                encoded: quote!(&#name),
            };
        }
        Taken::Into => ty,
        Taken::IntoOption => quote!(::std::option::Option<#ty>),
    };
    Argument {
        declaration: Some(quote!(#name: impl ::std::convert::Into<#into>)),
        encoded: quote!(&::std::convert::Into::<#into>::into(#name)),
    }
}
