//! Takes the type of a schema that was asked for and says how code outside the module writes and takes it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{GenericArgument, PathArguments, Type};

use super::aliases::{self, Aliases};
use super::runtime::{Redirect, Runtime};
use super::{Taken, TypeUse};

/// Types of the standard library and of the runtime that are made of others.
const CONVERTED: [&str; 5] = ["String", "Integer", "Bytes", "RpcStr", "Timestamp"];

/// What typify calls the type; any value where that cannot be read.
pub(super) fn of_tokens(tokens: TokenStream, aliases: &Aliases, runtime: &Runtime) -> TypeUse {
    let tokens = match tokens.is_empty() {
        true => quote!(::serde_json::Value),
        false => tokens,
    };
    let mut ty = syn::parse2(tokens).unwrap_or_else(|_| syn::parse_quote!(::serde_json::Value));
    Redirect(runtime).visit_type_mut(&mut ty);
    let text = short(&ty);
    let outer = aliases::outer_name(&ty).unwrap_or_default();
    let (path, taken) = match aliases::argument(&ty) {
        Some(inner) if outer == "Option" => (inner.to_token_stream(), Taken::IntoOption),
        None if is_converted(&outer, runtime) => (ty.to_token_stream(), Taken::Into),
        None if text.starts_with("types::") && !aliases.contains_key(&outer) => {
            (ty.to_token_stream(), Taken::Into)
        }
        _ => (ty.to_token_stream(), Taken::ByValue),
    };
    TypeUse { path, text, taken }
}

fn is_converted(outer: &str, runtime: &Runtime) -> bool {
    CONVERTED.contains(&outer) || runtime.any && outer == "Value"
}

/// A type without the modules of other crates: `Vec<types::Pet>`.
pub(super) fn short(ty: &Type) -> String {
    match ty {
        Type::Tuple(tuple) => {
            let items: Vec<String> = tuple.elems.iter().map(short).collect();
            format!("({})", items.join(", "))
        }
        Type::Path(path) => {
            let ours = path
                .path
                .segments
                .first()
                .is_some_and(|s| s.ident == "types");
            let Some(last) = path.path.segments.last() else {
                return String::new();
            };
            let module = if ours { "types::" } else { "" };
            format!("{module}{}{}", last.ident, arguments(&last.arguments))
        }
        other => other.to_token_stream().to_string(),
    }
}

fn arguments(arguments: &PathArguments) -> String {
    let PathArguments::AngleBracketed(list) = arguments else {
        return String::new();
    };
    let types = list.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(short(ty)),
        _ => None,
    });
    format!("<{}>", types.collect::<Vec<_>>().join(", "))
}
