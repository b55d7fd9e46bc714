//! Every document of the corpus through the normaliser and typify: nothing panics, and the fallbacks are counted.
//!
//! Runs when `CALLWRIGHT_CORPUS` is set. With `CALLWRIGHT_TYPES_OUT` it also writes a crate that holds all
//! types and tries the documents' examples on them.

// Test code throughout.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::*;
use crate::diagnostic::Code;
use crate::files::{At, Files};
use crate::options::Nil;
use crate::pointer::Pointer;
use crate::schema::{Direction, Normaliser};
use crate::source::Source;
use crate::{load, resolve};

#[test]
fn every_document_gives_types() {
    let Ok(corpus) = std::env::var("CALLWRIGHT_CORPUS") else {
        println!("skipped: CALLWRIGHT_CORPUS is not set");
        return;
    };
    let corpus = PathBuf::from(corpus);
    let out = std::env::var("CALLWRIGHT_TYPES_OUT")
        .ok()
        .map(PathBuf::from);
    let mut crate_ = OutputCrate::default();
    for document in documents(&corpus) {
        let mut options = Options::default();
        options.fetch.offline = true;
        let files = match load::load(&Source::Path(document.clone()), &options) {
            Ok(files) => files,
            Err(faults) => {
                println!(
                    "{}: not loaded: {}",
                    document.display(),
                    faults.iter().count()
                );
                continue;
            }
        };
        let started = std::time::Instant::now();
        let asked = asked(&files);
        let options = Options {
            crate_path: Some("crate::callwright".to_owned()),
            nil: Nil::Off,
            ..Options::default()
        };
        let mut normaliser = Normaliser::new(&files, &options);
        for use_ in &asked {
            normaliser.add(&use_.at, &use_.name, use_.direction);
        }
        let (schemas, found) = normaliser.finish();
        let (types, faults) = Types::generate(&schemas, &options);
        let elapsed = started.elapsed();
        let count = |code| {
            found
                .iter()
                .chain(faults.iter())
                .filter(|d| d.code == code)
                .count()
        };
        println!(
            "{}: {} uses, {} definitions, {} untyped, {} dangling, {} cycles, {} relaxed, {} renamed, {:?}",
            document.strip_prefix(&corpus).unwrap().display(),
            asked.len(),
            schemas.definitions.len(),
            count(Code::Untyped),
            count(Code::DanglingReference),
            count(Code::ReferenceCycle),
            count(Code::Relaxed),
            count(Code::Renamed),
            elapsed,
        );
        for fault in found.iter().chain(faults.iter()) {
            if matches!(
                fault.code,
                Code::Untyped | Code::ReferenceCycle | Code::Internal
            ) {
                println!("    {} {}", fault.message, fault.pointer);
            }
        }
        assert_eq!(faults.iter().count(), 0, "typify failed");
        assert_eq!(types.uses.len(), asked.len());
        crate_.add(&types, &asked);
    }
    if let Some(out) = out {
        crate_.write(&out);
    }
}

fn documents(corpus: &Path) -> Vec<PathBuf> {
    let index = std::fs::read_to_string(corpus.join("index.json")).unwrap();
    let index: Value = serde_json::from_str(&index).unwrap();
    let rows = index
        .get("documents")
        .unwrap_or(&index)
        .as_array()
        .unwrap()
        .clone();
    rows.iter()
        .map(|row| corpus.join(row["file"].as_str().or(row["path"].as_str()).unwrap()))
        .collect()
}

struct Asked {
    at: At,
    name: String,
    direction: Direction,
    samples: Vec<Value>,
}

/// Every component, param and result of a document.
fn asked(files: &Files) -> Vec<Asked> {
    let mut asked = Vec::new();
    let components = At {
        pointer: Pointer::new("/components/schemas"),
        ..At::root()
    };
    for name in keys(files, &components) {
        let at = components.join(&name);
        let samples = files
            .value(&at)
            .and_then(|v| v.get("examples"))
            .and_then(Value::as_array);
        let samples = samples.cloned().unwrap_or_default();
        asked.push(Asked {
            at,
            name,
            direction: Direction::Received,
            samples,
        });
    }
    let methods = At {
        pointer: Pointer::new("/methods"),
        ..At::root()
    };
    for index in 0..length(files, &methods) {
        let Ok((method, raw)) = resolve::follow(files, &methods.join(index)) else {
            continue;
        };
        let name = raw.get("name").and_then(Value::as_str).unwrap_or("unnamed");
        let name: String = name.replace(|c: char| !c.is_ascii_alphanumeric(), " ");
        let name = heck::ToUpperCamelCase::to_upper_camel_case(name.as_str());
        let pairs: Vec<&Value> = raw
            .get("examples")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .collect();
        let params = method.join("params");
        for index in 0..length(files, &params) {
            let Ok((param, raw)) = resolve::follow(files, &params.join(index)) else {
                continue;
            };
            let param_name = raw.get("name").and_then(Value::as_str).unwrap_or("unnamed");
            let samples = pairs.iter().filter_map(|pair| {
                pair.get("params")?
                    .as_array()?
                    .iter()
                    .enumerate()
                    .find(|(i, p)| {
                        p.get("name").and_then(Value::as_str) == Some(param_name) || *i == index
                    })?
                    .1
                    .get("value")
                    .cloned()
            });
            asked.push(Asked {
                samples: samples.collect(),
                at: param.join("schema"),
                direction: Direction::Sent,
                name: format!(
                    "{name}{}",
                    heck::ToUpperCamelCase::to_upper_camel_case(param_name)
                ),
            });
        }
        if let Ok((result, _)) = resolve::follow(files, &method.join("result")) {
            let samples = pairs
                .iter()
                .filter_map(|pair| pair.get("result")?.get("value").cloned());
            asked.push(Asked {
                samples: samples.collect(),
                at: result.join("schema"),
                direction: Direction::Received,
                name: format!("{name}Result"),
            });
        }
    }
    asked
}

fn keys(files: &Files, at: &At) -> Vec<String> {
    let members = files.value(at).and_then(Value::as_object);
    members
        .into_iter()
        .flatten()
        .map(|(key, _)| key.clone())
        .collect()
}

fn length(files: &Files, at: &At) -> usize {
    files
        .value(at)
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}

/// All documents as modules of one crate, and a program that sends their examples through the types.
#[derive(Default)]
struct OutputCrate {
    modules: Vec<String>,
    samples: Vec<Value>,
}

impl OutputCrate {
    fn add(&mut self, types: &Types, asked: &[Asked]) {
        let document = self.modules.len();
        let mut module = String::from("//! Generated.\n\n/// Types.\npub mod types {\n");
        module.push_str(&crate::format::formatted(&types.items).unwrap());
        module.push_str("}\n\n/// Sends a value through a type.\npub fn check(index: usize, value: &::serde_json::Value) -> Result<::serde_json::Value, String> {\n    let _ = value;\n    match index {\n");
        for (index, use_) in types.uses.iter().enumerate() {
            let path = &use_.path;
            let path = match use_.taken {
                Taken::IntoOption => format!("Option<{path}>"),
                _ => path.to_string(),
            };
            writeln!(
                module,
                "        {index} => crate::through::<{path}>(value),"
            )
            .unwrap();
            for sample in &asked[index].samples {
                let at = &asked[index].at;
                self.samples.push(json!({ "document": document, "index": index, "file": at.file.0, "pointer": at.pointer.as_str(), "text": use_.text, "value": sample }));
            }
        }
        module.push_str("        _ => Err(String::new()),\n    }\n}\n");
        self.modules.push(module);
    }

    fn write(&self, out: &Path) {
        std::fs::create_dir_all(out.join("src")).unwrap();
        let mut lib = String::from(include_str!("corpus/lib.rs.in"));
        let mut arms = String::new();
        for (index, module) in self.modules.iter().enumerate() {
            std::fs::write(out.join(format!("src/d{index}.rs")), module).unwrap();
            writeln!(lib, "pub mod d{index};").unwrap();
            writeln!(arms, "        {index} => d{index}::check(index, value),").unwrap();
        }
        write!(lib, "/// Sends a value through a type of a document.\npub fn check(document: usize, index: usize, value: &::serde_json::Value) -> Result<::serde_json::Value, String> {{\n    match document {{\n{arms}        _ => Err(String::new()),\n    }}\n}}\n").unwrap();
        std::fs::write(out.join("src/lib.rs"), lib).unwrap();
        std::fs::write(out.join("src/main.rs"), include_str!("corpus/main.rs.in")).unwrap();
        std::fs::write(out.join("Cargo.toml"), include_str!("corpus/Cargo.toml.in")).unwrap();
        std::fs::write(
            out.join("samples.json"),
            serde_json::to_string(&self.samples).unwrap(),
        )
        .unwrap();
    }
}
