//! Takes a call of the macro and gives the client's module, or the faults and an empty module of its name.

use std::env;
use std::path::PathBuf;

use callwright_codegen::diagnostic::Severity;
use callwright_codegen::{Diagnostics, Options, Source, config, generate, options};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Visibility;

use crate::input::{self, Input, Misuse};
use crate::{name, track};

/// ```text
/// pub mod petshop { pub struct Petshop { … } … }
/// #[allow(unused_imports)]
/// pub use petshop::Petshop;
/// ```
pub(crate) fn client(tokens: TokenStream) -> TokenStream {
    let input = match input::read(tokens) {
        Ok(input) => input,
        Err(Misuse { error, promised }) => {
            let stub = promised.map(|(visibility, name)| stub(&visibility, &name));
            return [error.into_compile_error()]
                .into_iter()
                .chain(stub)
                .collect();
        }
    };
    match generated(&input) {
        Ok(client) => placed(&input, &client),
        Err(faults) => {
            let errors = errors(&faults, input.spec.span);
            errors
                .chain([stub(&input.visibility, &input.name)])
                .collect()
        }
    }
}

/// One error for each cause, at the document; the compiler says the word `error` itself.
fn errors(faults: &Diagnostics, span: Span) -> impl Iterator<Item = TokenStream> {
    let groups = faults.groups().into_iter();
    let errors = groups.filter(|group| group.first().severity == Severity::Error);
    errors.map(move |group| {
        let text = group.to_string();
        let text = text
            .strip_prefix("error")
            .unwrap_or(&text)
            .replacen("]: ", "] ", 1);
        syn::Error::new(span, text).into_compile_error()
    })
}

fn placed(input: &Input, client: &Client) -> TokenStream {
    let Input {
        attributes,
        visibility,
        name,
        ..
    } = input;
    let Client {
        items,
        watched,
        names,
        shown,
    } = client;
    let module = name::module(name);
    let names = names.iter().map(|shown| Ident::new(shown, name.span()));
    let shown = shown.as_ref().map(|visibility| {
        quote! {
            #(
                #[allow(unused_imports)]
                #visibility use #module::#names;
            )*
        }
    });
    quote! {
        #(#attributes)*
        #visibility mod #module { #watched #items }
        #shown
    }
}

/// What the rest of the crate was promised, so that the one error is the only one.
fn stub(visibility: &Visibility, name: &Ident) -> TokenStream {
    let module = name::module(name);
    quote! {
        #[allow(missing_docs, dead_code)]
        #visibility mod #module {
            #[derive(Clone, Debug)]
            pub struct #name;
        }
        #[allow(unused_imports)]
        #visibility use #module::#name;
    }
}

/// What was generated.
struct Client {
    items: TokenStream,
    watched: TokenStream,
    /// The items that are brought into scope.
    names: Vec<String>,
    /// Who may use the client beside its module; none where there is no client, or only its module may use it.
    shown: Option<Visibility>,
}

fn generated(input: &Input) -> Result<Client, Diagnostics> {
    // Set by cargo; without it the compiler was called by hand, where the user stands is as good a root.
    let root = env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    let source = Source::parse(&input.spec.text, &root);
    let file = input.config.as_ref().map(|config| root.join(&config.text));
    let config = config::read(&source, file.as_deref(), &input.given(), &root)?;
    let generated = generate(&source, &config.options)?;
    warn(&generated.warnings);
    Ok(Client {
        watched: track::watch(generated.watched.iter().chain(&config.file), &root),
        items: generated.tokens,
        names: generated.shown,
        shown: shown(&input.visibility, &config.options),
    })
}

/// Nothing can be shown to more than those who may see it.
fn shown(module: &Visibility, options: &Options) -> Option<Visibility> {
    match (options.visibility, module) {
        _ if options.only_types => None,
        (options::Visibility::Private, _) => None,
        (options::Visibility::Super, _) => Some(Visibility::Inherited),
        (options::Visibility::Crate, Visibility::Public(_)) => Some(syn::parse_quote!(pub(crate))),
        (options::Visibility::Crate | options::Visibility::Public, _) => Some(module.clone()),
    }
}

/// Macros cannot warn on stable Rust. A warning by way of a deprecated constant would be one that nobody can mend
/// whose document is another's, and would break builds that forbid warnings on the day the document changes: who
/// wants to see them asks for it, or takes `callwright inspect`, or makes them errors with `strict`.
fn warn(found: &Diagnostics) {
    if env::var_os("CALLWRIGHT_WARN").is_some() {
        for paragraph in found.warnings() {
            eprintln!("{paragraph}\n");
        }
    }
}

#[cfg(test)]
mod doors;
#[cfg(test)]
mod tests;
