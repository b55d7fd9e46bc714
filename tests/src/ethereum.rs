//! The client of an Ethereum node, generated from the official document and compiled as strictly as a user may ask for.

#![deny(warnings, missing_docs, clippy::all)]

callwright::include_client!("ethereum");
