//! Takes what a document calls things and gives type names that are safe in Rust.

use heck::ToUpperCamelCase;

use crate::letters;

/// Names of the prelude and of the language that a type must not hide.
const RESERVED: [&str; 11] = [
    "Ok", "Err", "Option", "String", "Vec", "Box", "Result", "Some", "None", "Self", "Value",
];

/// Titles that say nothing: the path makes a better name.
const EMPTY_WORDS: [&str; 8] = [
    "Object", "Array", "Item", "Items", "Params", "Response", "Schema", "Type",
];

/// Characters that a name takes of what a document calls a thing.
pub(super) const LONGEST: usize = 80;

/// Length from which a name is not made longer: what is inside gets numbers.
const LONG: usize = 160;

/// The name in UpperCamelCase, changed where Rust needs it; none where no letter or digit is left.
pub(super) fn type_name(text: &str) -> Option<String> {
    let mut name = camel(&ascii(text))?;
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name = camel(&format!("T{name}"))?;
    }
    if RESERVED.contains(&name.as_str()) {
        name.push_str("Value");
    }
    Some(name)
}

/// A title that can be a name: a few words, not a sentence.
pub(super) fn from_title(title: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-');
    let short = title.len() <= 40 && title.split_whitespace().count() <= 5;
    if !short || !title.starts_with(|c: char| c.is_ascii_alphabetic()) || !title.chars().all(plain)
    {
        return None;
    }
    let bare = camel(title)?;
    let says_something =
        !RESERVED.contains(&bare.as_str()) && !EMPTY_WORDS.contains(&bare.as_str());
    says_something.then_some(bare)
}

/// The name of a thing inside another.
pub(super) fn joined(parent: &str, part: &str) -> String {
    if part.is_empty() || parent.len() > LONG {
        return parent.to_owned();
    }
    camel(&format!("{parent} {}", ascii(part))).unwrap_or_else(|| parent.to_owned())
}

/// The name of a branch of a union: not longer than its label where that begins as the union does.
pub(super) fn of_branch(union: &str, label: &str) -> String {
    let next_word = |rest: &str| rest.starts_with(|c: char| c.is_ascii_uppercase());
    camel(&ascii(label))
        .filter(|name| name.strip_prefix(union).is_some_and(next_word))
        .unwrap_or_else(|| joined(union, label))
}

/// The letters and digits that are safe in names, with blanks for the rest.
pub(super) fn ascii(text: &str) -> String {
    letters::ascii(&text.chars().take(LONGEST).collect::<String>())
}

/// UpperCamelCase that stays as it is when it is made so again, as typify does.
pub(super) fn camel(text: &str) -> Option<String> {
    let mut name = text.to_upper_camel_case();
    loop {
        let again = name.to_upper_camel_case();
        if again == name {
            break;
        }
        name = again;
    }
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_names_are_safe_in_rust() {
        let name = |text| type_name(text).unwrap_or_default();
        assert_eq!(name("PET"), "Pet");
        assert_eq!(name("LIST-ITEM"), "ListItem");
        assert_eq!(name("list_pets"), "ListPets");
        assert_eq!(name("1inch"), "T1inch");
        assert_eq!(name("Ok"), "OkValue");
        assert_eq!(name("self"), "SelfValue");
        assert_eq!(name("Foo<Bar>"), "FooBar");
        assert_eq!(type_name("→ !"), None);
    }

    #[test]
    fn names_do_not_change_when_made_again() {
        for text in [
            "a_b",
            "T1Inch",
            "HTTPServer",
            "x-y-z",
            "eth_getBlockByHash2",
        ] {
            let once = camel(text);
            assert_eq!(once.as_deref().and_then(camel), once);
        }
    }

    #[test]
    fn only_a_few_words_make_a_name_of_a_title() {
        assert_eq!(from_title("Block hash").as_deref(), Some("BlockHash"));
        assert_eq!(from_title("the hash of the block that was last seen"), None);
        assert_eq!(from_title("32 byte hex value"), None);
        assert_eq!(from_title("Object"), None);
    }

    #[test]
    fn a_part_makes_its_parents_name_longer() {
        assert_eq!(joined("ListPetsResult", "owner"), "ListPetsResultOwner");
        assert_eq!(joined("Pet", "→"), "Pet");
    }

    #[test]
    fn a_branch_does_not_repeat_its_union() {
        assert_eq!(
            of_branch("Filter", "Filter by block range"),
            "FilterByBlockRange"
        );
        assert_eq!(of_branch("Filter", "Filters"), "FilterFilters");
        assert_eq!(of_branch("Filter", "Filter"), "FilterFilter");
    }
}
