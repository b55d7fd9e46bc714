//! Takes the tokens of the call and gives what they ask for.

use proc_macro2::{Span, TokenStream};
use serde_json::Value;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Attribute, Ident, Token, Visibility};

use crate::options::{self, Setting};

/// A call of the macro, in either form.
pub(crate) struct Input {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) spec: Text,
    /// Another file of options than the one next to the document.
    pub(crate) config: Option<Text>,
    pub(crate) settings: Vec<Setting>,
}

/// A string and where it stands.
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// A call that cannot be read, with the client that it promised as far as that can be told.
pub(crate) struct Misuse {
    pub(crate) error: syn::Error,
    pub(crate) promised: Option<(Visibility, Ident)>,
}

/// Reads a call.
pub(crate) fn read(tokens: TokenStream) -> Result<Input, Misuse> {
    let parsed = Input::parse.parse2(tokens.clone());
    parsed.map_err(|error| Misuse {
        error,
        promised: (|input: ParseStream<'_>| Ok(promised(input)))
            .parse2(tokens)
            .ok()
            .flatten(),
    })
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !input.peek(Ident::peek_any) {
            return Err(input.error(
                "expected the client's name: `generate_client!(Petshop, \"openrpc.json\")`",
            ));
        }
        match input.peek2(Token![:]) {
            true => long(input, attributes, visibility),
            false => short(input, attributes, visibility),
        }
    }
}

/// `Petshop, "openrpc.json"`
fn short(
    input: ParseStream<'_>,
    attributes: Vec<Attribute>,
    visibility: Visibility,
) -> syn::Result<Input> {
    let name = input.parse()?;
    if input.is_empty() {
        return Err(syn::Error::new_spanned(
            &name,
            "expected the document after the name: a path or a URL",
        ));
    }
    input.parse::<Token![,]>()?;
    let spec = input.parse()?;
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    if !input.is_empty() {
        return Err(
            input.error("options have names: write `generate_client! { name: …, spec: …, … }`")
        );
    }
    Ok(Input {
        attributes,
        visibility,
        name,
        spec,
        config: None,
        settings: Vec::new(),
    })
}

/// `name: Petshop, spec: "openrpc.json", …`
fn long(
    input: ParseStream<'_>,
    attributes: Vec<Attribute>,
    visibility: Visibility,
) -> syn::Result<Input> {
    let call = input.span();
    let (mut name, mut spec, mut config) = (None, None, None);
    let mut settings: Vec<Setting> = Vec::new();
    while !input.is_empty() {
        let key = input.call(Ident::parse_any)?;
        input.parse::<Token![:]>()?;
        let text = key.to_string();
        let taken = match text.as_str() {
            "name" => name.replace(input.parse::<Ident>()?).is_some(),
            "spec" => spec.replace(input.parse::<Text>()?).is_some(),
            "config" => config.replace(input.parse::<Text>()?).is_some(),
            _ => {
                let taken = settings.iter().any(|setting| setting.name == text);
                settings.push(options::setting(&key, input)?);
                taken
            }
        };
        if taken {
            return Err(syn::Error::new_spanned(
                &key,
                format!("`{text}` is here twice"),
            ));
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    let missing = |what| syn::Error::new(call, format!("`{what}` is missing"));
    Ok(Input {
        attributes,
        visibility,
        name: name.ok_or_else(|| missing("name: …"))?,
        spec: spec.ok_or_else(|| missing("spec: \"…\""))?,
        config,
        settings,
    })
}

impl Parse for Text {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        let text = input.parse::<macro_string::MacroString>()?.eval()?;
        Ok(Self { text, span })
    }
}

impl Input {
    /// The options that the call gives.
    pub(crate) fn given(&self) -> serde_json::Map<String, Value> {
        let name = (
            "name".to_owned(),
            Value::String(self.name.unraw().to_string()),
        );
        let settings = self
            .settings
            .iter()
            .map(|setting| (setting.name.clone(), setting.value.clone()));
        settings.chain([name]).collect()
    }
}

/// The name in a call that is broken elsewhere.
fn promised(input: ParseStream<'_>) -> Option<(Visibility, Ident)> {
    input.call(Attribute::parse_outer).ok()?;
    let visibility = input.parse().ok()?;
    let mut name: Option<Ident> = None;
    if input.peek(Ident) && !input.peek2(Token![:]) {
        name = input.parse().ok();
    }
    while name.is_none() && !input.is_empty() {
        let is_key = input.parse::<Ident>().is_ok_and(|key| key == "name")
            && input.parse::<Token![:]>().is_ok();
        match is_key {
            true => name = Some(input.parse().ok()?),
            // Anything else is passed over, one token at a time.
            false => _ = input.parse::<proc_macro2::TokenTree>(),
        }
    }
    _ = input.parse::<TokenStream>();
    Some((visibility, name?))
}
