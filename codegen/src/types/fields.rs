//! Takes the fields of a struct and has them read and write what the wire has.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::{Field, Fields, LitStr, Type, parse_quote};

use crate::options::{Decode, Nil};

use super::aliases::{self, Aliases};
use super::docs;
use super::empties::Empties;
use super::runtime::Runtime;
use super::serde_options::SerdeOptions;

const IS_NONE: &str = "::std::option::Option::is_none";
pub(super) const PRESENT: &str = "present";

/// What fields are rewritten by.
pub(super) struct Rules<'r> {
    pub(super) runtime: &'r Runtime,
    pub(super) aliases: &'r Aliases,
    pub(super) empties: &'r Empties,
    pub(super) nil: Nil,
    pub(super) decode: Decode,
}

impl Rules<'_> {
    /// Rewrites one field; `wire` has the names of members that are not the fields' own.
    ///
    /// Says whether the field is read by `present`.
    pub(super) fn apply(
        &self,
        field: &mut Field,
        definition: &Value,
        wire: Option<&BTreeMap<String, String>>,
    ) -> bool {
        let name = field
            .ident
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let member = wire.and_then(|wire| wire.get(&name)).unwrap_or(&name);
        let mut options = SerdeOptions::take(&mut field.attrs);
        let flattened = options.has("flatten");
        if *member != name && !flattened {
            options.set("rename", &literal(member));
        }
        tell_absent_from_empty(&mut field.ty, &mut options);
        if options.has("deserialize_with") {
            let read = self.runtime.string("serde::Deserialize::deserialize");
            options.set("deserialize_with", &read);
        }
        let lenient = self.decode == Decode::Lenient
            && !flattened
            && self.empties.has(&field.ty, self.aliases);
        if lenient {
            options.set_flag("default");
        }
        if self.decode == Decode::Lenient
            && aliases::outer_name(&field.ty).is_some_and(|name| name == "Option")
        {
            options.set_flag("default");
        }
        let nil = self.nil != Nil::Off && !flattened && self.is_empty_by_null(&field.ty);
        if nil || lenient {
            options.set("deserialize_with", &self.runtime.string("null_as_default"));
        }
        let present = !flattened && self.tell_absent_from_null(&mut field.ty, definition, &name);
        if present {
            options.set_flag("default");
            options.set("deserialize_with", &literal(PRESENT));
        }
        options.put(&mut field.attrs);
        docs::complete(&mut field.attrs, || match flattened {
            true => "Members that the schema does not name.".to_owned(),
            false => format!("The member `{}`.", member.replace('`', "'")),
        });
        present
    }

    /// An optional member that may be null has three states, unless the server knows only one empty value.
    fn tell_absent_from_null(&self, ty: &mut Type, definition: &Value, name: &str) -> bool {
        let required = definition.get("required").and_then(Value::as_array);
        if required.is_some_and(|required| required.iter().any(|r| r == name)) {
            return false;
        }
        let Some(schema) = definition.get("properties").and_then(|p| p.get(name)) else {
            return false;
        };
        if takes_anything(schema) {
            return true;
        }
        let present = self.nil == Nil::Off && takes_null(schema);
        if present {
            *ty = parse_quote!(::std::option::Option<#ty>);
        }
        present
    }

    /// Whether servers that know only one empty value send null for it.
    fn is_empty_by_null(&self, ty: &Type) -> bool {
        let Some(name) = aliases::outer_name(ty) else {
            return false;
        };
        match self.aliases.get(&name) {
            Some(inner) => self.is_empty_by_null(inner),
            None => matches!(name.as_str(), "Vec" | "BTreeMap" | "Map" | "bool"),
        }
    }
}

/// The function that reads members which are there, null or not.
pub(super) fn present(runtime: &Runtime) -> TokenStream {
    let serde = runtime.path("serde");
    let name = syn::Ident::new(PRESENT, proc_macro2::Span::call_site());
    quote! {
        fn #name<'de, D, T>(deserializer: D) -> ::std::result::Result<::std::option::Option<T>, D::Error>
        where
            D: #serde::Deserializer<'de>,
            T: #serde::Deserialize<'de>,
        {
            T::deserialize(deserializer).map(::std::option::Option::Some)
        }
    }
}

/// Whether all fields have a value for nothing: an absent member, a map without members.
pub(super) fn may_all_be_absent(fields: &Fields, aliases: &Aliases) -> bool {
    let Fields::Named(fields) = fields else {
        return false;
    };
    fields.named.iter().all(|field| {
        let outer = aliases::outer_name(&field.ty).unwrap_or_default();
        let inner = aliases.get(&outer).and_then(aliases::outer_name);
        matches!(
            inner.unwrap_or(outer).as_str(),
            "Option" | "BTreeMap" | "Map"
        )
    })
}

/// Null and every other value.
fn takes_anything(schema: &Value) -> bool {
    schema.as_bool() == Some(true)
        || schema
            .as_object()
            .is_some_and(|keywords| keywords.keys().all(|k| k == "description"))
}

fn takes_null(schema: &Value) -> bool {
    let branches = schema.get("oneOf").and_then(Value::as_array);
    branches.is_some_and(|b| {
        b.iter()
            .any(|b| b.get("type").and_then(Value::as_str) == Some("null"))
    })
}

/// Typify leaves an optional list out when it is empty: then an empty one could not be sent.
fn tell_absent_from_empty(ty: &mut Type, options: &mut SerdeOptions) {
    let skips_empty = options
        .text("skip_serializing_if")
        .is_some_and(|text| text.ends_with("::is_empty"));
    if skips_empty {
        *ty = parse_quote!(::std::option::Option<#ty>);
        options.remove("default");
        options.set("skip_serializing_if", &literal(IS_NONE));
    }
}

fn literal(text: &str) -> LitStr {
    LitStr::new(text, proc_macro2::Span::call_site())
}
