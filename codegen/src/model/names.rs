//! Takes names as documents have them and gives Rust names: readable, safe, distinct, the same from run to run.

use std::collections::{HashMap, HashSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::letters;

/// Hands out distinct names; the first to ask keeps the plain one, so that old names stay when a document grows.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Every name given, and the number to try first for the next one who asks for it.
    taken: HashMap<String, usize>,
    /// Names that the user chose, kept for what they were chosen for.
    promised: HashSet<String>,
}

impl Names {
    /// Names that are not to be given as they are.
    pub(super) fn reserving(reserved: &[&str]) -> Self {
        let taken = reserved.iter().map(|name| ((*name).to_owned(), 2));
        Self {
            taken: taken.collect(),
            ..Self::default()
        }
    }

    /// Keeps names that the user chose, unless they cannot be had at all.
    pub(super) fn promise<'n>(&mut self, chosen: impl IntoIterator<Item = &'n String>) {
        for name in chosen {
            if !self.taken.contains_key(name) {
                self.taken.insert(name.clone(), 2);
                self.promised.insert(name.clone());
            }
        }
    }

    /// The name itself, or with the first free number behind it.
    pub(super) fn claim(&mut self, name: &str) -> String {
        let Some(&first) = self.taken.get(name) else {
            self.taken.insert(name.to_owned(), 2);
            return name.to_owned();
        };
        let border = if name.ends_with(|c: char| c.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        let mut number = first;
        let free = loop {
            let candidate = format!("{name}{border}{number}");
            number += 1;
            if !self.taken.contains_key(&candidate) {
                break candidate;
            }
        };
        self.taken.insert(name.to_owned(), number);
        self.taken.insert(free.clone(), 2);
        free
    }

    /// The name for what the document calls `wire`, chosen by the user or else `plain`. Another one than that is told.
    pub(super) fn name(
        &mut self,
        (wire, at): (&str, &At),
        chosen: Option<&String>,
        plain: &str,
        notes: &mut Diagnostics,
    ) -> String {
        let name = match chosen {
            Some(chosen) if self.promised.remove(chosen) => return chosen.clone(),
            Some(chosen) => self.claim(chosen),
            None => self.claim(plain),
        };
        let wanted = chosen.map_or(plain, String::as_str);
        if name != wanted {
            notes.push(renamed((wire, at), wanted, &name));
        }
        name
    }
}

/// The note that a thing could not have the name that it wanted.
pub(super) fn renamed((wire, at): (&str, &At), wanted: &str, name: &str) -> Diagnostic {
    let message = format!("`{wire}` is called `{name}`, because `{wanted}` is taken");
    Diagnostic::at(Code::Renamed, at, message)
}

/// A function, method or argument name; `fallback` where nothing in the name can stand in Rust.
pub(super) fn value_name(name: &str, fallback: &str) -> String {
    let plain = match letters::ascii(name).to_snake_case() {
        plain if plain.is_empty() => letters::spoken(name).to_snake_case(),
        plain => plain,
    };
    let name = match plain.chars().next() {
        None => fallback.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{plain}"),
        Some(_) => plain,
    };
    match syn::parse_str::<syn::Ident>(&name) {
        // A keyword since edition 2024, which syn does not ask for.
        Ok(_) if name != "gen" => name,
        _ => format!("{name}_"),
    }
}

/// A type or variant name; empty where nothing in the name can stand in Rust.
pub(super) fn type_name(name: &str) -> String {
    let name = letters::ascii(name).to_upper_camel_case();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        // The one keyword in UpperCamelCase.
        _ if name == "Self" => "Self_".to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_in_rust() {
        for (name, expected) in [
            ("eth_getBlockByNumber", "eth_get_block_by_number"),
            ("pets.list", "pets_list"),
            ("list-pets", "list_pets"),
            ("type", "type_"),
            ("self", "self_"),
            ("gen", "gen_"),
            ("1inch", "_1inch"),
            ("+", "plus"),
            ("→", "fallback"),
            ("", "fallback"),
            ("ключ", "kliuch"),
            ("名称", "ming_cheng"),
            ("a b/c", "a_b_c"),
        ] {
            assert_eq!(value_name(name, "fallback"), expected, "{name}");
        }
        assert_eq!(type_name("pets.list"), "PetsList");
        assert_eq!(type_name("3D"), "N3d");
        assert_eq!(type_name("self"), "Self_");
        assert_eq!(type_name("-"), "");
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut names = Names::reserving(&["connect"]);
        assert_eq!(names.claim("connect"), "connect2");
        assert_eq!(names.claim("list"), "list");
        assert_eq!(names.claim("list"), "list2");
        assert_eq!(names.claim("v1"), "v1");
        assert_eq!(names.claim("v1"), "v1_2");
    }

    #[test]
    fn a_chosen_name_is_kept_for_what_it_was_chosen_for() {
        let at = At::root();
        let mut notes = Diagnostics::default();
        let mut names = Names::reserving(&["connect"]);
        let chosen = ["list", "list", "connect"].map(str::to_owned);
        names.promise(&chosen);
        let mut name = |chosen, plain| names.name(("w", &at), chosen, plain, &mut notes);
        assert_eq!(name(None, "list"), "list2");
        assert_eq!(name(Some(&chosen[0]), "a"), "list");
        assert_eq!(name(Some(&chosen[1]), "b"), "list3");
        assert_eq!(name(Some(&chosen[2]), "c"), "connect2");
        assert_eq!(notes.iter().count(), 3);
    }
}
