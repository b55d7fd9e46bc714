//! Takes the derives that the options ask for and gives those that compile: what holds an `f64` has no `Eq`.

use std::collections::BTreeMap;

use syn::{Attribute, Item};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::options::{Derive, Options, matches_pattern};
use crate::schema::Schemas;

use super::aliases::Aliases;
use super::fields;
use super::traits::{self, Trait};

/// The derives of each type besides typify's, by its name.
#[derive(Debug, Default)]
pub(super) struct Derives(BTreeMap<String, Vec<Derive>>);

/// The structs and enums of the module, by name.
type Types<'i> = BTreeMap<String, (&'i Item, &'i [Attribute])>;

impl Derives {
    /// What the rules ask for, less what cannot be.
    pub(super) fn find(
        items: &[Item],
        aliases: &Aliases,
        schemas: &Schemas,
        options: &Options,
        found: &mut Diagnostics,
    ) -> Self {
        let mut derives = Self::default();
        if options.derives.is_empty() {
            return derives;
        }
        let types = types(items);
        for (pattern, asked) in &options.derives {
            let names = types.keys().filter(|name| !aliases.contains_key(*name));
            let names: Vec<_> = names
                .filter(|name| matches_pattern(pattern, name))
                .collect();
            if names.is_empty() {
                let message = format!("`derives` has {pattern:?}, which no type's name matches");
                found.push(Diagnostic::at(Code::NoMatch, &At::root(), message));
            }
            names.iter().for_each(|name| derives.ask(name, asked));
        }
        for known in Trait::ALL {
            let lacking = derives.lacking(known, &types, aliases);
            found.extend(derives.leave_off(known, &lacking, schemas));
        }
        derives
    }

    /// The derives to add to a type that has these already.
    pub(super) fn of(&self, name: &str, attributes: &[Attribute]) -> Vec<&str> {
        let asked = self.0.get(name).into_iter().flatten();
        let new = asked.filter(|derive| !traits::is_derived(attributes, derive.name()));
        new.map(Derive::as_str).collect()
    }

    /// Adds derives and what they need.
    fn ask(&mut self, name: &str, rule: &[Derive]) {
        let asked = self.0.entry(name.to_owned()).or_default();
        for derive in rule {
            let needed = Trait::of_name(derive.name()).map_or(&[][..], Trait::needs);
            let needed = needed.iter().filter_map(|known| known.name().parse().ok());
            for derive in needed.chain([derive.clone()]) {
                if asked.iter().all(|known| known.name() != derive.name()) {
                    asked.push(derive);
                }
            }
        }
    }

    fn has(&self, name: &str, known: Trait) -> bool {
        let mut asked = self.0.get(name).into_iter().flatten();
        asked.any(|derive| derive.name() == known.name())
    }

    /// The types that cannot have a trait, each with the reason.
    fn lacking(
        &self,
        known: Trait,
        types: &Types<'_>,
        aliases: &Aliases,
    ) -> BTreeMap<String, String> {
        let mut lacking = BTreeMap::new();
        let mut holders: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for (name, (item, attributes)) in types {
            let derived = self.has(name, known)
                || aliases.contains_key(name)
                || traits::is_derived(attributes, known.name())
                || (known == Trait::Default && is_empty_by_default(item, aliases));
            match traits::demands(item, known) {
                Ok(_) if !derived => _ = lacking.insert(name.clone(), String::new()),
                Ok(held) => {
                    for held in held {
                        holders.entry(held).or_default().push(name);
                    }
                }
                Err(reason) => _ = lacking.insert(name.clone(), reason.to_owned()),
            }
        }
        let mut waiting: Vec<String> = lacking.keys().cloned().collect();
        while let Some(name) = waiting.pop() {
            for holder in holders.remove(&name).unwrap_or_default() {
                if !lacking.contains_key(holder) {
                    lacking.insert(holder.clone(), format!("it holds `{name}`, which has none"));
                    waiting.push(holder.clone());
                }
            }
        }
        lacking
    }

    /// Takes a derive off the types that cannot have it, with one note for all of them.
    fn leave_off(
        &mut self,
        known: Trait,
        lacking: &BTreeMap<String, String>,
        schemas: &Schemas,
    ) -> Option<Diagnostic> {
        let mut left = lacking.iter().filter(|(name, _)| self.has(name, known));
        let (name, reason) = left.next()?;
        let others = match left.count() {
            0 => String::new(),
            count => format!(", and not for {count} more"),
        };
        let message = format!(
            "`{}` is not derived for `{name}`: {reason}{others}",
            known.name()
        );
        for name in lacking.keys() {
            if let Some(asked) = self.0.get_mut(name) {
                asked.retain(|derive| derive.name() != known.name());
            }
        }
        let root = At::root();
        let at = schemas.origins.get(name).unwrap_or(&root);
        Some(Diagnostic::at(Code::Relaxed, at, message))
    }
}

/// Whether the type gets a `Default` that nobody asked for.
fn is_empty_by_default(item: &Item, aliases: &Aliases) -> bool {
    matches!(item, Item::Struct(item) if fields::may_all_be_absent(&item.fields, aliases))
}

fn types(items: &[Item]) -> Types<'_> {
    let types = items.iter().filter_map(|item| match item {
        Item::Struct(inner) => Some((inner.ident.to_string(), (item, &*inner.attrs))),
        Item::Enum(inner) => Some((inner.ident.to_string(), (item, &*inner.attrs))),
        _ => None,
    });
    types.collect()
}
