//! Every kind of fault: the name that users see, its severity, and the file in `explain/` that tells more.

use std::str::FromStr;

use super::{Diagnostic, Severity};
use crate::suggest;

macro_rules! codes {
    ($($variant:ident = $severity:ident $name:literal;)*) => {
        /// The kind of a fault. Its name is stable and can be searched for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = include_str!(concat!("explain/", $name, ".md"))] $variant,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name that users see, in kebab-case.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What a fault of this kind means when the user did not ask for `strict`.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, why, an example, and what to do, as Markdown. The first line is a sentence of its own.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("explain/", $name, ".md")),)* }
            }
        }
    };
}

codes! {
    Options = Error "options";
    Unreadable = Error "unreadable";
    TooLarge = Error "too-large";
    Fetch = Error "fetch";
    Offline = Error "offline";
    Lock = Error "lock";
    Syntax = Error "syntax";
    LooseSyntax = Warning "loose-syntax";
    Overlay = Error "overlay";
    NotOpenRpc = Error "not-openrpc";
    Version = Warning "version";
    WrongType = Warning "wrong-type";
    Missing = Warning "missing";
    UnknownKeyword = Warning "unknown-keyword";
    OddName = Warning "odd-name";
    DanglingReference = Warning "dangling-reference";
    FoundElsewhere = Note "found-elsewhere";
    KnownSchema = Note "known-schema";
    StaleCopy = Note "stale-copy";
    ReferenceCycle = Warning "reference-cycle";
    Duplicate = Warning "duplicate";
    ParamOrder = Note "param-order";
    Renamed = Note "renamed";
    Relaxed = Note "relaxed";
    Pattern = Warning "pattern";
    Untyped = Warning "untyped";
    Paging = Warning "paging";
    Subscription = Warning "subscription";
    MsgPack = Warning "msgpack";
    NoMatch = Warning "no-match";
    Server = Warning "server";
    Internal = Error "internal";
}

impl FromStr for Code {
    type Err = Diagnostic;

    /// Takes the name that users see; the fault names the one that was likely meant.
    fn from_str(name: &str) -> Result<Self, Diagnostic> {
        if let Some(code) = Self::ALL.iter().find(|code| code.as_str() == name) {
            return Ok(*code);
        }
        let fault = Diagnostic::of(Self::Options, "", format!("there is no code `{name}`"));
        let names = Self::ALL.iter().map(|code| code.as_str());
        Err(match suggest::nearest(name, names) {
            Some(nearest) => fault.hint(format!("did you mean `{nearest}`?")),
            None => fault.hint("`callwright explain` lists them all"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_by_its_name_and_slips_are_told() {
        for code in Code::ALL {
            assert_eq!(code.as_str().parse::<Code>().unwrap(), *code);
        }
        let hint = |name: &str| name.parse::<Code>().unwrap_err().hint.unwrap();
        assert_eq!(
            hint("dangling-refrence"),
            "did you mean `dangling-reference`?"
        );
        assert_eq!(hint("x"), "`callwright explain` lists them all");
    }

    #[test]
    fn every_text_has_a_sentence_an_example_and_advice() {
        for code in Code::ALL {
            let (text, name) = (code.explanation(), code.as_str());
            let (first, rest) = text.split_once("\n\n").unwrap();
            assert!(first.ends_with('.') && first.lines().count() == 1, "{name}");
            assert_eq!(rest.matches("```").count(), 2, "{name}");
            assert!(rest.contains("\nWhat to do: "), "{name}");
        }
    }
}
