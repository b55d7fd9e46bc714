//! Takes what a Neovim says of its API and gives an OpenRPC document of it.
//!
//! ```no_run
//! // build.rs
//! use callwright_codegen::{Build, neovim, write};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let imported = neovim::import(&neovim::api_info("nvim")?)?;
//!     let document = std::path::Path::new(&std::env::var("OUT_DIR")?).join("neovim.json");
//!     write(&document, imported.text().as_bytes())?;
//!     Build::new(document.display().to_string()).name("Neovim").compile()?;
//!     Ok(())
//! }
//! ```
//!
//! Newer Neovims tell less of their types: `Array` where they mean a list of strings. An overlay in the options puts
//! back what is known.

mod api_info;
mod component;
mod event;
mod function;
mod schema;

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use api_info::{ApiInfo, Version};
use schema::Types;

/// A document that was made of what a Neovim says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// The OpenRPC document. The same description gives the same one, whatever order it has things in.
    pub document: Value,
    /// Functions that cannot be called from outside of Neovim, since they take a function of Lua.
    pub left_out: Vec<String>,
    /// What could not be typed.
    pub warnings: Diagnostics,
}

impl Imported {
    /// The document as the text of a file.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.document)
    }
}

/// What a Neovim says of its API: gives the output of `PROGRAM --api-info`.
///
/// # Errors
///
/// Where there is no such program, or where it says nothing; the hint tells what to install.
pub fn api_info(program: &str) -> Result<Vec<u8>, Diagnostic> {
    let mut command = Command::new(program);
    command.arg("--api-info").stdin(Stdio::null());
    let message = match command.output() {
        Ok(output) if output.status.success() => return Ok(output.stdout),
        Ok(output) => format!("`{program} --api-info` failed: {}", output.status),
        Err(cause) => format!("`{program}` cannot be run: {cause}"),
    };
    let hint = "install Neovim, for instance by `apt-get install neovim` or `brew install neovim`, and see that `nvim` is on the PATH";
    Err(Diagnostic::of(Code::Unreadable, "", message).hint(hint))
}

/// Makes a document of a description: what `nvim --api-info` prints, in MessagePack, or the same in JSON.
///
/// # Errors
///
/// Where the bytes are no such description.
pub fn import(description: &[u8]) -> Result<Imported, Diagnostic> {
    let mut info = ApiInfo::read(description)?;
    info.sort();
    let types = Types::new(&info.types);
    let (mut methods, left_out) = function::methods(&info, &types);
    methods.extend(event::methods(&info, &types));
    let mut document = json!({
        "openrpc": "1.4.1",
        "info": {
            "title": "Neovim",
            "description": "The API of Neovim over MessagePack-RPC.",
            "version": version(&info.version),
            "x-nvim-api-level": info.version.api_level,
        },
        "servers": [{
            "name": "embedded",
            "description": "A Neovim of one's own, without a screen.",
            "url": "msgpack+stdio:nvim?arg=--embed&arg=--headless",
        }],
        "methods": methods,
        "components": component::all(&info),
    });
    if !left_out.is_empty() {
        document["x-nvim-left-out"] = json!(left_out);
    }
    Ok(Imported {
        document,
        left_out,
        warnings: types.unknown(),
    })
}

fn version(version: &Version) -> String {
    let Version {
        major,
        minor,
        patch,
        ..
    } = version;
    let mark = if version.prerelease { "-dev" } else { "" };
    format!("{major}.{minor}.{patch}{mark}")
}

#[cfg(test)]
mod tests;
