//! Takes the options of a call as Rust tokens and gives them as the values that a file would have.

use callwright_codegen::config;
use proc_macro2::Ident;
use serde_json::{Map, Number, Value};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Lit, LitStr, Token};

/// One option of the call.
pub(crate) struct Setting {
    pub(crate) name: String,
    pub(crate) value: Value,
}

/// Reads the value of an option, and checks that there is such an option and that it takes such a value.
pub(crate) fn setting(key: &Ident, input: ParseStream<'_>) -> syn::Result<Setting> {
    let name = key.unraw().to_string();
    let span = input.span();
    let value = value(input)?;
    match config::check(&name, &value) {
        Ok(()) => Ok(Setting { name, value }),
        Err(fault) => {
            let hint = fault
                .hint
                .map(|hint| format!("; {hint}"))
                .unwrap_or_default();
            let unknown = fault.message.contains(&format!("no option `{name}`"));
            let span = if unknown { key.span() } else { span };
            Err(syn::Error::new(span, format!("{}{hint}", fault.message)))
        }
    }
}

/// A string, a number, a bool, a bare word (`by_name` is `by-name`), `[ … ]` or `{ key: … }`.
fn value(input: ParseStream<'_>) -> syn::Result<Value> {
    if input.peek(syn::token::Bracket) {
        return list(input);
    }
    if input.peek(syn::token::Brace) {
        return object(input);
    }
    if input.peek(LitStr) || input.peek2(Token![!]) {
        return Ok(Value::String(input.parse::<crate::input::Text>()?.text));
    }
    if input.peek(Lit) {
        return literal(&input.parse()?);
    }
    let word = input.call(syn::Ident::parse_any);
    let word = word.map_err(|error| {
        syn::Error::new(
            error.span(),
            "expected a string, a number, a bool, `[…]` or `{…}`",
        )
    })?;
    Ok(Value::String(word.unraw().to_string().replace('_', "-")))
}

fn list(input: ParseStream<'_>) -> syn::Result<Value> {
    let content;
    syn::bracketed!(content in input);
    let values = content.parse_terminated(value, Token![,])?;
    Ok(Value::Array(values.into_iter().collect()))
}

fn object(input: ParseStream<'_>) -> syn::Result<Value> {
    let content;
    syn::braced!(content in input);
    let member = |input: ParseStream<'_>| {
        let key = match input.peek(LitStr) {
            true => input.parse::<LitStr>()?.value(),
            false => input.call(syn::Ident::parse_any)?.unraw().to_string(),
        };
        input.parse::<Token![:]>()?;
        Ok((key, value(input)?))
    };
    let members = content.parse_terminated(member, Token![,])?;
    Ok(Value::Object(members.into_iter().collect::<Map<_, _>>()))
}

fn literal(literal: &Lit) -> syn::Result<Value> {
    match literal {
        Lit::Bool(bool) => Ok(Value::Bool(bool.value())),
        Lit::Int(int) => Ok(Value::Number(int.base10_parse::<u64>()?.into())),
        Lit::Float(float) => {
            Ok(Number::from_f64(float.base10_parse()?).map_or(Value::Null, Value::Number))
        }
        other => Err(syn::Error::new_spanned(
            other,
            "options are strings, numbers, bools, lists and `{…}`",
        )),
    }
}
