//! Takes names as documents have them and gives Rust names: readable, safe, distinct, the same from run to run.

use std::collections::HashMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Hands out distinct names; the first to ask keeps the plain one, so that old names stay when a document grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// Every name given, and the number to try first for the next one who asks for it.
    taken: HashMap<String, usize>,
}

impl Names {
    /// Names that are not to be given as they are.
    pub(crate) fn reserving(reserved: &[&str]) -> Self {
        Self {
            taken: reserved
                .iter()
                .map(|name| ((*name).to_owned(), 2))
                .collect(),
        }
    }

    /// The name itself, or with the first free number behind it.
    pub(crate) fn claim(&mut self, name: &str) -> String {
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
}

/// A function, method or argument name; `fallback` where nothing in the name can stand in Rust.
pub(crate) fn value_name(name: &str, fallback: &str) -> String {
    let name = plain(name).to_snake_case();
    let name = match name.chars().next() {
        None => fallback.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
    };
    match syn::parse_str::<syn::Ident>(&name) {
        Ok(_) => name,
        Err(_) => format!("{name}_"),
    }
}

/// A type or variant name; empty where nothing in the name can stand in Rust.
pub(crate) fn type_name(name: &str) -> String {
    let name = plain(name).to_upper_camel_case();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        // The one keyword in UpperCamelCase.
        _ if name == "Self" => "Self_".to_owned(),
        _ => name,
    }
}

/// Letters, digits and word borders; letters outside ASCII are kept where Rust takes them.
fn plain(name: &str) -> String {
    let keep = |c: char| {
        if c.is_alphanumeric()
            && (c.is_ascii() || syn::parse_str::<syn::Ident>(&format!("x{c}")).is_ok())
        {
            c
        } else {
            ' '
        }
    };
    name.chars().map(keep).collect()
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
            ("1inch", "_1inch"),
            ("+", "fallback"),
            ("", "fallback"),
            ("ключ", "ключ"),
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
}
