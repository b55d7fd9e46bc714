//! Neovim: a client that is generated from its own description, by Unix socket, by TCP, and as our child.

#[cfg(neovim)]
mod asked;
#[cfg(neovim)]
mod document;
#[cfg(neovim)]
mod errors;
#[cfg(neovim)]
mod events;
#[cfg(neovim)]
mod functions;
#[cfg(neovim)]
mod handles;
#[cfg(neovim)]
mod malformed;
#[cfg(neovim)]
mod order;
#[cfg(neovim)]
mod text;
#[cfg(neovim)]
mod visit;

/// Without this, a run without Neovim would pass.
#[cfg(not(neovim))]
#[test]
fn neovim_was_not_there_when_the_tests_were_built() {
    panic!("run `bash tests/peers/install.sh`");
}
