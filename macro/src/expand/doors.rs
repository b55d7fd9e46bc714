//! The macro gives the very tokens that the library gives, for every case below `fixtures/cases`.

use std::fs;
use std::path::Path;

use callwright_codegen::{Source, config, generate};
use proc_macro2::{Span, TokenStream};
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

/// The same as `fixtures/cases/all-options/callwright.toml`.
fn all_options(spec: &str, config: &str) -> TokenStream {
    let (changes, messages) = (changes(), messages());
    quote! {
        name: Everything,
        spec: #spec,
        config: #config,
        crate_path: "::callwright",
        wire: [json],
        params: by_name,
        nil: off,
        unknown: drop,
        decode: lenient,
        strict: true,
        include: ["pets.*"],
        exclude: ["pets.drop"],
        include_tags: ["pets"],
        exclude_tags: ["internal"],
        visibility: pub(crate),
        server: true,
        client: true,
        only_types: false,
        split: tag,
        paging: { "pets.list": { items: "items", key_in: "after", key_out: "next" } },
        fetch: { timeout: 5, max_size: 1_000_000, offline: true, headers: { "x-for": "nobody" } },
        #changes
        #messages
    }
}

/// Those that say what the server sends by itself.
fn messages() -> TokenStream {
    quote! {
        subscriptions: {
            "pets.watch": {
                notification: "pets.seen",
                unsubscribe: "pets.unwatch",
                kinds: { cats: { item: "#/components/schemas/Pet" } },
            },
        },
        events: ["pets.fed"],
        event_tags: [event],
        server_requests: ["pets.choose"],
        idempotent: ["pets.get", "!pets.list"],
    }
}

/// Those that change the document, or what becomes of it.
fn changes() -> TokenStream {
    quote! {
        overlay: [
            "../fixtures/cases/all-options/changes.yaml",
            [{ op: add, path: "/methods/1/summary", value: "One pet." }],
        ],
        convert: { ip: "::std::net::IpAddr" },
        replace: { Id: "::std::primitive::u64" },
        derives: { Animal: ["PartialEq"] },
        rename: {
            methods: { "pets.get": pet },
            types: { Pet: Animal },
            params: { "pets.list": { lim: at_most } },
            members: { Pet: { addr: address } },
        },
    }
}

#[test]
fn every_option_can_be_said_in_tokens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = root.join("../fixtures/cases/all-options/openrpc.json");
    let source = Source::Path(document.clone());
    let config = config::read(&source, None, &config::Given::new(), root).unwrap();
    let library = generate(&source, &config.options).unwrap();

    let empty = tempfile::NamedTempFile::new().unwrap();
    let tokens = all_options(document.to_str().unwrap(), empty.path().to_str().unwrap());
    let call = input::read(tokens).unwrap_or_else(|misuse| panic!("{}", misuse.error));
    let mut named: Vec<String> = call.given().into_iter().map(|(name, _)| name).collect();
    named.sort();
    let defaults = serde_json::to_value(callwright_codegen::Options::default()).unwrap();
    let mut known: Vec<String> = defaults.as_object().unwrap().keys().cloned().collect();
    known.sort();
    assert_eq!(
        named, known,
        "the case `all-options` has every option, here and in its file"
    );
    let client = generated(&call).unwrap();
    assert_eq!(client.items.to_string(), library.tokens.to_string());
}
