//! Takes what the program was asked and says which documents' clients are made, and for which wires.

use std::env;

use callwright_codegen::options::Wire;

use crate::fault::Fault;

/// Documents that have between them what a second wire may trip over: unions of everything, maps, numbers beyond 64 bits,
/// strings with patterns, members of any kind.
const FEW: [&str; 6] = [
    "execution-apis",
    "starknet:trace",
    "accumulate:json",
    "40ants:multiple-types",
    "stellar-rpc",
    "hiero",
];

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wires {
    /// Every document as a user has it by default.
    Json,
    /// Every document for both wires: each value that JSON takes goes through MessagePack, too.
    Both,
    /// The same of our own cases and of a few documents.
    BothOfFew,
}

impl Wires {
    /// By the program's argument.
    pub(crate) fn asked() -> Result<Self, Fault> {
        let arguments: Vec<String> = env::args().skip(1).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match arguments.as_slice() {
            [] => Ok(Self::Json),
            ["both"] => Ok(Self::Both),
            ["both", "few"] => Ok(Self::BothOfFew),
            _ => Err(Fault("callwright-corpus [both [few]]".to_owned())),
        }
    }

    /// Whether MessagePack is among them.
    pub(crate) fn are_both(self) -> bool {
        self != Self::Json
    }

    /// As the generator's options have it.
    pub(crate) fn option(self) -> Vec<Wire> {
        match self {
            Self::Json => Vec::new(),
            Self::Both | Self::BothOfFew => vec![Wire::Json, Wire::MsgPack],
        }
    }

    /// Whether a document of the corpus is among them.
    pub(crate) fn take(self, id: &str) -> bool {
        self != Self::BothOfFew || FEW.contains(&id)
    }

    /// The folder below `target` for what is made; neither run is to build anew what the other has.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Json => "corpus",
            Self::Both | Self::BothOfFew => "corpus-both",
        }
    }
}
