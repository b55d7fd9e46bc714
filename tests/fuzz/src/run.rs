//! One document with its options, and what must hold of it.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use callwright_codegen::diagnostic::Code;
use callwright_codegen::{Diagnostics, Generated, Options, Source, generate};
use proc_macro2::{Literal, TokenStream, TokenTree};
use serde_json::Value;
use tempfile::TempDir;

/// What a test thread has, the smallest stack that callers are met with.
const STACK: usize = 2 << 20;

/// A document as a file of this name would hold it.
pub struct Run {
    /// The name of the file.
    pub file: &'static str,
    /// How it is generated.
    pub options: Options,
    /// All of its bytes.
    pub document: Vec<u8>,
}

impl Run {
    /// Generates twice. A panic of the generator or of one of these assertions is a finding; that it ends in time and
    /// with little memory is for the fuzzer to see.
    pub fn holds(self) {
        let thread = thread::Builder::new().stack_size(STACK);
        let checked = thread.spawn(move || self.check()).expect("a thread starts");
        checked.join().expect("panics end the process before");
    }

    fn check(self) {
        if std::env::var_os("CALLWRIGHT_FUZZ_SHOW").is_some() {
            println!("{}", String::from_utf8_lossy(&self.document));
            println!("{:?}", self.options);
        }
        let folder = folder();
        let path = folder.path().join(self.file);
        fs::write(&path, &self.document).expect("the document is written");
        let [first, second] = [(), ()].map(|()| self.generated(&path));
        match (first, second) {
            (Ok(first), Ok(second)) => {
                let code = first.code().expect("the client parses");
                assert_eq!(code, second.code().expect("the client parses"));
                assert_eq!(first.warnings, second.warnings);
                self.assert_sound(&first.warnings);
                self.assert_whole(first.tokens);
            }
            (Err(first), Err(second)) => {
                assert_eq!(first, second);
                assert!(first.has_errors(), "it fails without an error");
                self.assert_sound(&first);
            }
            _ => panic!("it succeeds once and fails once"),
        }
    }

    fn generated(&self, path: &Path) -> Result<Generated, Diagnostics> {
        generate(&Source::Path(path.to_owned()), &self.options)
    }

    /// Every method that has a name is called by it somewhere.
    fn assert_whole(&self, tokens: TokenStream) {
        let Ok(document) = serde_json::from_slice::<Value>(&self.document) else {
            return;
        };
        let mut literals = HashSet::new();
        collect(tokens, &mut literals);
        let methods = document["methods"].as_array().into_iter().flatten();
        let names = methods.filter(|method| method.get("$ref").is_none());
        for name in names.filter_map(|method| method["name"].as_str()) {
            let literal = Literal::string(name).to_string();
            assert!(literals.contains(&literal), "{literal} is lost");
        }
    }

    /// No diagnostic may say that the generator is at fault, or say nothing. What typify fails on is contained, but is to be
    /// seen and rewritten before it gets there.
    fn assert_sound(&self, diagnostics: &Diagnostics) {
        for diagnostic in diagnostics.iter() {
            assert_ne!(diagnostic.code, Code::Internal, "{diagnostic}");
            let message = &diagnostic.message;
            assert!(!message.is_empty());
            assert!(
                !message.starts_with("no type could be made"),
                "{diagnostic}"
            );
        }
    }
}

/// A folder for the document, in memory where the system has one there.
fn folder() -> TempDir {
    let memory = PathBuf::from("/dev/shm");
    let folder = tempfile::Builder::new()
        .prefix("callwright-fuzz")
        .tempdir_in(memory);
    folder
        .or_else(|_| tempfile::tempdir())
        .expect("a folder is made")
}

fn collect(tokens: TokenStream, literals: &mut HashSet<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Literal(literal) => _ = literals.insert(literal.to_string()),
            TokenTree::Group(group) => collect(group.stream(), literals),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}
