//! Takes definitions and finds those that typify fails on: they become values of any kind, with a warning.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::schema::Schemas;

use super::engine::{self, Raw};

/// Definitions to look for one by one; with more than that, all that are left are given up.
const CULPRITS: usize = 64;

const ANY: Value = Value::Bool(true);

/// All definitions at once, which succeeds nearly always; else without the ones at fault.
pub(super) fn generate(
    schemas: &Schemas,
    foreign: &BTreeMap<String, String>,
) -> (Raw, Diagnostics) {
    let mut found = Diagnostics::default();
    let all = schemas
        .definitions
        .iter()
        .map(|(name, value)| (name.as_str(), value));
    if let Ok(raw) = engine::run(all, &schemas.uses, foreign) {
        return (raw, found);
    }
    let search = Search {
        schemas,
        foreign,
        names: schemas.definitions.keys().map(String::as_str).collect(),
    };
    let culprits = search.culprits(&mut found);
    let uses = search.uses(&culprits, &mut found);
    let raw = search.attempt(&culprits, search.names.len(), &uses);
    let raw = raw.unwrap_or_else(|reason| {
        let message = format!("no types could be generated: {reason}");
        found.push(Diagnostic::of(Code::Internal, "", message));
        Raw {
            items: Vec::new(),
            uses: vec![quote::quote!(::serde_json::Value); uses.len()],
            named: BTreeMap::new(),
        }
    });
    (raw, found)
}

struct Search<'s> {
    schemas: &'s Schemas,
    foreign: &'s BTreeMap<String, String>,
    names: Vec<&'s str>,
}

impl Search<'_> {
    /// Types for the first definitions without the culprits; the others hold any value.
    fn attempt(
        &self,
        culprits: &BTreeSet<&str>,
        first: usize,
        uses: &[Value],
    ) -> Result<Raw, String> {
        let definitions = self.names.iter().enumerate().map(|(index, name)| {
            let kept = index < first && !culprits.contains(name);
            let value = self.schemas.definitions.get(*name).filter(|_| kept);
            (*name, value.unwrap_or(&ANY))
        });
        engine::run(definitions, uses, self.foreign)
    }

    /// Each is the last of the shortest row of definitions that fails, found by halving.
    fn culprits(&self, found: &mut Diagnostics) -> BTreeSet<&str> {
        let mut culprits = BTreeSet::new();
        while let Err(mut reason) = self.attempt(&culprits, self.names.len(), &[]) {
            if culprits.len() == CULPRITS {
                return self.names.iter().copied().collect();
            }
            let (mut passes, mut fails) = (0, self.names.len());
            while passes + 1 < fails {
                let middle = usize::midpoint(passes, fails);
                match self.attempt(&culprits, middle, &[]) {
                    Ok(_) => passes = middle,
                    Err(text) => (fails, reason) = (middle, text),
                }
            }
            let Some(name) = self.names.get(passes).copied() else {
                break;
            };
            if !culprits.insert(name) {
                break;
            }
            if let Some(at) = self.schemas.origins.get(name) {
                found.push(untyped(
                    at,
                    &format!("no type could be made for `{name}`"),
                    &reason,
                ));
            }
        }
        culprits
    }

    /// The uses, each that fails by itself replaced.
    fn uses(&self, culprits: &BTreeSet<&str>, found: &mut Diagnostics) -> Vec<Value> {
        let all = self.names.len();
        if self.attempt(culprits, all, &self.schemas.uses).is_ok() {
            return self.schemas.uses.clone();
        }
        let mut uses = Vec::with_capacity(self.schemas.uses.len());
        for (index, value) in self.schemas.uses.iter().enumerate() {
            match self.attempt(culprits, all, std::slice::from_ref(value)) {
                Ok(_) => uses.push(value.clone()),
                Err(reason) => {
                    if let Some(at) = self.schemas.places.get(index) {
                        found.push(untyped(at, "no type could be made for the schema", &reason));
                    }
                    uses.push(ANY);
                }
            }
        }
        uses
    }
}

fn untyped(at: &At, message: &str, reason: &str) -> Diagnostic {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let reason: String = reason.chars().take(200).collect();
    Diagnostic::at(Code::Untyped, at, format!("{message}: {reason}"))
        .hint("the type is `serde_json::Value` instead")
}
