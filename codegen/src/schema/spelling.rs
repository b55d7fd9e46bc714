//! Takes what the wire calls members and values and gives Rust names for them, each once.

use std::collections::{HashMap, HashSet};

use heck::ToSnakeCase;

use super::names;

/// Words that typify would append an underscore to.
const KEYWORDS: [&str; 55] = [
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "Self", "union", "auto",
];

/// Signs that a value may consist of, with a word for each.
const SIGNS: [(char, &str); 18] = [
    ('+', "plus"),
    ('-', "minus"),
    ('*', "star"),
    ('/', "slash"),
    ('=', "equal"),
    ('<', "less"),
    ('>', "greater"),
    ('!', "not"),
    ('&', "and"),
    ('|', "or"),
    ('%', "percent"),
    ('.', "dot"),
    (',', "comma"),
    ('#', "hash"),
    ('@', "at"),
    ('?', "question"),
    ('~', "tilde"),
    ('$', "dollar"),
];

/// Field names for members, in their order; `extra` is kept free for members that are not declared.
pub(super) fn fields<'n>(names: impl Iterator<Item = &'n str>, has_extra: bool) -> Vec<String> {
    let mut taken = Taken::default();
    if has_extra {
        taken.names.insert("extra".to_owned());
    }
    names.map(|name| taken.distinct(field(name), "_")).collect()
}

/// Variant names for values or branches, in their order.
pub(super) fn variants<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut taken = Taken::default();
    names
        .map(|name| taken.distinct(variant(name), ""))
        .collect()
}

/// The names given so far, and how far the numbers of each have come.
#[derive(Default)]
struct Taken {
    names: HashSet<String>,
    numbers: HashMap<String, usize>,
}

impl Taken {
    fn distinct(&mut self, name: String, link: &str) -> String {
        if self.names.insert(name.clone()) {
            return name;
        }
        let number = self.numbers.entry(name.clone()).or_insert(1);
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
        field = spoken(name).to_snake_case();
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
    let variant = names::camel(&names::ascii(name)).or_else(|| names::camel(&spoken(name)));
    let mut variant = variant.unwrap_or_else(|| "Empty".to_owned());
    if variant.starts_with(|c: char| c.is_ascii_digit()) {
        let prefixed = format!("X{variant}");
        variant = names::camel(&prefixed).unwrap_or(prefixed);
    }
    if variant == "Self" {
        variant.push_str("Value");
    }
    variant
}

/// A name of signs as words.
fn spoken(name: &str) -> String {
    let word = |c| {
        SIGNS
            .iter()
            .find(|(sign, _)| *sign == c)
            .map_or("", |(_, word)| word)
    };
    name.chars().take(8).map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_collide_get_names_of_their_own() {
        let names = [
            "fooBar", "foo_bar", "self", "Self", "$", "", "type", "1st", "extra", "имя",
        ];
        assert_eq!(
            fields(names.into_iter(), true),
            [
                "foo_bar",
                "foo_bar_2",
                "self_",
                "self__2",
                "dollar",
                "member",
                "type_",
                "x1st",
                "extra_2",
                "member_2"
            ]
        );
    }

    #[test]
    fn values_that_collide_get_names_of_their_own() {
        let values = ["+", "-", "a", "A", "", "0x1", "self", "<="];
        assert_eq!(
            variants(values.into_iter()),
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
}
