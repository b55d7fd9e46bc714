//! Takes a call of the macro and gives the client's module, or the faults and an empty module of its name.

use std::env;
use std::path::PathBuf;

use callwright_codegen::diagnostic::Severity;
use callwright_codegen::{Diagnostics, Source, config, generate};
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
    match module(&input) {
        Ok(content) => placed(&input, &content),
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

fn placed(input: &Input, content: &TokenStream) -> TokenStream {
    let Input {
        attributes,
        visibility,
        name,
        ..
    } = input;
    let module = name::module(name);
    quote! {
        #(#attributes)*
        #visibility mod #module { #content }
        #[allow(unused_imports)]
        #visibility use #module::#name;
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

/// The items of the client and of what is watched.
fn module(input: &Input) -> Result<TokenStream, Diagnostics> {
    // Set by cargo; without it the compiler was called by hand, where the user stands is as good a root.
    let root = env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    let source = Source::parse(&input.spec.text, &root);
    let file = input.config.as_ref().map(|config| root.join(&config.text));
    let config = config::read(&source, file.as_deref(), &input.given(), &root)?;
    let generated = generate(&source, &config.options)?;
    warn(&generated.warnings);
    let watched = track::watch(generated.watched.iter().chain(&config.file), &root);
    let tokens = generated.tokens;
    Ok(quote! { #watched #tokens })
}

/// Macros cannot warn on stable Rust. A warning by way of a deprecated constant would be one that nobody can mend
/// whose document is another's, and would break builds that forbid warnings on the day the document changes: who
/// wants to see them asks for it, or takes `callwright inspect`, or makes them errors with `strict`.
fn warn(found: &Diagnostics) {
    if env::var_os("CALLWRIGHT_WARN").is_some() {
        let groups = found.groups().into_iter();
        for group in groups.filter(|group| group.first().severity == Severity::Warning) {
            eprintln!("{group}\n");
        }
    }
}

#[cfg(test)]
mod doors;
#[cfg(test)]
mod tests;
