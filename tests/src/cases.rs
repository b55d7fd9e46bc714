//! The expected code of every case below `fixtures/cases`, compiled as strictly as a user may ask for.

#![deny(warnings, missing_docs, clippy::all)]

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
