//! The types that have an empty value, for servers that leave it out.

use std::collections::BTreeSet;

use syn::{Item, Type};

use crate::schema::Schemas;

use super::aliases::{self, Aliases};
use super::conversions;

/// Which types of the module are text and nothing else.
#[derive(Debug, Default)]
pub(super) struct Empties {
    texts: BTreeSet<String>,
}

impl Empties {
    /// Text with a pattern has no empty value.
    pub(super) fn find(items: &[Item], schemas: &Schemas) -> Self {
        let texts = items.iter().filter_map(|item| match item {
            Item::Struct(item) if aliases::inner(item).is_some_and(conversions::is_string) => {
                Some(item.ident.to_string())
            }
            _ => None,
        });
        let texts = texts
            .filter(|name| !schemas.texts.contains_key(name))
            .collect();
        Self { texts }
    }

    /// Whether it is a newtype that is empty where its string is.
    pub(super) fn is_text(&self, name: &str) -> bool {
        self.texts.contains(name)
    }

    /// Lists, maps, strings, and any value: that one is null.
    pub(super) fn has(&self, ty: &Type, aliases: &Aliases) -> bool {
        let Some(name) = aliases::outer_name(ty) else {
            return false;
        };
        match aliases.get(&name) {
            Some(inner) => self.has(inner, aliases),
            None => {
                let empty = ["Vec", "BTreeMap", "Map", "String", "Value"];
                empty.contains(&name.as_str()) || self.is_text(&name)
            }
        }
    }
}
