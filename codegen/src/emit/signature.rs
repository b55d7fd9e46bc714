//! A method's signature as text and its result as a type: what docs, descriptions and `inspect` show.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::model::{Item, Method, Outcome, Param};
use crate::schema::SchemaId;
use crate::types::Taken;

/// `create_pet(name: String, tag: String, [note: String]) -> types::Pet`; optional params stand in brackets. One of a
/// tag's client begins with how that is had: `pets().`.
pub(crate) fn signature(method: &Method, cx: &Context<'_>) -> String {
    let params: Vec<String> = method
        .params
        .iter()
        .filter(|param| param.fixed.is_none())
        .map(|param| declared(param, cx))
        .collect();
    let tag = method.tag.and_then(|tag| cx.api.tags.get(tag));
    let tag = tag.map_or_else(String::new, |tag| format!("{}().", tag.function));
    let call = format!("{tag}{}({})", method.function, params.join(", "));
    match &method.outcome {
        Outcome::Notification => call,
        Outcome::Value { schema, .. } => format!("{call} -> {}", text(*schema, cx)),
        Outcome::Pages(pages) => format!("{call} -> Page<{}>", text(pages.item, cx)),
        Outcome::Subscription(subscription) => {
            format!(
                "{call} -> Subscription<{}>",
                item_text(&subscription.item, cx)
            )
        }
    }
}

/// The type of what a stream gives, as text.
pub(super) fn item_text(item: &Item, cx: &Context<'_>) -> String {
    match item {
        Item::Schema(schema) => text(*schema, cx),
        Item::Params(name) | Item::OneOf(name) => format!("notifications::{name}"),
    }
}

/// The type of what a stream gives, as code beside the module `notifications`.
pub(super) fn item_type(item: &Item, cx: &Context<'_>) -> TokenStream {
    match item {
        Item::Schema(schema) => result(*schema, cx),
        Item::Params(name) | Item::OneOf(name) => {
            let name = super::ident(name);
            quote!(notifications::#name)
        }
    }
}

/// The type of a schema as text.
pub(crate) fn text(schema: Option<SchemaId>, cx: &Context<'_>) -> String {
    let found = schema.and_then(|schema| cx.types.of(schema));
    found.map_or_else(|| "Value".to_owned(), |found| found.text.clone())
}

/// The type of a schema as code outside of the module `types`.
pub(crate) fn result(schema: Option<SchemaId>, cx: &Context<'_>) -> TokenStream {
    match schema.and_then(|schema| cx.types.of(schema)) {
        None => quote!(rt::serde_json::Value),
        Some(found) => {
            let path = &found.path;
            match found.taken {
                Taken::IntoOption => quote!(::std::option::Option<#path>),
                Taken::ByValue | Taken::Into => path.clone(),
            }
        }
    }
}

/// As [`result`], of what may be absent; absent and null are one there.
pub(super) fn optional(schema: Option<SchemaId>, cx: &Context<'_>) -> TokenStream {
    let found = schema.and_then(|schema| cx.types.of(schema));
    let ty = result(schema, cx);
    match found.map(|found| found.taken) {
        Some(Taken::IntoOption) => ty,
        Some(Taken::ByValue | Taken::Into) | None => quote!(::std::option::Option<#ty>),
    }
}

fn declared(param: &Param, cx: &Context<'_>) -> String {
    let text = format!("{}: {}", param.rust, text(param.schema, cx));
    if param.required {
        text
    } else {
        format!("[{text}]")
    }
}
