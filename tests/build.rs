//! Finds the corpus and the oracle, which are not part of the repository, and tells the tests by `cfg(corpus)`; asks Neovim
//! for its API, and tells them by `cfg(neovim)`.
//!
//! `CALLWRIGHT_CORPUS` is their place; a relative path counts from the workspace. Without it the tests over our
//! own fixtures are built alone, and the build says so.

use std::env;
use std::path::{Path, PathBuf};

use callwright_codegen::options::{Nil, Wire};
use callwright_codegen::{Build, Options, neovim};

/// The documents of `open-rpc__examples` with the names of their clients.
const EXAMPLES: [(&str, &str); 8] = [
    ("api-with-examples", "Versions"),
    ("empty", "Empty"),
    ("link-example", "Links"),
    ("metrics", "Metrics"),
    ("params-by-name-petstore", "PetstoreByName"),
    ("petstore", "Petstore"),
    ("petstore-expanded", "PetstoreExpanded"),
    ("simple-math", "SimpleMath"),
];

/// The documents that we wrote for servers, and their clients.
const WRITTEN: [(&str, &str); 4] = [
    ("language-server/openrpc.yaml", "LanguageServer"),
    ("mcp/openrpc.yaml", "Mcp"),
    ("server-js/openrpc.json", "Bookshelf"),
    ("snapserver/openrpc.yaml", "Snapserver"),
];

fn main() -> Result<(), String> {
    cases().map_err(|error| format!("the cases cannot be listed: {error}"))?;
    // What the README's build script makes, for its snippets.
    let readme = Build::new("openrpc.json").name("Petshop").compile();
    readme.map_err(|error| error.to_string())?;
    for (document, client) in WRITTEN {
        let build = Build::new(format!("peers/{document}")).name(client);
        build.compile().map_err(|error| error.to_string())?;
    }
    neovim()?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CALLWRIGHT_CORPUS");
    println!("cargo::rerun-if-env-changed=CALLWRIGHT_ORACLE");
    println!("cargo::rustc-check-cfg=cfg(corpus)");

    let Some(corpus) = place("CALLWRIGHT_CORPUS") else {
        println!(
            "cargo::warning=CALLWRIGHT_CORPUS is not set: tests over the corpus and the oracle are left out"
        );
        return Ok(());
    };
    let oracle = place("CALLWRIGHT_ORACLE").unwrap_or_else(|| corpus.join("../oracle"));
    for (what, path) in [
        ("CALLWRIGHT_CORPUS", &corpus),
        ("CALLWRIGHT_ORACLE", &oracle),
    ] {
        if !path.is_dir() {
            return Err(format!("{what}: no folder at {}", path.display()));
        }
        println!("cargo::rustc-env={what}={}", path.display());
    }
    println!("cargo::rustc-cfg=corpus");
    forty_ants(&oracle)?;
    examples(&corpus)?;
    ethereum(&corpus)
}

/// Generates a client of the installed Neovim from what it says of itself. Where there is none, all others are built and
/// the tests on it fail.
fn neovim() -> Result<(), String> {
    println!("cargo::rustc-check-cfg=cfg(neovim)");
    println!("cargo::rerun-if-env-changed=PATH");
    let paths = env::var_os("PATH").unwrap_or_default();
    let mut programs = env::split_paths(&paths).map(|folder| folder.join("nvim"));
    let Some(program) = programs.find(|program| program.is_file()) else {
        // What does not exist is looked for each time.
        println!("cargo::rerun-if-changed=nvim");
        println!("cargo::warning=Neovim is not installed: the tests on it will fail");
        return Ok(());
    };
    println!("cargo::rerun-if-changed={}", program.display());
    let text = |error: callwright_codegen::Diagnostic| error.to_string();
    let description = neovim::api_info("nvim").map_err(text)?;
    let document = neovim::import(&description).map_err(text)?.text();
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let path = out.join("neovim.json");
    let written = callwright_codegen::write(&path, document.as_bytes());
    written.map_err(|error| error.to_string())?;
    let mut options = Options::default();
    options.wire = vec![Wire::Json, Wire::MsgPack];
    let build = Build::new(path.display().to_string()).name("Neovim");
    build
        .options(&options)
        .compile()
        .map_err(|error| error.to_string())?;
    println!("cargo::rustc-cfg=neovim");
    Ok(())
}

/// Generates a client of the 40ants server, and one that forgives it what it leaves out.
fn forty_ants(oracle: &Path) -> Result<(), String> {
    let document = oracle.join("40ants/shop-spec.json");
    compile(&document, "Shop", Nil::default())?;
    compile(&document, "LenientShop", Nil::Missing)
}

/// Generates a client from each of OpenRPC's own examples.
fn examples(corpus: &Path) -> Result<(), String> {
    let folder = corpus.join("open-rpc__examples/service-descriptions");
    let documents = EXAMPLES
        .map(|(document, client)| (folder.join(format!("{document}-openrpc.json")), client));
    documents
        .iter()
        .try_for_each(|(document, client)| compile(document, client, Nil::default()))
}

fn compile(document: &Path, client: &str, nil: Nil) -> Result<(), String> {
    let mut options = Options::default();
    options.nil = nil;
    let build = Build::new(document.display().to_string())
        .name(client)
        .options(&options);
    build.compile().map(drop).map_err(|error| error.to_string())
}

/// Generates the client of an Ethereum node from the official document.
fn ethereum(corpus: &Path) -> Result<(), String> {
    let document = corpus.join("ethereum__execution-apis/openrpc.assembled.json");
    let build = Build::new(document.display().to_string())
        .name("Ethereum")
        .config("ethereum.toml");
    build.compile().map(drop).map_err(|error| error.to_string())
}

/// The folder that an environment variable names, made absolute.
fn place(variable: &str) -> Option<PathBuf> {
    let named = env::var_os(variable).filter(|path| !path.is_empty())?;
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    Some(workspace.join(named))
}

/// Lists the expected code of every case as a module, so that a new folder needs no code.
fn cases() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut modules = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let case = entry?;
        let expected = case.path().join("expected.rs");
        if expected.exists() {
            println!("cargo::rerun-if-changed={}", expected.display());
            let name = case.file_name().to_string_lossy().replace('-', "_");
            modules.push(format!(
                "/// The case `{name}`.\npub mod {name} {{ include!({expected:?}); }}\n"
            ));
        }
    }
    modules.sort();
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    std::fs::write(Path::new(&out).join("cases.rs"), modules.concat())
}
