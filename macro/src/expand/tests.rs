//! What calls become, driven without a compiler around.

use std::fs;
use std::path::Path;

use quote::quote;

use super::client;

const DOCUMENT: &str = r#"{"openrpc": "1.3.2", "info": {"title": "t", "version": "1"}, "methods": [
  {"name": "pets.get", "params": [], "result": {"name": "r", "schema": {"type": "string"}}}
]}"#;

/// Expands with a document in a folder of its own.
fn expanded(document: &str, call: impl FnOnce(&str) -> proc_macro2::TokenStream) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openrpc.json");
    fs::write(&path, document).unwrap();
    let tokens = client(call(path.to_str().unwrap()));
    let file = syn::parse2::<syn::File>(tokens.clone());
    assert!(file.is_ok(), "{tokens}");
    tokens
        .to_string()
        .replace(folder.path().to_str().unwrap(), "")
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

#[test]
fn the_short_form_takes_docs_and_a_visibility() {
    let text = expanded(
        DOCUMENT,
        |path| quote! { #[doc = "Pets."] #[allow(dead_code)] pub(crate) PetShop, #path, },
    );
    has(
        &text,
        &[
            "# [doc = \"Pets.\"]",
            "pub (crate) mod pet_shop {",
            "pub (crate) use pet_shop :: PetShop ;",
        ],
    );
    has(
        &text,
        &[
            "include_bytes ! (",
            "env ! (\"CARGO_MANIFEST_DIR\")",
            "/openrpc.json\"",
        ],
    );
    assert!(
        !text.contains(env!("CARGO_MANIFEST_DIR")),
        "no path of this machine"
    );
}

#[test]
fn the_long_form_takes_every_option() {
    let text = expanded(DOCUMENT, |path| {
        quote! {
            pub name: Type,
            spec: concat!(#path, ""),
            crate_path: "::other",
            params: by_name,
            nil: "off",
            strict: false,
            include: ["pets.*"],
            exclude: [],
            include_tags: [],
            exclude_tags: ["old",],
            fetch: { timeout: 10, max_size: 1_000, offline: true, headers: { "x-key": "$KEY", accept: "*/*" } },
            paging: { "pets.get": { kind: cursor, items: "items", key_in: "after", ends_on: [empty_page, "false"] } },
        }
    });
    has(
        &text,
        &["pub mod type_ {", "pub use type_ :: Type ;", "other"],
    );
}

#[test]
fn faults_come_with_a_module_of_the_promised_name() {
    let text = expanded("{\n  oops\n}", |path| quote! { pub Petshop, #path });
    has(
        &text,
        &[
            "compile_error",
            "[syntax] ",
            "openrpc.json:2:3",
            "pub mod petshop {",
            "pub struct Petshop ;",
        ],
    );
    let calls = [
        (quote! { pub Petshop "x" }, "expected `,`"),
        (quote! { pub name: Petshop }, "`spec: \\\"…\\\"` is missing"),
        (
            quote! { strict: [true], name: Petshop, spec: "x" },
            "cannot be read",
        ),
        (
            quote! { spec: "x", spec: "y", name: Petshop },
            "`spec` is here twice",
        ),
        (
            quote! { name: Petshop, spec: env!("CALLWRIGHT_NO_SUCH") },
            "environment variable not found",
        ),
    ];
    for (call, message) in calls {
        let text = expanded("", |_| call);
        has(
            &text,
            &[
                "compile_error",
                message,
                "mod petshop {",
                "use petshop :: Petshop ;",
            ],
        );
    }
    has(
        &expanded("", |_| quote! { "openrpc.json" }),
        &["expected the client's name"],
    );
}

#[test]
fn options_next_to_the_document_count_and_are_watched() {
    let folder = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
    fs::write(folder.path().join("openrpc.json"), DOCUMENT).unwrap();
    fs::write(
        folder.path().join("callwright.toml"),
        "include = ['nothing.*']\n",
    )
    .unwrap();
    let name = folder
        .path()
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap();
    let spec = Path::new(name).join("openrpc.json");
    let spec = spec.to_str().unwrap();
    let text = client(quote! { Petshop, #spec }).to_string();
    has(
        &text,
        &[
            &format!("\"/{name}/openrpc.json\""),
            &format!("\"/{name}/callwright.toml\""),
        ],
    );
    assert!(!text.contains("pets.get"), "{text}");
    fs::write(folder.path().join("callwright.toml"), "\ninclude = 1\n").unwrap();
    let text = client(quote! { Petshop, #spec }).to_string();
    has(
        &text,
        &["compile_error", "[options] ", "callwright.toml:2:11"],
    );
}
