//! The macro gives the very tokens that the library gives, for every case below `fixtures/cases`.

use std::fs;
use std::path::Path;

use callwright_codegen::{Source, config, generate};
use proc_macro2::Span;
use quote::quote;

use super::{Ident, generated, input};

#[test]
fn every_case_gives_the_tokens_of_the_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = fs::read_dir(root.join("../fixtures/cases")).unwrap();
    let mut cases = 0;
    for folder in folders.map(|entry| entry.unwrap().path()) {
        let documents = ["openrpc.json", "openrpc.yaml"].map(|name| folder.join(name));
        let document = documents.into_iter().find(|path| path.exists()).unwrap();
        let source = Source::Path(document.clone());
        let config = config::read(&source, None, &config::Given::new(), root).unwrap();
        let library = generate(&source, &config.options).unwrap();

        let name = Ident::new(&library.name, Span::call_site());
        let spec = document.to_str().unwrap();
        let call = input::read(quote! { #name, #spec })
            .unwrap_or_else(|misuse| panic!("{}", misuse.error));
        let client = generated(&call).unwrap();
        let (given, library) = (client.items.to_string(), library.tokens.to_string());
        assert!(given == library, "{} differs", document.display());
        let watched: syn::File = syn::parse2(client.watched).unwrap();
        assert!(
            watched
                .items
                .iter()
                .all(|item| matches!(item, syn::Item::Const(_)))
        );
        assert!(!watched.items.is_empty());
        cases += 1;
    }
    assert!(cases > 5);
}
