//! Takes what the wire calls members and values and gives Rust names for them, each once.

use std::collections::{BTreeMap, HashMap, HashSet};

use heck::ToSnakeCase;

use super::names;
use crate::letters;

/// Words that typify would append an underscore to.
const KEYWORDS: [&str; 55] = [
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "Self", "union", "auto",
];

/// Names that the user chose, by those on the wire.
pub(super) type Chosen = BTreeMap<String, String>;

/// Field names for members, in their order; `extra` is kept free for members that are not declared.
pub(super) fn fields<'n>(
    names: impl Iterator<Item = &'n str>,
    chosen: &Chosen,
    has_extra: bool,
) -> Vec<String> {
    let mut taken = Taken::default();
    if has_extra {
        taken.names.insert("extra".to_owned());
    }
    taken.all(names, |name| wanted_field(name, chosen), chosen, "_")
}

/// Variant names for values or branches, in their order.
pub(super) fn variants<'n>(names: impl Iterator<Item = &'n str>, chosen: &Chosen) -> Vec<String> {
    Taken::default().all(names, |name| wanted_variant(name, chosen), chosen, "")
}

/// What a member is called where that is free.
pub(super) fn wanted_field(name: &str, chosen: &Chosen) -> String {
    field(chosen.get(name).map_or(name, String::as_str))
}

/// What a value or a branch is called where that is free.
pub(super) fn wanted_variant(name: &str, chosen: &Chosen) -> String {
    variant(chosen.get(name).map_or(name, String::as_str))
}

/// The names given so far, and how far the numbers of each have come.
#[derive(Default)]
struct Taken {
    names: HashSet<String>,
    numbers: HashMap<String, usize>,
}

impl Taken {
    /// A name for each; those that the user chose come first, so that no other takes them.
    fn all<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
        wanted: impl Fn(&str) -> String,
        chosen: &Chosen,
        link: &str,
    ) -> Vec<String> {
        let names: Vec<&str> = names.collect();
        let mut given = vec![String::new(); names.len()];
        for first in [true, false] {
            for (name, given) in names.iter().zip(&mut given) {
                if chosen.contains_key(*name) == first {
                    *given = self.distinct(wanted(name), link);
                }
            }
        }
        given
    }

    fn distinct(&mut self, name: String, link: &str) -> String {
        if self.names.insert(name.clone()) {
            return name;
        }
        let number = self.numbers.entry(name.clone()).or_insert(1);
        // Two signs would become one, for `self_` has one already.
        let link = if name.ends_with(link) { "" } else { link };
        loop {
            *number += 1;
            let free = format!("{name}{link}{number}");
            if self.names.insert(free.clone()) {
                return free;
            }
        }
    }
}

fn field(name: &str) -> String {
    let mut field = names::ascii(name).to_snake_case();
    if field.is_empty() {
        field = letters::spoken(name).to_snake_case();
    }
    if field.is_empty() {
        "member".clone_into(&mut field);
    }
    if field.starts_with(|c: char| c.is_ascii_digit()) {
        field.insert(0, 'x');
    }
    if KEYWORDS.contains(&field.as_str()) {
        field.push('_');
    }
    field
}

fn variant(name: &str) -> String {
    let variant =
        names::camel(&names::ascii(name)).or_else(|| names::camel(&letters::spoken(name)));
    let unsayable = if name.is_empty() { "Empty" } else { "Value" };
    let mut variant = variant.unwrap_or_else(|| unsayable.to_owned());
    if variant.starts_with(|c: char| c.is_ascii_digit()) {
        let prefixed = format!("X{variant}");
        variant = names::camel(&prefixed).unwrap_or(prefixed);
    }
    if variant == "Self" {
        variant.push_str("Value");
    }
    variant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_collide_get_names_of_their_own() {
        let names = [
            "fooBar", "foo_bar", "self", "Self", "$", "", "type", "1st", "extra", "имя", "→",
        ];
        assert_eq!(
            fields(names.into_iter(), &Chosen::new(), true),
            [
                "foo_bar",
                "foo_bar_2",
                "self_",
                "self_2",
                "dollar",
                "member",
                "type_",
                "x1st",
                "extra_2",
                "imia",
                "member_2"
            ]
        );
    }

    #[test]
    fn values_that_collide_get_names_of_their_own() {
        let values = ["+", "-", "a", "A", "", "0x1", "self", "<="];
        assert_eq!(
            variants(values.into_iter(), &Chosen::new()),
            [
                "Plus",
                "Minus",
                "A",
                "A2",
                "Empty",
                "X0x1",
                "SelfValue",
                "LessEqual"
            ]
        );
    }

    #[test]
    fn chosen_names_come_first() {
        let chosen = Chosen::from([
            ("b".to_owned(), "a".to_owned()),
            ("c".to_owned(), "a".to_owned()),
        ]);
        let names = || ["a", "b", "c"].into_iter();
        assert_eq!(fields(names(), &chosen, false), ["a_3", "a", "a_2"]);
        assert_eq!(variants(names(), &chosen), ["A3", "A", "A2"]);
    }
}
