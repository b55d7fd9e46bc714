//! Takes the options of a call as Rust tokens and gives them as the values that a file would have.

use std::collections::BTreeMap;

use callwright_codegen::{Diagnostic, Pointer, config};
use proc_macro2::{Ident, Span};
use quote::ToTokens as _;
use serde_json::{Map, Number, Value};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Lit, LitStr, Token};

/// One option of the call.
pub(crate) struct Setting {
    pub(crate) name: String,
    pub(crate) value: Value,
}

/// Where the parts of an option stand in the call, by JSON pointer.
#[derive(Default)]
struct Spans {
    keys: BTreeMap<String, Span>,
    values: BTreeMap<String, Span>,
}

impl Spans {
    /// An unknown key itself, else the value at fault, or the nearest one around it.
    fn find(&self, fault: &Diagnostic) -> Span {
        let mut pointer = fault.pointer.as_str();
        let unknown = fault.message.starts_with("there is no option");
        let key = self.keys.get(pointer).filter(|_| unknown);
        loop {
            match (
                key.or_else(|| self.values.get(pointer)),
                pointer.rsplit_once('/'),
            ) {
                (Some(span), _) => return *span,
                (None, Some((around, _))) => pointer = around,
                (None, None) => return Span::call_site(),
            }
        }
    }
}

/// Reads the value of an option, and checks that there is such an option and that it takes such a value.
pub(crate) fn setting(key: &Ident, input: ParseStream<'_>) -> syn::Result<Setting> {
    let name = key.unraw().to_string();
    let place = Pointer::root().join(&name);
    let mut spans = Spans::default();
    spans.keys.insert(place.to_string(), key.span());
    let value = value(input, &place, &mut spans)?;
    match config::check(&name, &value) {
        Ok(()) => Ok(Setting { name, value }),
        Err(fault) => {
            let hint = fault.hint.as_ref();
            let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            let message = format!("{}{hint}", fault.message);
            Err(syn::Error::new(spans.find(&fault), message))
        }
    }
}

/// A string, a number, a bool, a bare word (`by_name` is `by-name`, but for names), `pub(…)`, `[ … ]` or `{ key: … }`.
fn value(input: ParseStream<'_>, place: &Pointer, spans: &mut Spans) -> syn::Result<Value> {
    spans.values.insert(place.to_string(), input.span());
    if input.peek(syn::token::Bracket) {
        return list(input, place, spans);
    }
    if input.peek(syn::token::Brace) {
        return object(input, place, spans);
    }
    if input.peek(Token![pub]) {
        let visibility: syn::Visibility = input.parse()?;
        let text = visibility.to_token_stream().to_string();
        return Ok(Value::String(text.replace(' ', "")));
    }
    if input.peek(LitStr) || input.peek2(Token![!]) {
        return Ok(Value::String(input.parse::<crate::input::Text>()?.text));
    }
    if input.peek(Lit) || input.peek(Token![-]) {
        return literal(&input.parse()?);
    }
    let word = input.call(syn::Ident::parse_any);
    let word = word.map_err(|error| {
        syn::Error::new(
            error.span(),
            "expected a string, a number, a bool, `[…]` or `{…}`",
        )
    })?;
    let word = word.unraw().to_string();
    let option = place.steps().next().unwrap_or_default();
    Ok(match (option.as_str(), word.as_str()) {
        // Any JSON may stand here, and a word of it can only be this one.
        ("overlay", "null") => Value::Null,
        // Names are what they are.
        ("rename", _) => Value::String(word),
        _ => Value::String(word.replace('_', "-")),
    })
}

fn list(input: ParseStream<'_>, place: &Pointer, spans: &mut Spans) -> syn::Result<Value> {
    let content;
    syn::bracketed!(content in input);
    let mut values = Vec::new();
    while !content.is_empty() {
        values.push(value(&content, &place.join(values.len()), spans)?);
        comma(&content)?;
    }
    Ok(Value::Array(values))
}

fn object(input: ParseStream<'_>, place: &Pointer, spans: &mut Spans) -> syn::Result<Value> {
    let content;
    syn::braced!(content in input);
    let mut members = Map::new();
    while !content.is_empty() {
        let span = content.span();
        let key = match content.peek(LitStr) {
            true => content.parse::<LitStr>()?.value(),
            false => content.call(syn::Ident::parse_any)?.unraw().to_string(),
        };
        content.parse::<Token![:]>()?;
        let inside = place.join(&key);
        if members.contains_key(&key) {
            return Err(syn::Error::new(span, format!("`{key}` is here twice")));
        }
        spans.keys.insert(inside.to_string(), span);
        let value = value(&content, &inside, spans)?;
        members.insert(key, value);
        comma(&content)?;
    }
    Ok(Value::Object(members))
}

/// Between two values, and allowed behind the last.
fn comma(content: ParseStream<'_>) -> syn::Result<()> {
    if !content.is_empty() {
        content.parse::<Token![,]>()?;
    }
    Ok(())
}

fn literal(literal: &Lit) -> syn::Result<Value> {
    match literal {
        Lit::Bool(bool) => Ok(Value::Bool(bool.value())),
        Lit::Int(int) if int.base10_digits().starts_with('-') => {
            Ok(Value::Number(int.base10_parse::<i64>()?.into()))
        }
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
