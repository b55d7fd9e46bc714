//! The client of the installed Neovim, which the build script made of what Neovim says of itself.

#![deny(warnings, missing_docs, clippy::all)]

callwright::include_client!("neovim");
