//! Types that are not made here: the runtime's own, and those that the options put in the place of schemas.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::options::{Options, RustType, rule_for};
use crate::pointer::Pointer;

use super::catalogue::Catalogue;
use super::place::Place;

/// A type that is not made here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Foreign {
    /// The runtime's integer of any size.
    Integer,
    /// The runtime's bytes: `bin` of MessagePack, base64 in JSON.
    Bytes,
    /// The runtime's string that need not be UTF-8.
    RpcStr,
    /// The runtime's point in time: the extension type -1 of MessagePack, RFC 3339 in JSON.
    Timestamp,
    /// A type of the user's.
    Own(RustType),
}

impl Foreign {
    /// What the type is called where it is used.
    pub(super) fn name(&self) -> String {
        let path = match self {
            Self::Integer => "Integer",
            Self::Bytes => "Bytes",
            Self::RpcStr => "String",
            Self::Timestamp => "Timestamp",
            Self::Own(ty) => ty.as_str(),
        };
        let bare = path.split('<').next().unwrap_or(path).trim();
        bare.rsplit(':').next().unwrap_or(bare).trim().to_owned()
    }
}

/// The rules of the options that put types of the user's in the place of schemas.
#[derive(Debug)]
pub(super) struct OwnTypes {
    convert: BTreeMap<String, RustType>,
    /// By place, with the key of the rule.
    replace: BTreeMap<At, (String, RustType)>,
    /// The keys of rules that nothing has matched.
    convert_unmet: BTreeSet<String>,
    replace_unmet: BTreeSet<String>,
}

impl OwnTypes {
    pub(super) fn new(options: &Options, catalogue: &Catalogue) -> Self {
        let place = |key: &str| match key.strip_prefix('#') {
            Some(pointer) => At {
                pointer: Pointer::new(pointer),
                ..At::root()
            },
            None => {
                let raw = At::root().join("components").join("schemas").join(key);
                let known = || catalogue.component(key).cloned();
                match catalogue.is_component(&raw) {
                    true => raw,
                    false => known().unwrap_or(raw),
                }
            }
        };
        let rules = options.replace.iter();
        Self {
            convert: options.convert.clone(),
            replace: rules
                .map(|(key, ty)| (place(key), (key.clone(), ty.clone())))
                .collect(),
            convert_unmet: options.convert.keys().cloned().collect(),
            replace_unmet: options.replace.keys().cloned().collect(),
        }
    }

    /// The type in the place of the schema here.
    pub(super) fn replaced(&mut self, at: &At) -> Option<Foreign> {
        let (key, ty) = self.replace.get(at)?;
        self.replace_unmet.remove(key);
        Some(Foreign::Own(ty.clone()))
    }

    /// Whether a type stands in the place of the schema here.
    pub(super) fn is_replaced(&self, at: &At) -> bool {
        self.replace.contains_key(at)
    }

    /// The type for the schema's format.
    pub(super) fn converted(&mut self, place: &Place<'_>) -> Option<Foreign> {
        let (name, ty) = rule_for(&self.convert, place.text("format")?)?;
        self.convert_unmet.remove(name);
        Some(Foreign::Own(ty.clone()))
    }

    /// States which rules matched nothing.
    pub(super) fn report(&self, found: &mut Diagnostics) {
        let unmet = |key: &str, rule: &String, what: &str| {
            let message = format!("`{key}` has {rule:?}, which no {what} that is used has");
            Diagnostic::at(Code::NoMatch, &At::root(), message)
        };
        found.extend(
            self.convert_unmet
                .iter()
                .map(|f| unmet("convert", f, "schema's format")),
        );
        found.extend(
            self.replace_unmet
                .iter()
                .map(|r| unmet("replace", r, "schema's name")),
        );
    }
}
