//! Takes what stands in the parentheses of the attribute and gives what is said of the service.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::meta::ParseNestedMeta;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, LitStr, Token};

use super::faults::Faults;

#[derive(Default)]
pub(super) struct Options {
    pub(super) title: Option<Expr>,
    pub(super) version: Option<Expr>,
    pub(super) description: Option<Expr>,
    pub(super) prefix: String,
    pub(super) both_wires: bool,
    pub(super) rejects_unknown: bool,
}

pub(super) fn read(tokens: TokenStream, faults: &mut Faults) -> Options {
    let mut options = Options::default();
    let mut given: Vec<String> = Vec::new();
    let parser = syn::meta::parser(|meta| {
        let name = meta.path.get_ident().map(|name| name.unraw().to_string());
        let name = name.unwrap_or_default();
        if given.contains(&name) {
            return Err(meta.error(format!("`{name}` is here twice")));
        }
        options.take(&name, &meta)?;
        given.push(name);
        Ok(())
    });
    match parser.parse2(tokens) {
        Err(fault) => faults.add(fault),
        Ok(()) if options.title.is_none() => faults.add(syn::Error::new(
            Span::call_site(),
            "the title is missing: `#[callwright::service(title = \"Pets\", version = \"1.0.0\")]`",
        )),
        Ok(()) => {}
    }
    options
}

impl Options {
    fn take(&mut self, name: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        match name {
            "title" => self.title = Some(meta.value()?.parse()?),
            "version" => self.version = Some(meta.value()?.parse()?),
            "description" => self.description = Some(meta.value()?.parse()?),
            "prefix" => self.prefix = meta.value()?.parse::<LitStr>()?.value(),
            "wire" => self.both_wires = both_wires(meta)?,
            "unknown_params" => self.rejects_unknown = rejects(meta)?,
            _ => return Err(meta.error(
                "there is no such option; a service takes `title`, `version`, `description`, `prefix`, `wire` \
                 and `unknown_params`",
            )),
        }
        Ok(())
    }
}

/// `["json", "msgpack"]`, with or without quotes.
fn both_wires(meta: &ParseNestedMeta<'_>) -> syn::Result<bool> {
    let list;
    let value = meta.value()?;
    syn::bracketed!(list in value);
    let words = Punctuated::<Word, Token![,]>::parse_terminated(&list)?;
    let mut both = false;
    for Word { text, span } in words {
        match text.as_str() {
            "json" => {}
            "msgpack" => both = true,
            _ => {
                return Err(syn::Error::new(
                    span,
                    "a wire is `\"json\"` or `\"msgpack\"`",
                ));
            }
        }
    }
    Ok(both)
}

fn rejects(meta: &ParseNestedMeta<'_>) -> syn::Result<bool> {
    let Word { text, span } = meta.value()?.parse()?;
    match text.as_str() {
        "ignore" => Ok(false),
        "reject" => Ok(true),
        _ => Err(syn::Error::new(
            span,
            "unknown params are to `\"ignore\"` or to `\"reject\"`",
        )),
    }
}

/// A word, in quotes or not.
struct Word {
    text: String,
    span: Span,
}

impl syn::parse::Parse for Word {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        let text = match input.peek(LitStr) {
            true => input.parse::<LitStr>()?.value(),
            false => input.call(Ident::parse_any)?.unraw().to_string(),
        };
        Ok(Self { text, span })
    }
}
