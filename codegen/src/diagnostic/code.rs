//! Every kind of fault, with the name users see and its severity.

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $severity:ident $name:literal;)*) => {
        /// The kind of a fault. Its name is stable and can be searched for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// The name that users see, in kebab-case.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What a fault of this kind means when the user did not ask for `strict`.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// An option has an unknown key, a wrong value, or contradicts another.
    Options = Error "options";
    /// The source cannot be read: no such file, no permission.
    Unreadable = Error "unreadable";
    /// The document could not be fetched from its URL.
    Fetch = Error "fetch";
    /// The network may not be used and nothing stored fits.
    Offline = Error "offline";
    /// The lock and what was found disagree.
    Lock = Error "lock";
    /// The text is neither JSON nor YAML.
    Syntax = Error "syntax";
    /// The text is JSON only when comments or trailing commas are allowed.
    LooseSyntax = Warning "loose-syntax";
    /// The text is no OpenRPC document.
    NotOpenRpc = Error "not-openrpc";
    /// The `openrpc` version is missing or outside 1.x.
    Version = Warning "version";
    /// A member has another type than the specification says.
    WrongType = Warning "wrong-type";
    /// A member that the specification requires is missing.
    Missing = Warning "missing";
    /// A reference points nowhere.
    DanglingReference = Warning "dangling-reference";
    /// A reference leads to a file that lies elsewhere than next to the one that it stands in.
    FoundElsewhere = Note "found-elsewhere";
    /// The server could not be reached and an older copy was used.
    StaleCopy = Note "stale-copy";
    /// References lead back to where they started.
    ReferenceCycle = Warning "reference-cycle";
    /// Two things have one name where the specification wants them apart.
    Duplicate = Warning "duplicate";
    /// A required param comes after an optional one.
    ParamOrder = Note "param-order";
    /// A name was changed because it is taken or cannot be written in Rust.
    Renamed = Note "renamed";
    /// A schema says something that the generated type does not check or keep.
    Relaxed = Note "relaxed";
    /// A schema could not be turned into a type and is a `serde_json::Value`.
    Untyped = Warning "untyped";
    /// A paging rule does not fit the method that it is for.
    Paging = Warning "paging";
    /// An option selects or changes something that the document does not have.
    NoMatch = Warning "no-match";
    /// A server's URL or its variables cannot be used.
    Server = Warning "server";
    /// The generator itself is at fault.
    Internal = Error "internal";
}
